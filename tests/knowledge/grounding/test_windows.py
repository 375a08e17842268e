"""Tests of what the judge reads."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from knowledge.grounding.statements import statements_of
from knowledge.grounding.windows import LEAD, LONGEST, Read, windows_of
from knowledge.tokens import simplified
from tests.builders import document, passage, summary

SENTENCE = "支部每月召开一次会议，研究重点工作并公开结果。"


def windows(text: str, *, locator: str = "", **fields: object) -> list[Read]:
    whole = document(text, **fields)
    return windows_of(passage(whole, locator=locator), summary(whole), whole)


def check(reads: list[Read]) -> None:
    """Hold every window to what is promised of it."""
    for read in reads:
        spans = read.window.spans
        assert len(spans) == len(read.statements) > 0
        assert all(start < end for start, end in spans)
        assert [*sorted(spans)] == list(spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
        for (start, end), statement in zip(spans, read.statements, strict=True):
            assert read.window.text[start:end] == simplified(statement.quote)


def test_a_passage_is_read_in_simplified_under_its_heading() -> None:
    """The script changes and the spans with it; title and locator stand above."""
    (read,) = windows(
        "黨支部每月召開一次會議。會後向黨員公佈議定的事項。", title="支部工作辦法", locator="第二章 › 第七條"
    )
    assert read.window.heading == "支部工作办法 第二章 › 第七条"
    assert read.window.text == "党支部每月召开一次会议。会后向党员公布议定的事项。"
    check([read])


def test_a_script_that_changes_lengths_keeps_the_spans_exact() -> None:
    """Where the Simplified words have more or fewer characters, the spans still hold the statements."""
    check(windows("他們認為這種乾淨的做法后來居上，值得推廣。里程錶上的數字由專人每日記錄在冊。" * 6))


def test_a_long_passage_is_read_in_several_windows() -> None:
    """Every statement is in exactly one of them, in order, and none is longer than is read."""
    text = SENTENCE * 40
    whole = document(text)
    reads = windows(text)
    assert len(reads) > 1
    assert [one for read in reads for one in read.statements] == statements_of(passage(whole), summary(whole), whole)
    assert all(len(read.window.text) <= LONGEST for read in reads)
    check(reads)


def test_what_nobody_would_quote_is_read_along() -> None:
    """A short heading before the first statement stands in the window; a page of fields before it does not."""
    (short,) = windows(f"（三）议事\n{SENTENCE}")
    assert short.window.text.startswith("（三）议事")
    (long,) = windows(f"{'填表说明' * LEAD}\n{SENTENCE}")
    assert long.window.text == SENTENCE


def test_nothing_to_say_is_nothing_to_read() -> None:
    """A passage of headings has no window."""
    assert windows("第二章 组织设置") == []


WORDS = st.text("黨党支部會议工作乾干后後里裏发發表錶0123456789,，“”《》 ", min_size=1, max_size=60)
ENDS = st.sampled_from(["。", "！", "？", "；", "。\n", "\n", "：", ".", ""])


@given(st.lists(st.tuples(WORDS, ENDS), min_size=1, max_size=40), st.integers(0, 30))
def test_whatever_a_passage_holds_the_spans_are_its_statements(pieces: list[tuple[str, str]], start: int) -> None:
    """Random sentences in both scripts, with marks anywhere: the spans hold what could be said, all of it, in order."""
    whole = document("".join(words + end for words, end in pieces))
    own = passage(whole, start=min(start, len(whole.text)))
    reads = windows_of(own, summary(whole), whole)
    check(reads)
    assert [one for read in reads for one in read.statements] == statements_of(own, summary(whole), whole)
