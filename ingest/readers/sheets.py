"""Excel lists: one record a row, written as `column：value` lines under a heading."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from ingest.readers.extraction import Extraction, TextBuilder
from ingest.readers.packages import unreadable
from ingest.records import heading_column, is_header
from knowledge.documents import Problem, Severity

MOST_ROWS = 20_000
EMPTY_ROWS = 200
"""After so many empty rows a sheet has ended, wherever its last cell stands."""

MOST_COLUMNS = 60
_HEADER_ROWS = 6


def read_sheets(data: bytes) -> Extraction:
    """Return the rows of every sheet; formulas count with the value that was last stored.

    Raises:
        UnreadableError: The workbook is damaged.
    """
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = [(sheet.title, list(_rows(sheet))) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, ParseError) as error:
        raise unreadable("damaged", "表格不完整或已损坏，请用办公软件打开另存后再导入。") from error
    built = TextBuilder()
    written = [(name, rows) for name, rows in sheets if rows]
    for name, rows in written:
        if len(written) > 1:
            built.add(f"## {name}")
        for line in record_lines(rows):
            built.add(line)
    cut = any(len(rows) >= MOST_ROWS for _, rows in sheets)
    message = f"每张表只读取前{MOST_ROWS}行，其余未入库，请拆分后再导入。"
    problems = (Problem(code="too_many_rows", severity=Severity.WARNING, message=message),) if cut else ()
    return Extraction(format="xlsx", text=built.text, problems=problems, is_table=True)


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[list[str]]:
    """Yield the rows that say something."""
    sheet.reset_dimensions()
    empty = found = 0
    for row in sheet.iter_rows(values_only=True):
        values = [_value(value) for value in row[:MOST_COLUMNS]]
        if any(values):
            empty, found = 0, found + 1
            yield values
        else:
            empty += 1
        if empty > EMPTY_ROWS or found >= MOST_ROWS:
            return


def _value(value: object) -> str:
    """Return a cell in one line; whole numbers without a fraction, dates without midnight."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).removesuffix(" 00:00:00").split())


def record_lines(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Yield the lines of a sheet: its records, or, without a header, its rows as they are."""
    found = _header(rows[:_HEADER_ROWS])
    if found is None:
        yield from (" | ".join(value for value in row if value) for row in rows)
        return
    begin, header = found
    yield from (" ".join(value for value in row if value) for row in rows[: begin - (header != list(rows[begin]))])
    named = heading_column(header)
    for row in rows[begin + 1 :]:
        yield f"## {row[named] if named < len(row) and row[named] else row[0]}"
        yield from (
            f"{name}：{value}"
            for column, (name, value) in enumerate(zip(header, row, strict=False))
            if value and column != named
        )
        yield ""


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, list[str]] | None:
    """Return the last row of the header and the columns' names; merged cells make a header of two rows."""
    for index, row in enumerate(rows):
        if is_header(row):
            return index, list(row)
        merged = _merged(rows[index - 1], row) if index else []
        if is_header(merged):
            return index, merged
    return None


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
