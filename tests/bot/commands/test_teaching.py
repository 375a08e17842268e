"""`plan` and `learn`, over the sample documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.ronghe import Ronghe, Terminal

pytestmark = pytest.mark.slow


def test_a_plan_has_four_stages_and_marks_its_gaps(ronghe: Ronghe, tmp_path: Path) -> None:
    """Every measure is cited; what nobody gave is 【待明确】; it leaves as a paper with its table of sources."""
    done = ronghe.json("plan", "采购降本", "--sector", "国企", "--export", str(tmp_path / "方案.docx"))
    assert [stage["stage"] for stage in done["stages"]] == ["谋划", "部署", "落实", "检查"]
    assert "完成时间：【待明确】" in done["text"]
    assert done["citations"]
    assert (tmp_path / "方案.docx").is_file()
    assert len(list(tmp_path.iterdir())) == 2
    assert ronghe.json("plan", "星际航行")["reply"] == "no_answer"


def test_a_terminal_asks_what_is_open(ronghe: Ronghe, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was given is not asked again; Enter leaves a gap."""
    monkeypatch.setattr("sys.stdin", Terminal("\n2026年底\n"))
    _, out, _ = ronghe.run("plan", "采购降本")
    assert "完成时间：2026年底" in out
    assert "单位类型：【待明确】" in out


def test_a_path_begins_with_what_rules_say(ronghe: Ronghe) -> None:
    """Then come speeches and practice; a theme that nothing is held on is said to be so."""
    done = ronghe.json("learn", "党支部融合清单")
    assert done["reply"] == "answer"
    assert done["citations"][0]["kind"] == "normative"
    assert ronghe.json("learn", "星际航行")["reply"] == "no_answer"
