"""Tables of a sheet as lines: which row names the columns, where one table ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.records import heading_column, is_header, names_record, printed_name, unnamed

_HEADER_ROWS = 6
_NAMES = re.compile(
    r"序号|编号|名称|单位|支部|姓名|时间|日期|项目|内容|类别|数量|人数|备注|地点|责任|事项|任务|指标|分值|做法|成效|合计|电话"
)
"""What columns are called; a row of values that is short too has none of it, or one at most."""

Covered = Mapping[tuple[int, int], str]
"""By row and column: the value of the cell above with which one is merged."""


class _Part(NamedTuple):
    """Rows of one table, each with its number in the sheet."""

    rows: Sequence[tuple[int, Sequence[str]]]
    columns: range


def record_lines(rows: Sequence[Sequence[str]], covered: Covered) -> Iterable[str]:
    """Yield the lines of a sheet: for each of its tables the records, or, without a header, the rows as they are."""
    for part in _parts(rows):
        yield from _table_lines(part, covered)


def _parts(rows: Sequence[Sequence[str]]) -> Iterator[_Part]:
    """Part the tables of a sheet: those below one another by empty rows, those beside one another by empty columns."""
    tables: list[list[tuple[int, Sequence[str]]]] = [[]]
    for block in _blocks(rows):
        above = next((row for _, row in tables[-1] if is_header(row)), None)
        if tables[-1] and (above is None or _begins_table([row for _, row in block], above)):
            tables.append([])
        tables[-1] += block
    for table in tables:
        yield from (_Part(table, columns) for columns in _columns([row for _, row in table]))


def _blocks(rows: Sequence[Sequence[str]]) -> Iterator[list[tuple[int, Sequence[str]]]]:
    bounds = [-1, *(number for number, row in enumerate(rows) if not row), len(rows)]
    for before, after in pairwise(bounds):
        if after - before > 1:
            yield [(number, rows[number]) for number in range(before + 1, after)]


def _begins_table(block: Sequence[Sequence[str]], above: Sequence[str]) -> bool:
    """Tell a new table below an empty row from a list that goes on: it has a header, or a row that names it."""
    titled = len(block) > 2 and sum(map(bool, block[0])) == 1  # noqa: PLR2004  # a name, a header, a row
    header = next((row for row in block[: _HEADER_ROWS // 2] if is_header(row)), None)
    if header is None:
        return False
    named = sum(_NAMES.search(name) is not None for name in header)
    places = [index for index, name in enumerate(header) if name]
    return titled or named > 1 or list(header) == list(above) or places != [i for i, name in enumerate(above) if name]


def _columns(rows: Sequence[Sequence[str]]) -> list[range]:
    """Return the stretches of columns that stand apart, each two columns wide or more; else the whole as one."""
    width = max(map(len, rows), default=0)
    filled = [
        any(column < len(row) and row[column] for row in rows if sum(map(bool, row)) > 1) for column in range(width)
    ]
    gaps = [-1, *(column for column, full in enumerate(filled) if not full), width]
    stretches = [range(before + 1, after) for before, after in pairwise(gaps) if after - before > 1]
    wide = len(stretches) > 1 and all(len(each) > 1 for each in stretches)
    headed = wide and all(
        any(is_header(row[each.start : each.stop]) for row in rows[:_HEADER_ROWS]) for each in stretches
    )
    return stretches if headed else [range(width)]


def _table_lines(part: _Part, covered: Covered) -> Iterator[str]:
    columns = part.columns
    rows = [[*row, *[""] * (columns.stop - len(row))][columns.start : columns.stop] for _, row in part.rows]
    numbers = [number for number, _ in part.rows]
    found = _header(rows[:_HEADER_ROWS], rows)
    whole = [
        [value or covered.get((number, columns.start + at), "") for at, value in enumerate(row)]
        for number, row in zip(numbers, rows, strict=True)
    ]
    if found is None:
        yield from (" | ".join(row).rstrip(" |") for row in whole if any(row))
        return
    begin, header = found
    yield from (
        " ".join(value for value in row if value) for row in rows[: begin - (header != rows[begin] and begin > 0)]
    )
    named = heading_column(header)
    for row in whole[begin + 1 :]:
        if any(row):
            yield f"## {row[named] or next(value for value in row if value)}"
            yield from (
                f"{name}：{value}"
                for column, (name, value) in enumerate(zip(header, row, strict=True))
                if value and name and (column != named or not names_record(name))
            )
            yield ""


def _header(rows: Sequence[Sequence[str]], table: Sequence[Sequence[str]]) -> tuple[int, list[str]] | None:
    """Return the last row of the header and the columns' names; merged cells make a header of two rows."""
    for index, row in enumerate(rows):
        if is_header(row):
            return index, _named(row, table[index + 1 :])
        merged = _merged(rows[index - 1], row) if index else []
        if is_header(merged):
            return index, merged
    return None


def _named(header: Sequence[str], below: Sequence[Sequence[str]]) -> list[str]:
    """Return the names of all columns that hold a value, those without one by their place."""
    return [
        printed_name(name)
        or (unnamed(column, [row[column] for row in below]) if any(row[column] for row in below) else "")
        for column, name in enumerate(header)
    ]


def _merged(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Return the names of columns under a header of two rows, 做法（组织）; nothing if the second row is none of it."""
    size = max(len(above), len(below))
    top, bottom = ([*row, *[""] * (size - len(row))] for row in (above, below))
    names, spanned = list[str](), False
    for column in range(size):
        widens = not top[column] or (column + 1 < size and not top[column + 1])
        if bool(bottom[column]) != widens:
            return []
        spanned |= widens
        name = top[column] or (names[-1].partition("（")[0] if names else "")
        names.append(f"{name}（{bottom[column]}）" if widens else name)
    return names if spanned else []
