"""Reports that tell of several units one after the other, each under a heading that names it: 案例二 乙村党支部."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.cards.sentences import Sentence
from ingest.cards.units import headed_by, is_name
from knowledge.tokens import fold_with_offsets

_HEAD = re.compile(
    r"^[ \t　#]*(?:(?P<case>(?:典型)?(?:案例|实例)\s*[一二三四五六七八九十\d]{1,3})|[一二三四五六七八九十]{1,3}、|"
    r"[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．])[、:：.．\s]*(?P<head>[^\n。；]{4,60})$",
    re.MULTILINE,
)
_FEWEST = 2
"""Headings with a unit that make a collection."""


class ToldReport(NamedTuple):
    """One of the reports."""

    unit: tuple[int, int] | None
    """Where the heading names it."""

    sentences: tuple[Sentence, ...]


def collected(text: str, read: Sequence[Sentence]) -> list[ToldReport]:
    """Return the reports of a collection; none where the text is no collection.

    Args:
        text: Of the document.
        read: Its sentences.
    """
    heads = [(match.start(), match.end(), _named(match)) for match in _HEAD.finditer(text)]
    cases = [match["case"] is not None for match in _HEAD.finditer(text)]
    kept = [head for head, case in zip(heads, cases, strict=True) if case or head[2]]
    if sum(head[2] is not None for head in kept) < _FEWEST:
        return []
    bounds = [start for start, _, _ in kept[1:]] + [len(text)]
    return [
        ToldReport(unit, tuple(one._replace(role=one.by_rules) for one in read if end <= one.start < bound))
        for (_, end, unit), bound in zip(kept, bounds, strict=True)
    ]


def _named(match: re.Match[str]) -> tuple[int, int] | None:
    """Return where a heading names a unit: before its colon, or all of it."""
    head, offsets = fold_with_offsets(match["head"].rstrip())
    name = headed_by(head) or (head if is_name(head) else None)
    start = match.start("head")
    return (start, start + offsets[len(name) - 1] + 1) if name else None
