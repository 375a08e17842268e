"""Rows of a sheet as people see them, whatever program keeps it: hidden cells out, merged ones once, empty rows few."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ingest.readers.extraction import TextBuilder
from ingest.readers.sheet_shape import Shape
from ingest.readers.tables import record_lines

MOST_ROWS = 20_000
TOO_MANY_ROWS = f"每张表只读取前{MOST_ROWS}行，其余未入库，请拆分后再导入。"
EMPTY_ROWS = 200
"""After so many empty rows a sheet has ended, wherever its last cell stands."""

MOST_COLUMNS = 60


class Sheet(NamedTuple):
    """A sheet as it was read."""

    name: str
    rows: Sequence[Sequence[str]]
    """Without what is hidden; an empty row stands where one or more were empty."""

    covered: Mapping[tuple[int, int], str]
    """By row and column of `rows`: the value of the cell above with which one is merged."""

    unseen: Sequence[str]
    """Words of what is hidden."""

    shape: Shape
    cut: bool


NO_END = 16_000
"""Columns; a stretch that reaches the end of a sheet hides what is not used."""


def text_of_sheets(sheets: Sequence[Sheet]) -> str:
    """Return the records of all sheets; where several are written, each under its name."""
    built = TextBuilder()
    written = [sheet for sheet in sheets if sheet.rows]
    for sheet in written:
        if len(written) > 1:
            built.add(f"## {sheet.name}")
        for line in record_lines(sheet.rows, sheet.covered):
            built.add(line)
    return built.text


def read_rows(name: str, cells: Iterable[Sequence[str]], shape: Shape) -> Sheet:
    """Read a sheet, without what is hidden, as far as it says something.

    Args:
        name: What the sheet is called.
        cells: Its rows, as people see them, from the first row and column on.
        shape: What is merged and hidden.
    """
    downwards = {
        (column, row): (column, first) for column, first, _, last in shape.merged for row in range(first + 1, last + 1)
    }
    kept = [column for column in range(1, MOST_COLUMNS + 1) if not shape.hides_column(column)]
    origins: dict[tuple[int, int], str] = {}
    rows, covered, unseen, empty = list[list[str]](), dict[tuple[int, int], str](), list[str](), 0
    for number, row in enumerate(cells, start=1):
        values = row[:MOST_COLUMNS]
        for column in _merged_columns(shape):
            origins[column, number] = values[column - 1] if column <= len(values) else ""
        if number in shape.hidden_rows:
            unseen += values
            continue
        visible = [values[column - 1] if column <= len(values) else "" for column in kept]
        unseen += [value for column, value in enumerate(values, start=1) if shape.hides_column(column)]
        below = {
            at: origins.get(downwards[column, number], "")
            for at, column in enumerate(kept)
            if (column, number) in downwards
        }
        if any(visible) or any(below.values()):
            empty = 0
            covered |= {(len(rows), at): value for at, value in below.items()}
            rows.append(_trimmed(visible))
        elif rows and not empty:
            rows.append([])
            empty = 1
        else:
            empty += 1
        if empty > EMPTY_ROWS or len(rows) >= MOST_ROWS:
            break
    while rows and not rows[-1]:
        rows.pop()
    return Sheet(name, rows, covered, [value for value in unseen if value], shape, len(rows) >= MOST_ROWS)


def _trimmed(row: Sequence[str]) -> list[str]:
    """Return a row without the empty cells at its end."""
    return list(row[: max((at for at, value in enumerate(row, start=1) if value), default=1)])


def _merged_columns(shape: Shape) -> set[int]:
    return {column for column, first, _, last in shape.merged if last > first and column <= MOST_COLUMNS}
