"""Where a practice is at home: the place in a unit's name, and the name with its place where the text has it so."""

from __future__ import annotations

import re

from knowledge.lexicon.reader import lexicon_lines
from knowledge.tokens import fold, fold_with_offsets

Span = tuple[int, int]

_KNOWN = (
    rf"(?:{'|'.join(lexicon_lines('places.txt'))})"
    r"(?!银行|大学|商会|[东南西北中]?[一二三四五六]?路(?!桥)|街(?!道)|精神|时期)"
)
"""A well-known place that is not part of another name: 江西路, 江苏银行, 延安精神."""

_PLACE = re.compile(
    rf"(?:国家税务总局|国网)?(?P<place>(?:{_KNOWN}(?:省|自治区)?)?(?:[\u4e00-\u9fff]{{2,4}}?[市州盟](?![场民政委直]))?"
    r"(?:[\u4e00-\u9fff]{1,4}?[区县旗](?!委))?)"
)
_WELL_KNOWN = re.compile(_KNOWN)
_BEFORE = re.compile(
    rf"(?:{_KNOWN}(?:省|自治区|市)?(?:[\u4e00-\u9fff]{{1,4}}?[市州盟])?|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{{2,3}}[市州县区])"
    r"(?:[\u4e00-\u9fff]{1,4}?[区县旗市])?(?:[\u4e00-\u9fff]{1,4}?(?:街道|镇|乡))?$"
)
_HEAD = 300
_LONGEST = 16
"""Characters of the places before a unit's name."""


def place_in(text: str, unit: Span | None) -> Span | None:
    """Return the place that stands in a unit's name, or else the first well-known one at the head of the text.

    Args:
        text: Of the document.
        unit: Where the unit's name stands in it.
    """
    name, offsets = fold_with_offsets(text[unit[0] : unit[1]]) if unit else ("", [])
    found = _PLACE.match(name)
    if unit and found and found["place"]:
        first, last = found.span("place")
        return unit[0] + offsets[first], unit[0] + offsets[last - 1] + 1
    head, offsets = fold_with_offsets(text[:_HEAD])
    known = _WELL_KNOWN.search(head)
    return (offsets[known.start()], offsets[known.end() - 1] + 1) if known else None


def with_place(text: str, unit: Span) -> Span:
    """Return where a unit's name stands with its place before it, 四川省民政厅 for 民政厅; else the span given."""
    name = text[unit[0] : unit[1]]
    best, at = unit, text.find(name)
    while at >= 0:
        before = _BEFORE.search(fold(text[max(at - _LONGEST, 0) : at]))
        start = at - len(before.group()) if before else at
        best = max(best, (start, at + len(name)), key=lambda span: span[1] - span[0])
        at = text.find(name, at + 1)
    return best
