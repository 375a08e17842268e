"""What people read of a checked draft."""

from __future__ import annotations

import pytest

from bot.contracts.drafts import check_json
from bot.reports.drafts import write_check
from knowledge.drafts.remarks import DraftCheck, Remark, Verdict
from knowledge.regulations.comparison import ComparedPiece


def test_what_needs_attention_comes_first(capsys: pytest.CaptureFixture[str]) -> None:
    """With its line and what is to be changed, in words where there are no colours; what agrees is listed once."""
    text = "第一行\n每月巡河一次。《甲办法》《甲办法》"
    same = [
        Remark(sort="title", verdict=Verdict.MATCHES, start=at, end=at + 5, words="《甲办法》", message="一致。")
        for at in (11, 16)
    ]
    differs = Remark(
        sort="quotation",
        verdict=Verdict.DIFFERS,
        start=4,
        end=10,
        words="每月巡河一次",
        message="字句不同。",
        pieces=(
            ComparedPiece(change="same", text="每"),
            ComparedPiece(change="removed", text="月"),
            ComparedPiece(change="added", text="旬"),
        ),
    )
    write_check(check_json(DraftCheck(text=text, remarks=(*same, differs)), "稿.txt"))
    out = capsys.readouterr().out
    assert out.index("有出入") < out.index("《甲办法》（2处）")
    assert "第2行 引文：每月巡河一次" in out
    assert "每〔删：月〕〔增：旬〕" in out
