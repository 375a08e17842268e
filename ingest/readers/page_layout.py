"""The lines of a printed page in reading order, from where its characters stand: columns, tables, vertical text.

The file's own order is that of whoever drew the page. Only places tell whether two words of one height are one line.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ingest.markers import ITEM
from ingest.readers.page_runs import SAME_LINE, WORD_GAP, Glyph, PageRun, Row, is_vertical, runs_of, turned, vertical

_GUTTER, _FEWEST_ROWS, _FULL, _FULL_SHARE, _LEAST_SHARE, _NARROWEST = 0.8, 4, 2.0, 0.5, 0.3, 6
"""Two columns: a gap of 0.8 characters over four rows or more; half of the lines on one side, and 30% on the other, as
wide as the column, give or take two characters, and it six characters at least."""

_MARK = re.compile("[，。；、]")
_ENDED = re.compile("[。！？：]$")
_TELLING, _STEP = 18, 2.2
"""Characters: narrower columns are put together here, for of wider ones the number of characters in a line tells which
were wrapped. Of the size: lines further apart are no lines of one paragraph."""


_SHOWN_INDENT, _WIDEST_INDENT = 1.2, 20
_CELL_GAP = "   "
"""What parts the cells of a row: more than a text has between two words."""

_FEWEST_CELLS = 3


class Layout(NamedTuple):
    """A page read: its lines, and the words that are printed askew across them."""

    lines: tuple[str, ...]
    askew: tuple[str, ...]


def lay_out_page(glyphs: Sequence[Glyph]) -> Layout:
    """Return the lines of a page, indents written as full-width spaces."""
    upright, askew = turned(glyphs)
    if is_vertical(upright):
        return Layout(tuple(vertical(upright)), askew)
    lines = list[str]()
    for part, is_column in _in_order(_rows(list(runs_of(upright)))):
        rows = _with_wrapped_cells(part)
        narrow = is_column and _width(rows) < _TELLING * _usual_size(rows)
        headline = rows[:1] if narrow and not lines and not _MARK.search(rows[0][0].text) else []
        lines += [*_lines(headline), *_unwrapped(rows[len(headline) :])] if narrow else _lines(rows)
    return Layout(tuple(lines), askew)


def _rows(runs: Sequence[PageRun]) -> list[list[PageRun]]:
    """Return the runs of one height together, from top to bottom, each row from left to right."""
    rows: list[list[PageRun]] = []
    for run in sorted((each for each in runs if each.text.strip()), key=lambda each: -each.y):
        if rows and abs(rows[-1][0].y - run.y) < SAME_LINE * min(rows[-1][0].size, run.size):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda each: each.left) for row in rows]


def _in_order(rows: Sequence[Row], *, is_column: bool = False) -> Iterator[tuple[Sequence[Row], bool]]:
    """Yield the parts of a page in reading order: what goes over both columns, the left one, the right one.

    With each stands whether it is a column.
    """
    found = _gutter(rows)
    if found is None:
        if rows:
            yield rows, is_column
        return
    x, first, last = found
    band = rows[first:last]
    yield from _in_order(rows[:first], is_column=is_column)
    for left in (True, False):
        side = [[run for run in row if _lies(run, x, left)] for row in band]
        yield from _in_order([row for row in side if row], is_column=True)
    yield from _in_order(rows[last:], is_column=is_column)


def _gutter(rows: Sequence[Row]) -> tuple[float, int, int] | None:
    """Return where a page is set in two columns: the place of the gutter, the first row and the one behind the last."""
    size = _usual_size(rows)
    places = {
        round((one.right + other.left) / 2)
        for row in rows
        for one, other in pairwise(row)
        if other.left - one.right >= _GUTTER * size
    }
    found = [(parted, x, first, last) for x in places for parted, first, last in _bands(rows, x)]
    return next(
        (
            (x, first, last)
            for parted, x, first, last in sorted(found, reverse=True)
            if parted >= _FEWEST_ROWS and _are_columns(rows[first:last], x, size)
        ),
        None,
    )


def _bands(rows: Sequence[Row], x: float) -> Iterator[tuple[int, int, int]]:
    """Yield the stretches of rows in which nothing goes over a place, with how many have words on both sides."""
    first = parted = 0
    for index, row in enumerate([*rows, None]):
        if row is not None and not any(run.left < x < run.right for run in row):
            parted += row[0].right <= x <= row[-1].left
            continue
        if parted:
            yield parted, first, index
        first, parted = index + 1, 0


def _are_columns(band: Sequence[Row], x: float, size: float) -> bool:
    """Tell running text on both sides from a table, the cells of which end where they like or are no sentences."""
    sides = [[[run for run in row if _lies(run, x, side)] for row in band] for side in (True, False)]
    shares = [_full_share([row for row in side if row], size) for side in sides]
    return min(shares) >= _LEAST_SHARE and max(shares) >= _FULL_SHARE


def _lies(run: PageRun, x: float, left: bool) -> bool:  # noqa: FBT001  # a side
    return run.right <= x if left else run.left >= x


def _full_share(lines: Sequence[Row], size: float) -> float:
    """Return how many lines of a column reach its right edge; 0 if they are no running text."""
    if len(lines) < _FEWEST_ROWS or sum(map(len, lines)) > 2 * len(lines):
        return 0.0
    left, right = min(row[0].left for row in lines), max(row[-1].right for row in lines)
    marked = sum(any(_MARK.search(run.text) for run in row) for row in lines)
    if right - left < _NARROWEST * size or marked < _LEAST_SHARE * len(lines):
        return 0.0
    return sum(row[-1].right >= right - _FULL * size for row in lines) / len(lines)


def _usual_size(rows: Sequence[Row]) -> float:
    return median([run.size for row in rows for run in row]) if rows else 1.0


def _with_wrapped_cells(rows: Sequence[Row]) -> list[Row]:
    """Put the further lines of a wrapped cell into its cell: rows that have nothing in a table's first column."""
    centred = _centred(rows)
    around = {at for lines in centred.values() for at in lines}
    joined: list[Row] = []
    for index, row in enumerate(rows):
        if index in centred:
            above = [rows[at] for at in centred[index] if at < index]
            below = [rows[at] for at in centred[index] if at > index]
            joined.append(_merged([*above, row, *below], row))
        elif index in around:
            continue
        elif joined and _is_wrapped(rows, index, joined[-1]):
            joined[-1] = _merged([joined[-1], row], joined[-1])
        else:
            joined.append(row)
    return joined


