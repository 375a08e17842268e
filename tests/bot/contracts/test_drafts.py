"""`check` for scripts."""

from __future__ import annotations

from bot.contracts.drafts import check_json
from knowledge.drafts.remarks import DraftCheck, Remark, Verdict


def test_every_remark_is_counted_under_its_verdict() -> None:
    """And stands in the text where it says."""
    text = "按照《甲办法》第三条。"
    remarks = tuple(
        Remark(sort="title", verdict=verdict, start=2, end=7, words=text[2:7], message="请核对。")
        for verdict in (Verdict.MATCHES, Verdict.DIFFERS, Verdict.DIFFERS)
    )
    found = check_json(DraftCheck(text=text, remarks=remarks), "稿.txt")
    assert found.counts.model_dump() == {"matches": 1, "differs": 2, "outdated": 0, "not_found": 0}
    assert all(found.text[each.start : each.end] == each.words for each in found.remarks)
