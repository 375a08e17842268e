"""Tests of finding words in a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.drafts.alignment import align

TEXT = "河长每月巡河一次，记录发现的问题。正式河长三人以上的，成立小组；七人以上的，设副组长。"
HAN = st.text(alphabet="河长巡记录问题组", min_size=1, max_size=12)


@given(st.integers(0, len(TEXT) - 3), st.integers(2, 20))
def test_what_stands_in_a_text_is_found_there(start: int, length: int) -> None:
    """Any stretch is found literally, and the span has its letters."""
    words = TEXT[start : start + length]
    found = align(words, TEXT)
    assert found is not None
    assert found.literal
    assert [c for c in TEXT[found.start : found.end] if c.isalnum()] == [c for c in words if c.isalnum()]


@given(HAN, HAN)
def test_a_share_lies_between_nothing_and_all(words: str, text: str) -> None:
    """Whatever is compared, the share is above 0 and at most 1, and 1 only for a literal match."""
    found = align(words, text)
    assert found is None or (0 < found.share <= 1 and (found.share == 1) == found.literal)


def test_the_nearest_stretch_is_taken() -> None:
    """Of two like sentences the one with fewer changes is meant."""
    found = align("正式河长七人以上的，成立小组", TEXT)
    assert found is not None
    assert TEXT[found.start : found.end] == "正式河长三人以上的，成立小组"