def _centred(rows: Sequence[Row]) -> dict[int, list[int]]:
    """Return the rows of a table that have lines of wrapped cells above and below them at the same distances."""
    found: dict[int, list[int]] = {}
    for index, row in enumerate(rows):
        step = 1
        while len(row) >= _FEWEST_CELLS and index >= step and index + step < len(rows):
            above, below = rows[index - step], rows[index + step]
            off = above[0].y - row[0].y - (row[0].y - below[0].y)
            beside = all(run.left >= row[0].right and run.right <= row[-1].right for run in (*above, *below))
            paired = all(any(_overlap(run, other) for other in below) for run in above)
            if not (beside and paired and abs(off) < SAME_LINE * row[0].size and _near(rows, index - step)):
                break
            found[index] = [index - step, *found.get(index, []), index + step]
            step += 1
    return found


def _near(rows: Sequence[Row], index: int) -> bool:
    """Tell a line that is as near to the next one as lines of one cell are, and nearer than to the one before."""
    below = rows[index][0].y - rows[index + 1][0].y
    above = rows[index - 1][0].y - rows[index][0].y if index else math.inf
    return below < min(2 * rows[index][0].size, above)


def _merged(rows: Sequence[Row], anchor: Row) -> list[PageRun]:
    """Return a row of a table with the lines of its cells together, from top to bottom."""
    cells = list(anchor)
    for run in (run for row in rows if row is not anchor for run in row):
        if not any(_overlap(cell, run) for cell in cells):
            cells.append(run._replace(text=""))
    cells.sort(key=lambda cell: cell.left)
    texts = ["".join(run.text for row in rows for run in row if _overlap(cell, run)) for cell in cells]
    return [cell._replace(text=text) for cell, text in zip(cells, texts, strict=True)]


def _is_wrapped(rows: Sequence[Row], index: int, above: Sequence[PageRun]) -> bool:
    row = rows[index]
    if (
        len(above) < _FEWEST_CELLS
        or len(row) >= len(above)
        or _overlap(above[0], row[0])
        or row[0].left < above[0].right
    ):
        return False
    if not all(_is_below(above, run) for run in row):
        return False
    steps = [one[0].y - other[0].y for one, other in pairwise(rows[max(index - 2, 0) : index + 2])]
    step = steps[index - max(index - 2, 0) - 1]
    return step < 2 * row[0].size and all(step <= other + SAME_LINE * row[0].size for other in steps)


def _is_below(above: Sequence[PageRun], run: PageRun) -> bool:
    """Tell a line that lies below one cell alone and is set as that is."""
    cells = [cell for cell in above if _overlap(cell, run)]
    return len(cells) == 1 and abs(cells[0].size - run.size) < SAME_LINE / 2 * run.size


def _overlap(one: PageRun, other: PageRun) -> bool:
    return one.left < other.right and other.left < one.right


def _lines(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the rows as lines, cells apart, with the indent that shows where a paragraph begins."""
    size = _usual_size(rows)
    margins = Counter(round(row[0].left / size * 2) / 2 for row in rows)
    most = max(margins.values(), default=0)
    margin = min((left for left, count in margins.items() if count * 2 >= most), default=0.0) * size
    for row in rows:
        indent = (row[0].left - margin) / max(row[0].size, 1.0)
        spaces = "　" * min(round(indent), _WIDEST_INDENT) if indent >= _SHOWN_INDENT else ""
        yield spaces + _joined(row)


def _width(rows: Sequence[Row]) -> float:
    return max(row[-1].right for row in rows) - min(row[0].left for row in rows)


def _unwrapped(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the lines of a column, those joined that were wrapped: at the margin, below one that reaches the edge."""
    left, right = min(row[0].left for row in rows), max(row[-1].right for row in rows)
    paragraph, above = "", None
    for row, line in zip(rows, _lines(rows), strict=True):
        size = row[0].size
        wrapped = (
            above is not None
            and above[-1].right >= right - _FULL * size
            and row[0].left - left < SAME_LINE * size
            and above[0].y - row[0].y < _STEP * size
            and round(above[0].size) == round(size)
        )
        if wrapped and not (_ENDED.search(paragraph) or ITEM.match(line) or _CELL_GAP in paragraph + line):
            latin = paragraph[-1].isascii() and paragraph[-1].isalpha() and line[0].isascii()
            paragraph += " " * latin + line
        else:
            if paragraph:
                yield paragraph
            paragraph = line
        above = row
    if paragraph:
        yield paragraph


def _joined(row: Row) -> str:
    text = row[0].text.strip("\n")
    for one, other in pairwise(row):
        wide = other.left - one.right > 2 * max(one.size, other.size)
        touching = other.left - one.right < WORD_GAP * one.size
        text = (
            text.rstrip()
            + ("" if touching else _CELL_GAP if wide or len(row) >= _FEWEST_CELLS else " ")
            + other.text.lstrip()
        )
    return text.rstrip()
