from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.regulations.comparison import compare
from knowledge.regulations.provisions import read_instrument
from tests.rule_texts import NEW, OLD, rules

TEXTS = st.lists(st.text("河长巡查每月旬记录整改。", min_size=4, max_size=30), min_size=1, max_size=5)


def test_what_changed_between_two_versions() -> None:
    """One word in one article is one change in it; what stayed is told apart."""
    compared = compare(read_instrument(OLD), read_instrument(NEW))
    changed = {one.after: one for one in compared.articles if one.change != "same"}
    assert set(changed) == {"第三条", "第四条"}
    assert [piece.text for piece in changed["第三条"].pieces if piece.change != "same"] == ["月", "旬"]


@given(TEXTS, TEXTS)
def test_a_comparison_loses_nothing(before: list[str], after: list[str]) -> None:
    """Without what came, an article reads as before; without what went, as after; none is left out."""
    old, new = (
        read_instrument(
            rules("甲办法\n" + "\n".join(f"第{n}条 {text}" for n, text in zip("一二三四五", texts, strict=False)))
        )
        for texts in (before, after)
    )
    articles = compare(old, new).articles
    for side, other, instrument in (("before", "added", old), ("after", "removed", new)):
        shown = {
            getattr(one, side): "".join(piece.text for piece in one.pieces if piece.change != other)
            for one in articles
            if getattr(one, side)
        }
        assert shown == {one.heading: instrument.text(one.paragraphs[0].span) for one in instrument.articles}
