"""Presentations: slide after slide, title first, shapes from the top down; notes of the speaker behind each slide."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from pptx import Presentation
from pptx.exc import PythonPptxError
from pptx.shapes.base import BaseShape
from pptx.shapes.picture import Picture
from pptx.slide import Slide

from ingest.problems import CHARTS, PICTURES, receipts
from ingest.readers.extraction import Extraction, TextBuilder
from ingest.readers.package_words import words_apart
from ingest.readers.packages import unreadable

_ROW = 100_000
"""English metric units (360,000 a centimetre); shapes that begin within so much of one another stand side by side."""


def read_slides(package: zipfile.ZipFile, data: bytes) -> Extraction:
    """Return the words of every slide that is shown.

    Raises:
        UnreadableError: Its parts do not fit together.
    """
    built, pictures, charts, hidden = TextBuilder(), 0, 0, 0
    try:
        for slide in Presentation(io.BytesIO(data)).slides:
            if slide.element.get("show") in {"0", "false"}:
                hidden += 1
                continue
            for line in _lines(slide):
                built.add(line if built.text else line.removeprefix("#"))  # the first slide names the whole
            shapes = [shape for each in slide.shapes for shape in _within(each)]
            pictures += sum(isinstance(shape, Picture) for shape in shapes)
            charts += sum(bool(getattr(shape, "has_chart", False)) for shape in shapes)
    except (PythonPptxError, KeyError, ValueError, AttributeError, SyntaxError) as error:
        raise unreadable("damaged", "演示文稿不完整或已损坏，请用办公软件打开另存后再导入。") from error
    counted = (
        (hidden, "hidden_slide", "有{}张隐藏的幻灯片，未入库。"),
        (pictures, "picture", PICTURES),
        (charts, "chart", CHARTS),
    )
    return Extraction(format="pptx", text=built.text, problems=tuple(receipts(counted)), apart=words_apart(package))


def _lines(slide: Slide) -> Iterator[str]:
    title = slide.shapes.title
    named = " ".join(title.text_frame.text.split()) if title is not None else ""
    if named:
        yield f"## {named}"
    others = [shape for shape in slide.shapes if title is None or shape.shape_id != title.shape_id]
    for shape in sorted(others, key=_place):
        for each in _within(shape):
            yield from _words(each)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        for line in slide.notes_slide.notes_text_frame.text.splitlines():
            if line.strip():
                yield f"备注：{line.strip()}"


def _place(shape: BaseShape) -> tuple[int, int]:
    return (shape.top or 0) // _ROW, shape.left or 0


def _within(shape: BaseShape) -> Iterator[BaseShape]:
    """Yield a shape, or those of a group."""
    members = getattr(shape, "shapes", None)
    if members is None:
        yield shape
    else:
        for each in sorted(members, key=_place):
            yield from _within(each)


def _words(shape: Any) -> Iterator[str]:  # Any: only some shapes have a table or words
    """Yield the paragraphs of a shape, or the rows of a table."""
    if getattr(shape, "has_table", False):
        for row in shape.table.rows:
            yield " | ".join(" ".join(cell.text.split()) for cell in row.cells).rstrip(" |")
    elif shape.has_text_frame:
        for paragraph in shape.text_frame.paragraphs:
            words = paragraph.text.replace("\v", "\n").strip()
            if words:
                yield words
