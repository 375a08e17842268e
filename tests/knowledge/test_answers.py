"""Tests of replies and of the drafts before them."""

from __future__ import annotations

import threading

import pytest

from knowledge.answerer import line_by_line
from knowledge.answers import Answer, Citation, Draft, Notice, finished
from tests.builders import document, summary

WHOLE = document("先立账。再销号。")


def answer() -> Answer:
    citations = [
        Citation(
            marker=marker,
            passage_id="p1",
            document=summary(WHOLE),
            locator="",
            quote=WHOLE.text[start:end],
            quote_start=start,
            source=WHOLE.source_of(start, end),
        )
        for marker, (start, end) in enumerate([(0, 4), (4, 8)], start=1)
    ]
    text = "先立账。[1]\n· 再销号。[2]"
    return Answer(question="怎么办", standalone_question="怎么办", text=text, citations=tuple(citations))


def test_each_draft_begins_with_the_one_before() -> None:
    """What was shown is never taken back: the answer begins with the last draft."""
    *drafts, reply = line_by_line(answer(), None)
    texts = [piece.text for piece in drafts]
    assert texts == ["先立账。[1]", "先立账。[1]\n· 再销号。[2]"]
    assert reply == answer()


def test_stopping_keeps_what_was_shown() -> None:
    """A stopped answer is what was shown, with the sources of that and no others."""
    stop = threading.Event()
    pieces = line_by_line(answer(), stop)
    shown = next(pieces)
    stop.set()
    reply = finished(pieces)
    assert isinstance(shown, Draft)
    assert isinstance(reply, Answer)
    assert (reply.text, [one.marker for one in reply.citations]) == (shown.text, [1])


def test_stopping_before_anything_was_shown_says_so() -> None:
    """There is no answer without a source, not even a stopped one."""
    stop = threading.Event()
    stop.set()
    assert isinstance(finished(line_by_line(answer(), stop)), Notice)


def test_progress_without_a_reply_is_an_error() -> None:
    """Whoever reads an answer to its end gets a reply."""
    with pytest.raises(ValueError, match="without a reply"):
        finished(iter([Draft(text="一半")]))
