"""Builds files of each format with the real tools, from texts of our own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import openpyxl
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

RULES = (
    "第一条　为了规范示例单位的学习活动，提高学习质量，根据本单位实际情况，制定本办法。",
    "第二条　学习活动由示例支部负责组织，每月一次，每次不少于两小时，结果按季度公布。",
    "第三条　参加学习的人员应当提前阅读材料，依照本办法第二条的规定参加讨论并作出记录。",
    "第四条　本办法自2021年7月1日起施行。",
)
FONT = "STSong-Light"


def word(*paragraphs: str, header: str = "") -> docx.document.Document:
    """Return a Word document of these paragraphs."""
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    if header:
        made.sections[0].header.paragraphs[0].text = header
    return made


def saved(made: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved_workbook(book)


def saved_workbook(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def pdf(*pages: list[str], head: str = "示例单位学习资料", numbers: bool = True, password: str | None = None) -> bytes:
    """Return a PDF with these lines on its pages, a running head and page numbers."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    made = canvas.Canvas(buffer, encrypt=password)
    for number, lines in enumerate(pages, start=1):
        made.setFont(FONT, 12)
        if lines:
            made.drawString(200, 810, head)
        for row, line in enumerate(lines):
            made.drawString(60, 780 - 20 * row, line)
        if lines and numbers:
            made.drawString(280, 30, f"— {number} —")
        made.showPage()
    made.save()
    return buffer.getvalue()


def with_member(package: bytes, name: str, content: bytes, *, replace: bool = True) -> bytes:
    """Return a package with one member added or put in the place of the one of that name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if not (replace and member.filename == name):
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return buffer.getvalue()


def changed_member(package: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a package with one member as `change` makes it."""
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        return with_member(package, name, change(old.read(name)))
