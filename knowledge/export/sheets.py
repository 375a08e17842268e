"""Cards as .xlsx: one row a card, and on a second sheet the words of the source behind each cell."""

from __future__ import annotations

import io
from collections.abc import Sequence
from math import ceil

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from knowledge.export.papers import printable
from knowledge.practices.cards import HeldCard
from knowledge.practices.fields import NOT_STATED, fields_of

_LONGEST = 32_000
"""Characters: a cell holds 32,767 (https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3)."""

_WIDTHS, _NARROW = {"举措": 60, "原文": 60, "成效": 36, "问题": 24, "出处": 24, "源文件": 30}, 12
"""Of columns, in half-width characters."""

_LINE, _HIGHEST = 15.0, 409.0
"""Points: of a line of 11 pt, and the most that a row may have. Not every program fits rows to their text."""


def cards_xlsx(cards: Sequence[HeldCard]) -> bytes:
    """Return cards as a workbook; text that looks like a formula stays text."""
    book = Workbook()
    table = book.active
    rows = [fields_of(held) for held in cards]
    labels = [field.label for field in rows[0]] if rows else ["单位", "举措", "成效", "出处"]
    _write(table, "举措卡", [labels, *([field.text or NOT_STATED for field in row] for row in rows)])
    traced = [
        [str(number), field.label, quote, f"{source.path}", f"{source.start}–{source.end}"]
        for number, row in enumerate(rows, start=1)
        for field in row
        for quote, source in zip(field.quotes, field.sources, strict=True)
    ]
    _write(book.create_sheet(), "原文核对", [["行", "栏目", "原文", "源文件", "起止（字符）"], *traced])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: Worksheet, title: str, rows: Sequence[Sequence[str]]) -> None:
    sheet.title = title
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    widths = [_WIDTHS.get(name, _NARROW) for name in rows[0]]
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(row=row, column=column, value=printable(value)[:_LONGEST])
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(name="宋体", size=11, bold=row == 1)
        lines = max(ceil(2 * len(value) / width) for value, width in zip(values, widths, strict=True))
        sheet.row_dimensions[row].height = min(_LINE * max(lines, 1), _HIGHEST)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
