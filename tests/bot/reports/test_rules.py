"""What people read of rules; the rules are ours."""

from __future__ import annotations

import pytest

from bot.contracts.rules import RegulationsJson
from bot.reports.rules import compare_page, write_article, write_compare, write_proposals, write_regulations
from bot.views.rules import article_json, compare_json, proposal_json, regulation_json
from tests.rule_texts import ANYBODY, DITCH, NEW, OLD, lookup

RULES = lookup(OLD, NEW, DITCH)


def test_a_provision_comes_with_its_place_and_its_standing(capsys: pytest.CaptureFixture[str]) -> None:
    """That nobody checked whether it is in force is said; so is what is missing."""
    write_article(article_json(RULES.find("示例市河道管理办法第三条", ANYBODY)))
    out = capsys.readouterr().out
    assert "《示例市河道管理办法（试行）》第三条" in out
    assert "第二章 职 责" in out
    assert "效力待核" in out
    assert "上一条：第二条　下一条：第三条之一" in out
    write_article(article_json(RULES.find("示例市河道管理办法第九十条", ANYBODY)))
    assert "没有第九十条" in capsys.readouterr().out


def test_what_follows_from_titles_alone_is_called_inferred(capsys: pytest.CaptureFixture[str]) -> None:
    """In the list, and with the command that confirms it among the proposals."""
    texts = RULES.texts(ANYBODY)
    proposals = tuple(each for pair in texts if (each := proposal_json(*pair)) is not None)
    listed = RegulationsJson(regulations=tuple(regulation_json(*pair) for pair in texts), proposals=proposals)
    write_regulations(listed)
    assert "已修订（旧版）（推断）" in capsys.readouterr().out
    write_proposals(listed)
    assert f"确认：ronghe confirm {OLD.id}" in capsys.readouterr().out
    write_proposals(listed.model_copy(update={"proposals": ()}))
    assert "没有待确认的推断" in capsys.readouterr().out


def test_what_changed_is_marked_with_and_without_colours(capsys: pytest.CaptureFixture[str]) -> None:
    """In words in a pipe, as deletions and insertions on the page."""
    comparison = RULES.compared(NEW.id, ANYBODY)
    assert comparison is not None
    shown = compare_json(comparison)
    write_compare(shown)
    assert "每〔删：月〕〔增：旬〕巡河一次" in capsys.readouterr().out
    assert "每<del>月</del><ins>旬</ins>巡河一次" in compare_page(shown)
