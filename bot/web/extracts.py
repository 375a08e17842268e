"""A quotation in its document: the words before it, its own, and those after. Pure."""

from __future__ import annotations

from typing import NamedTuple

AROUND = 700
"""Characters on each side, more or less: to the next end of a line."""

SLACK = 200
"""Characters that an end of a line may be further away."""


class QuotedStretch(NamedTuple):
    """Part of a document with the quotation in it."""

    before: str
    quoted: str
    after: str
    cut_before: bool
    """Whether there is more of the document before it."""

    cut_after: bool


def around(text: str, start: int, end: int) -> QuotedStretch:
    """Return the surroundings of `text[start:end]`, cut at ends of lines where some are near.

    Args:
        text: Of the document.
        start: Where the quotation begins, 0 ≤ start ≤ end.
        end: Where it ends, at most the length of the text.
    """
    first = max(start - AROUND, 0)
    if first and (line := text.rfind("\n", max(first - SLACK, 0), first)) >= 0:
        first = line + 1
    last = min(end + AROUND, len(text))
    if last < len(text) and (line := text.find("\n", last, last + SLACK)) >= 0:
        last = line
    return QuotedStretch(text[first:start], text[start:end], text[end:last], first > 0, last < len(text))


def place_of(text: str, quote: str, expected: int) -> tuple[int, int] | None:
    """Return where a quotation stands; its own place comes first, as words can occur twice. None where it is gone."""
    start = expected if text.startswith(quote, expected) and expected >= 0 else text.find(quote)
    return (start, start + len(quote)) if start >= 0 and quote else None
