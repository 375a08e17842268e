"""The characters of a printed page and the runs that they make, on pages turned or set from top to bottom as well."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.readers.extraction import raised

SAME_LINE, _RAISED, _SMALL = 0.4, 0.2, 0.8
"""Of the size: baselines this near are one line; a smaller character this far above is a power or a note."""

_BACK, _APART, WORD_GAP = 0.6, 1.0, 0.25
"""Of the size: a step back, or a gap, that begins another run; a gap between Latin words."""

_FEWEST_STEPS, _VERTICAL_SHARE = 4, 0.6
"""Characters that stand below the one before, and their share, from which a page is set from top to bottom."""

_LONGEST_STACK = 20
"""Characters; columns of more are those of the text."""

_GOES_ON = re.compile("[，、；。].*[^。！？：]$|[，、；]$")
_TURNED = math.radians(10)


class Glyph(NamedTuple):
    """A character, its box and the point at which it stands on its line, in points from the page's lower left."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    x: float
    y: float
    angle: float
    """Radians."""


class PageRun(NamedTuple):
    """Characters beside one another."""

    text: str
    left: float
    right: float
    y: float
    size: float


Row = Sequence[PageRun]


def turned(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], tuple[str, ...]]:
    """Turn a page so that most of it stands upright; set apart what then stands askew."""
    quarters = Counter(round(glyph.angle / (math.pi / 2)) % 4 for glyph in glyphs if glyph.text.strip())
    main = quarters.most_common(1)[0][0] if quarters else 0
    upright, askew, last = list[Glyph](), list[str](), 0
    for index, glyph in enumerate(glyphs):
        off = (glyph.angle - main * math.pi / 2 + math.pi) % (2 * math.pi) - math.pi
        if abs(off) <= _TURNED:
            upright.append(_rotated(glyph, main))
        elif askew and last == index - 1:
            askew[-1] += glyph.text
            last = index
        else:
            askew.append(glyph.text)
            last = index
    return upright, tuple(words.strip() for words in askew if words.strip())


def _rotated(glyph: Glyph, quarters: int) -> Glyph:
    for _ in range(quarters):
        glyph = Glyph(glyph.text, glyph.bottom, glyph.top, -glyph.right, -glyph.left, glyph.y, -glyph.x, 0)
    return glyph


def _size(glyph: Glyph) -> float:
    """Return how large a character is set: a Chinese one is as wide as it is high."""
    width = glyph.right - glyph.left
    return width if glyph.text >= "\u2e80" and width > 0 else max(glyph.top - glyph.bottom, width, 1.0)


def is_vertical(glyphs: Sequence[Glyph]) -> bool:
    """Tell a page on which one character stands below the other."""
    written = [glyph for glyph in glyphs if glyph.text.strip()]
    steps = Counter[bool]()
    for one, other in pairwise(written):
        size = _size(one)
        below = abs(other.x - one.x) < 0.5 * size and 0.5 * size < one.y - other.y < 2.5 * size
        beside = abs(other.y - one.y) < 0.5 * size
        if below or beside:
            steps[below] += 1
    return steps[True] > _VERTICAL_SHARE * steps.total() and steps[True] >= _FEWEST_STEPS


def vertical(glyphs: Sequence[Glyph]) -> Iterator[str]:
    """Yield the columns of a vertical text from right to left; a full one goes on in the next, unless it is a title."""
    columns: list[list[Glyph]] = []
    for glyph in sorted((each for each in glyphs if each.text.strip()), key=lambda each: -each.x):
        if columns and abs(columns[-1][0].x - glyph.x) < 0.5 * _size(glyph):
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    columns = [sorted(column, key=lambda each: -each.y) for column in columns]
    head, foot = max(column[0].y for column in columns), min(column[-1].y for column in columns)
    paragraph, was_full = "", False
    for column in columns:
        words, size = "".join(glyph.text for glyph in column), _size(column[0])
        if was_full and head - column[0].y < 0.5 * size and _GOES_ON.search(paragraph):
            paragraph += words
        else:
            if paragraph:
                yield paragraph
            paragraph = words
        was_full = column[-1].y - foot < _APART * size
    yield paragraph


def stacked(glyphs: Sequence[Glyph]) -> Iterator[str]:
    """Yield the words that stand by themselves from top to bottom beside other text, as in a margin."""
    columns: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        if glyph.text.strip():
            columns.setdefault(round(glyph.x), []).append(glyph)
    for column in columns.values():
        if 1 < len(column) <= _LONGEST_STACK:
            yield "".join(glyph.text for glyph in sorted(column, key=lambda each: -each.y))


def runs_of(glyphs: Sequence[Glyph]) -> Iterator[PageRun]:
    """Yield the characters that the file draws beside one another, as one each."""
    pieces, begun, last = list[str](), None, None
    for glyph in glyphs:
        if last is not None and begun is not None and _goes_on(begun, last, glyph):
            pieces.append(" " if _is_parted(last, glyph) else "")
            pieces.append(raised(glyph.text) if _is_raised(begun, glyph) else glyph.text)
        else:
            if begun is not None and last is not None:
                yield _run(pieces, begun, last)
            pieces, begun = [glyph.text], glyph
        last = glyph
    if begun is not None and last is not None:
        yield _run(pieces, begun, last)


def _is_parted(last: Glyph, glyph: Glyph) -> bool:
    """Tell a gap that stands for a space: between Latin words a narrow one is enough."""
    if last.text.isspace() or glyph.text.isspace():
        return False
    latin = last.text.isascii() and glyph.text.isascii()
    return glyph.left - last.right > WORD_GAP * _size(last) * (1 if latin else 2)


def _run(pieces: Sequence[str], begun: Glyph, last: Glyph) -> PageRun:
    return PageRun("".join(pieces), begun.left, max(last.right, begun.right), begun.y, _size(begun))


def _goes_on(begun: Glyph, last: Glyph, glyph: Glyph) -> bool:
    size = max(_size(begun), _size(last))
    level = abs(glyph.y - begun.y) < SAME_LINE * size or _is_raised(begun, glyph)
    return level and -_BACK * size < glyph.left - last.right < _APART * size


def _is_raised(begun: Glyph, glyph: Glyph) -> bool:
    size = _size(begun)
    higher = _RAISED * size < glyph.y - begun.y < size
    return higher and glyph.text.isdigit() and (glyph.top - glyph.bottom) < _SMALL * (begun.top - begun.bottom)
