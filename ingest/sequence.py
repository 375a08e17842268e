"""Whether articles and headings count on: which numbers are missing, which stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.markers import NUMERAL
from knowledge.documents import Heading
from knowledge.numerals import number_of, printed

_ARTICLE = re.compile(rf"第({NUMERAL}+|\d{{1,4}})条(?:之({NUMERAL}+))?")
_HEADING = re.compile(rf"(?P<first>{NUMERAL}{{1,3}})[、.．]|[（(](?P<second>{NUMERAL}{{1,3}})[)）]")
"""一、 or （一）."""

_FEWEST = 3
"""Articles that make rules."""

_WIDE_GAP = 20
"""Missing numbers from which the text is an excerpt rather than one with holes."""

_LISTED = 5


class Irregularity(NamedTuple):
    """What is odd about the sequence, and where in the text."""

    code: str
    message: str
    start: int


def article_number(heading: str) -> tuple[int, int] | None:
    """Return the number of 第X条 and of its 之Y (0 without one), or None if a heading is no article."""
    match = _ARTICLE.match(heading)
    return (number_of(match[1]), number_of(match[2]) if match[2] else 0) if match else None


def irregularities(outline: Sequence[Heading]) -> list[Irregularity]:
    """Return gaps and repeats of the articles, in order; a sequence that begins at one again is another text's."""
    found = [(number, each.start) for each in outline if (number := article_number(each.heading)) is not None]
    return list(_examined(found)) if len(found) >= _FEWEST else []


def repeated_headings(outline: Sequence[Heading]) -> list[Irregularity]:
    """Return the headings 一、 and （一） that have the number of the one before them, which is a slip."""
    found = []
    last: dict[str, int] = {}
    for each in outline:
        match = _HEADING.match(each.heading)
        if match is None:
            continue
        depth = "first" if match["first"] else "second"
        number = number_of(match[depth])
        if number > 1 and last.get(depth) == number:
            found.append(Irregularity("disordered_heading", f"标题序号“{match.group()}”重复。", each.start))
        last[depth] = number
        if depth == "first":
            last.pop("second", None)
    return found


def _examined(found: Sequence[tuple[tuple[int, int], int]]) -> Iterator[Irregularity]:
    last, seen = 0, set[tuple[int, int]]()
    for number, start in found:
        article = number[0]
        if number == (1, 0) and last > 1:
            seen.clear()
        elif number in seen:
            yield Irregularity("repeated_article", f"{_name(number)}重复。", start)
        elif article > last + 1:
            yield Irregularity("missing_article", _missing(last + 1, article - 1), start)
        elif article < last:
            yield Irregularity("disordered_article", f"{_name(number)}的次序不对，排在第{printed(last)}条之后。", start)
        seen.add(number)
        last = article


def _missing(first: int, last: int) -> str:
    if last - first >= _WIDE_GAP:
        return f"第{printed(first)}条至第{printed(last)}条不在文中，可能只是节选。"
    names = [f"第{printed(number)}条" for number in range(first, last + 1)]
    listed = "、".join(names[:_LISTED])
    return f"缺{listed}。" if len(names) <= _LISTED else f"缺{listed}等{len(names)}条。"


def _name(number: tuple[int, int]) -> str:
    return f"第{printed(number[0])}条" + (f"之{printed(number[1])}" if number[1] else "")
