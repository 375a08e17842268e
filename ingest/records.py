"""Lists of cases as tables: which row names the columns, which column names the record; and such lists in CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.edited_text import Edit, EditedText

_NAMES = re.compile(r"案例名称|案例题目|名称|标题|题目|题名|案例|项目|事项|主题")
_LONGEST_NAME, _LONGEST_HEADER = 12, 2000
_SENTENCE = re.compile(r"[。；！？]")
_FEWEST_ROWS = 3
_DELIMITERS = ",\t;"
_SERIAL = re.compile(r"序号|编号|No\.?", re.IGNORECASE)
_NAMELESS = re.compile(r"Unnamed: ?\d+(?:_level_\d+)?|None|nan|NaN|index")
"""What programs that write tables call a column without a name."""

_ROWS_NUMBER = "序号"
"""What a first column without a name is called: tables of other programs number their rows there."""


class _Cell(NamedTuple):
    """A value with the span of the text that writes it, quotes included and delimiter excluded."""

    value: str
    start: int
    end: int


def is_header(row: Sequence[str]) -> bool:
    """Tell the row that names the columns: two or more short, different names, no figures, no sentences.

    The first column may have no name, as where a program has numbered the rows.
    """
    names = [printed_name(name) for name in row]
    if names and not names[0] and all(names[1:3]):
        names = names[1:]
    while names and not names[-1]:
        names.pop()
    return (
        len(names) > 1
        and all(names)
        and len(set(names)) == len(names)
        and all(len(name) <= _LONGEST_NAME and not _SENTENCE.search(name) and not name.isdigit() for name in names)
    )


def printed_name(name: str) -> str:
    """Return what people call a column: nothing for a name that a program made up."""
    return "" if _NAMELESS.fullmatch(name.strip()) else name.strip()


def heading_column(header: Sequence[str]) -> int:
    """Return the index of the column that names a record: 名称, 标题 …, else the first that is no serial number."""
    for index, name in enumerate(header):
        if names_record(name):
            return index
    return next((index for index, name in enumerate(header) if not _SERIAL.search(name)), 0)


def unnamed(column: int, values: Sequence[str]) -> str:
    """Return what to call a column without a name: the numbers of its rows, or its place."""
    return _ROWS_NUMBER if all(value.isdigit() for value in values if value) else f"第{column + 1}列"


def names_record(name: str) -> bool:
    """Tell a column of names from one that says more of a record, as its unit."""
    return _NAMES.search(name) is not None and _SERIAL.search(name) is None


def is_text_table(text: str) -> bool:
    """Tell a list in CSV from prose: every row has as many values as its header names."""
    return any(_table(text, delimiter) is not None for delimiter in _DELIMITERS)


def write_records(edited: EditedText) -> EditedText:
    r"""Write each row of a CSV list as `column：value` lines under a heading, with receipts; the values are kept.

    Example:
        名称,单位\n晨读,甲支部\n -> ## 晨读\n单位：甲支部\n
    """
    tables = (_table(edited.text, delimiter) for delimiter in _DELIMITERS)
    rows = next((table for table in tables if table is not None), None)
    return edited if rows is None else edited.apply("record", _changes(rows, edited.text))


def _table(text: str, delimiter: str) -> list[list[_Cell]] | None:
    """Return the cells of a text that is a table throughout, else None."""
    line = text.partition("\n")[0]
    first = next(csv.reader([line], delimiter=delimiter), []) if len(line) <= _LONGEST_HEADER else []
    if not is_header(first):
        return None
    rows = list(_rows(text, delimiter))
    fits = len(rows) >= _FEWEST_ROWS and all(len(row) == len(first) for row in rows)
    return rows if fits else None


def _rows(text: str, delimiter: str) -> Iterator[list[_Cell]]:
    """Yield the rows with their spans, as RFC 4180 writes them."""
    value = re.compile(rf'"((?:[^"]|"")*)"(?=[{delimiter}\n]|\Z)|([^{delimiter}\n]*)')
    position, row = 0, list[_Cell]()
    while position < len(text):
        match = value.match(text, position)
        if match is None:  # pragma: no cover - the second choice matches anywhere
            return
        quoted = match[1]
        row.append(_Cell(match[2] if quoted is None else quoted.replace('""', '"'), *match.span()))
        position = match.end() + 1
        if match.end() >= len(text) or text[match.end()] == "\n":
            if any(cell.value.strip() for cell in row):
                yield row
            row = []


def _changes(rows: Sequence[Sequence[_Cell]], text: str) -> Iterator[Edit]:
    """Yield what turns the rows into records; the order of the values stays, so that each keeps its place."""
    header = [printed_name(cell.value) for cell in rows[0]]
    header[0] = header[0] or unnamed(0, [row[0].value for row in rows[1:]])
    named = heading_column(header)
    yield Edit(0, rows[1][0].start, _opening(rows[1], header, named))
    for row, following in zip(rows[1:], [*rows[2:], None], strict=True):
        for cell in row:
            yield from _unquoted(cell, text)
        for column, (cell, after) in enumerate(pairwise(row), start=1):
            yield Edit(cell.end, after.start, f"\n{header[column]}：")
        if following is not None:
            yield Edit(row[-1].end, following[0].start, "\n\n" + _opening(following, header, named))


def _opening(row: Sequence[_Cell], header: Sequence[str], named: int) -> str:
    """Return the heading of a record and the name of its first column; a first value that names it is the heading."""
    return "## " if named == 0 else f"## {' '.join(row[named].value.split())}\n{header[0]}："


def _unquoted(cell: _Cell, text: str) -> Iterator[Edit]:
    written = text[cell.start : cell.end]
    if written.startswith('"') and cell.value != written:
        value = " ".join(cell.value.split())
        if value == written[1:-1]:
            yield Edit(cell.start, cell.start + 1)
            yield Edit(cell.end - 1, cell.end)
        else:
            yield Edit(cell.start, cell.end, value)
