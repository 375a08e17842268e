"""Workbooks of Excel 97 to 2003 and of WPS (.xls, .et): the same records as of the .xlsx of the same list."""

from __future__ import annotations

import datetime as dt
import os
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path

import xlrd
from xlrd.book import Book
from xlrd.compdoc import CompDocError
from xlrd.sheet import Cell
from xlrd.sheet import Sheet as OldSheet
from xlrd.xldate import XLDateError, xldate_as_datetime

from ingest.problems import HIDDEN_SHEETS, doubt, receipts
from ingest.readers.cells import CHINESE_DATES, shown
from ingest.readers.extraction import Extraction
from ingest.readers.packages import unreadable
from ingest.readers.sheet_rows import MOST_COLUMNS, TOO_MANY_ROWS, Sheet, read_rows, text_of_sheets
from ingest.readers.sheet_shape import Shape
from knowledge.documents import Problem

_FAULTS = (AssertionError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, struct.error)
"""What xlrd lets through from damaged files beside its own errors."""


def read_old_sheets(data: bytes) -> Extraction:
    """Return the rows of every sheet; formulas count with the value that was last stored.

    Raises:
        UnreadableError: The workbook is damaged or encrypted.
    """
    try:
        with Path(os.devnull).open("w", encoding="utf-8") as silence:  # what it thinks of a file, it prints
            book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=silence)
        sheets = [_sheet(book, sheet) for sheet in book.sheets() if not sheet.visibility]
        hidden = [sheet for sheet in book.sheets() if sheet.visibility]
        unseen = [value for sheet in hidden for row in _sheet(book, sheet).rows for value in row]
    except (xlrd.XLRDError, CompDocError, *_FAULTS) as error:
        if "encrypted" in str(error):
            raise unreadable("encrypted", "文件设有密码，请解除密码后再导入。") from error
        raise unreadable("damaged", "表格不完整或已损坏，请用办公软件打开，另存为 .xlsx 后再导入。") from error
    words = (*unseen, *(value for sheet in sheets for value in sheet.unseen), *(each.name for each in hidden))
    return Extraction(
        format="xls",
        text=text_of_sheets(sheets),
        problems=tuple(_problems(sheets, len(hidden))),
        is_table=True,
        apart=tuple(dict.fromkeys(word for word in words if word)),
    )


def _sheet(book: Book, sheet: OldSheet) -> Sheet:
    shape = Shape(
        merged=tuple((left + 1, top + 1, right, bottom) for top, bottom, left, right in sheet.merged_cells),
        hidden_rows=frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden and row < sheet.nrows),
        hidden_columns=tuple((column + 1, column + 1) for column, info in sheet.colinfo_map.items() if info.hidden),
    )
    rows = ([_value(book, cell) for cell in sheet.row(row)[:MOST_COLUMNS]] for row in range(sheet.nrows))
    return read_rows(sheet.name, rows, shape)


def _value(book: Book, cell: Cell) -> str:
    """Return a cell in one line, as its number format shows it."""
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return " ".join(str(cell.value).split())
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return shown(bool(cell.value), "")
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, ""))
    if cell.ctype not in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
        return ""
    key = book.xf_list[cell.xf_index].format_key
    chinese = CHINESE_DATES.get(key)
    shape = chinese or book.format_map[key].format_str
    return shown(_date(book, cell.value) if chinese or cell.ctype == xlrd.XL_CELL_DATE else cell.value, shape)


def _date(book: Book, value: float) -> dt.datetime | dt.time | float:
    try:
        moment: dt.datetime = xldate_as_datetime(value, book.datemode)
    except (XLDateError, OverflowError):
        return value
    return moment.time() if 0 <= value < 1 else moment


def _problems(sheets: Sequence[Sheet], hidden: int) -> Iterator[Problem]:
    """Yield a receipt for what was not read."""
    if any(sheet.cut for sheet in sheets):
        yield doubt("too_many_rows", TOO_MANY_ROWS)
    columns = sum(first <= MOST_COLUMNS for sheet in sheets for first, _ in sheet.shape.hidden_columns)
    counted = (
        (hidden, "hidden_sheet", HIDDEN_SHEETS),
        (sum(len(sheet.shape.hidden_rows) for sheet in sheets), "hidden_text", "有{}行隐藏，未入库。"),
        (columns, "hidden_text", "有{}列隐藏，未入库。"),
    )
    yield from receipts(counted)
