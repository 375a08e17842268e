"""Excel lists: one record a row, written as `column：value` lines under a heading; hidden cells stay out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import ParseError

import openpyxl
from lxml import etree
from lxml.etree import LxmlError
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from ingest.problems import CHARTS, HIDDEN_SHEETS, PICTURES, doubt, receipts, remark
from ingest.readers.cells import CHINESE_DATES, shown
from ingest.readers.extraction import Extraction
from ingest.readers.package_words import words_apart
from ingest.readers.packages import unreadable
from ingest.readers.sheet_rows import MOST_COLUMNS, NO_END, TOO_MANY_ROWS, Sheet, read_rows, text_of_sheets
from ingest.readers.sheet_shape import Shape, shape_of_sheet, sheet_parts
from knowledge.documents import Problem

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def read_sheets(package: zipfile.ZipFile, data: bytes) -> Extraction:
    """Return the rows of every sheet; formulas count with the value that was last stored.

    Raises:
        UnreadableError: The workbook is damaged.
    """
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        parts = sheet_parts(package)
        shapes = {sheet.title: shape_of_sheet(package, parts.get(sheet.title, "")) for sheet in book.worksheets}
        shown_sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        hidden = [sheet for sheet in book.worksheets if sheet.sheet_state != "visible"]
        sheets = [_sheet(sheet, shapes[sheet.title]) for sheet in shown_sheets]
        unseen = [value for sheet in hidden for row in _sheet(sheet, Shape()).rows for value in row]
        apart = words_apart(package)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, ParseError, LxmlError) as error:
        raise unreadable("damaged", "表格不完整或已损坏，请用办公软件打开另存后再导入。") from error
    words = (*apart, *unseen, *(value for sheet in sheets for value in sheet.unseen), *(each.title for each in hidden))
    return Extraction(
        format="xlsx",
        text="".join(f"{line}\n" for line in _boxes(package)) + text_of_sheets(sheets),
        problems=tuple(_problems(sheets, len(hidden), package)),
        is_table=True,
        apart=tuple(dict.fromkeys(word for word in words if word)),
    )


def _problems(sheets: Sequence[Sheet], hidden: int, package: zipfile.ZipFile) -> Iterator[Problem]:
    """Yield a receipt for everything in a workbook that was not read."""
    if any(sheet.cut for sheet in sheets):
        yield doubt("too_many_rows", TOO_MANY_ROWS)
    empty = [f"{sheet.name}!{cell}" for sheet in sheets for cell in sheet.shape.without_value]
    if empty:
        message = f"有{len(empty)}处公式没有保存结果（如{empty[0]}），值未读出，请用办公软件打开并保存后再导入。"
        yield doubt("formula_without_value", message)
    rounded = [f"{sheet.name}!{cell}" for sheet in sheets for cell in sheet.shape.rounded]
    if rounded:
        message = f"有{len(rounded)}个数字超过15位（如{rounded[0]}），末几位已不是原数，请改为文本重新填写。"
        yield doubt("rounded_number", message)
    rows = [f"{sheet.name}第{row}行" for sheet in sheets for row in sorted(sheet.shape.hidden_rows)]
    columns = [
        f"{sheet.name}!{get_column_letter(column)}列"
        for sheet in sheets
        for first, last in sheet.shape.hidden_columns
        if last < NO_END
        for column in range(first, last + 1)
    ]
    for places, what in ((rows, "行"), (columns, "列")):
        if places:
            yield remark("hidden_text", f"有{len(places)}{what}隐藏（如{places[0]}），未入库。")
    pictures = sum(name.startswith("xl/media/") for name in package.namelist())
    charts = sum(name.startswith("xl/charts/chart") for name in package.namelist())
    comments = sum(name.startswith("xl/comments") or "/threadedComments/" in name for name in package.namelist())
    counted = (
        (hidden, "hidden_sheet", HIDDEN_SHEETS),
        (pictures, "picture", PICTURES),
        (charts, "chart", CHARTS),
        (comments, "comment", "有{}张表带批注，批注未入库。"),
    )
    yield from receipts(counted)


def _boxes(package: zipfile.ZipFile) -> Iterator[str]:
    """Yield the paragraphs of the text boxes: notes on the tables, which stand before them."""
    for name in package.namelist():
        if name.startswith("xl/drawings/drawing"):
            for box in etree.fromstring(package.read(name), _PARSER).iter("{*}sp"):
                for paragraph in box.iter("{*}p"):
                    yield from filter(None, ["".join(each.text or "" for each in paragraph.iter("{*}t")).strip()])


def _sheet(sheet: ReadOnlyWorksheet, shape: Shape) -> Sheet:
    sheet.reset_dimensions()
    return read_rows(sheet.title, ([_value(cell) for cell in row[:MOST_COLUMNS]] for row in sheet.iter_rows()), shape)


def _value(cell: ReadOnlyCell | EmptyCell) -> str:
    """Return a cell in one line; dates of formats that only a Chinese Excel knows are dates too."""
    value = cell.value
    if value is None or isinstance(value, str):
        return " ".join(value.split()) if value else ""
    shape = CHINESE_DATES.get(cell.style_array.numFmtId) if isinstance(value, int | float) else None
    if shape is not None:
        return shown(from_excel(value), shape)
    return shown(value, cell.number_format)
