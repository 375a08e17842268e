"""The pages of a PDF by pdfium: every character with its place, and what stands on a page beside its text."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.readers.last_resort import install
from ingest.readers.packages import unreadable
from ingest.readers.page_lines import ReadLine
from ingest.readers.page_runs import Glyph

MOST_PAGES = 2_000
_SURROGATES = range(0xD800, 0xE000)
_LOW = 0xDC00
_WRONG = "\ufffd"
_LINE_ENDS = {0x0, 0x2, 0xA, 0xD, 0xFFFE, 0xFFFF}
"""What pdfium writes for the end of a line and for a hyphen there, and zero bytes of two-byte fonts."""

_FREE_TEXT, _LINK, _POPUP, _WIDGET = 3, 2, 16, 20
_UNPRINTED_WIDTH = 0.01
"""Points; pdfium has no words for what is narrower:
single characters of fonts that are neither in the file nor on the machine."""


install()


class PrintedPage(NamedTuple):
    """What one page holds."""

    glyphs: tuple[Glyph, ...]
    notes: tuple[str, ...] = ()
    """Words that somebody put on the page: notes in free text and what a form was filled in with."""

    remarks: tuple[str, ...] = ()
    """Comments that open on a click; they are not printed."""

    hints: tuple[str, ...] = ()
    """What a form says of its fields to whom points at them."""

    pictures: int = 0
    lost: int = 0
    """Pieces of text for which the font has no characters."""

    lines: tuple[ReadLine, ...] | None = None
    """Of a page that was recognised: its lines."""

    turned: int = 0
    """By how many quarters, clockwise, its picture was turned to be recognised."""


class PrintedFile(NamedTuple):
    """A PDF: its pages, what it says of itself, and how many files are attached."""

    pages: tuple[PrintedPage, ...]
    properties: tuple[str, ...]
    attachments: int


def read_printed(data: bytes) -> PrintedFile:
    """Read every page.

    Raises:
        UnreadableError: It is encrypted, damaged or too long.
    """
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == pdfium_c.FPDF_ERR_PASSWORD:
            raise unreadable("encrypted", "文件设有密码，请解除密码后再导入。") from error
        raise unreadable("damaged", "PDF 不完整或已损坏，请重新取得原件，或打开后另存再导入。") from error
    if len(pdf) > MOST_PAGES:
        raise unreadable("too_large", f"超过{MOST_PAGES}页，请拆分后再导入。")
    if pdf.get_formtype():
        pdf.init_forms()
    try:
        pages = tuple(_page(pdf, index) for index in range(len(pdf)))
    except pdfium.PdfiumError as error:
        raise unreadable("damaged", "PDF 不完整或已损坏，请重新取得原件，或打开后另存再导入。") from error
    attached = [pdf.get_attachment(index).get_name() for index in range(pdf.count_attachments())]
    headings = [mark.get_title() for mark in pdf.get_toc()]
    said = [*pdf.get_metadata_dict(skip_empty=True).values(), *attached, *headings]
    return PrintedFile(pages, tuple(said), len(attached))


def _page(pdf: pdfium.PdfDocument, index: int) -> PrintedPage:
    page = pdf[index]
    text = page.get_textpage()
    glyphs = tuple(_glyphs(text))
    notes, remarks, hints = list[str](), list[str](), list[str]()
    for number in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, number)
        kind = pdfium_c.FPDFAnnot_GetSubtype(annotation)
        if kind == _WIDGET and pdf.formenv is not None:
            notes.append(_filled_in(pdf.formenv, annotation))
            hints.append(_value(annotation, b"TU"))
        elif kind not in {_LINK, _POPUP, _WIDGET}:
            (notes if kind == _FREE_TEXT else remarks).append(_value(annotation, b"Contents"))
        pdfium_c.FPDFPage_CloseAnnot(annotation)
    pictures, lost = _objects(page)
    text.close()
    page.close()
    return PrintedPage(glyphs, _written(notes), _written(remarks), _written(hints), pictures, lost)


def _written(words: list[str]) -> tuple[str, ...]:
    return tuple(" ".join(each.split()) for each in words if each.strip())


def _glyphs(text: pdfium.PdfTextPage) -> Iterator[Glyph]:
    """Yield the characters in the order of the file; a lone half of a pair is U+FFFD."""
    box = pdfium_c.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    high = last = None
    for index in range(pdfium_c.FPDFText_CountChars(text)):
        code = pdfium_c.FPDFText_GetUnicode(text, index)
        if high is not None and not _LOW <= code < _SURROGATES.stop:
            yield high._replace(text=_WRONG)
            high = None
        if code in _LINE_ENDS:
            continue
        if code == ord(" ") and last is not None and pdfium_c.FPDFText_IsGenerated(text, index) == 1:
            # A gap that pdfium takes for a space has no place of its own.
            yield last._replace(text=" ", left=last.right)
            continue
        pdfium_c.FPDFText_GetLooseCharBox(text, index, box)
        pdfium_c.FPDFText_GetCharOrigin(text, index, x, y)
        angle = pdfium_c.FPDFText_GetCharAngle(text, index)
        glyph = last = Glyph("", box.left, box.right, box.bottom, box.top, x.value, y.value, angle)
        if code not in _SURROGATES:
            yield glyph._replace(text=chr(code))
        elif code < _LOW:
            high = glyph._replace(text=chr(code))
        elif high is not None:
            yield high._replace(text=(high.text + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16"))
            high = None
        else:
            yield glyph._replace(text=_WRONG)
    if high is not None:
        yield high._replace(text=_WRONG)


def _objects(page: pdfium.PdfPage) -> tuple[int, int]:
    """Return how many pictures a page has, and how many pieces of text for which there are no words."""
    pictures = lost = 0
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for index in range(pdfium_c.FPDFPage_CountObjects(page)):
        each = pdfium_c.FPDFPage_GetObject(page, index)
        kind = pdfium_c.FPDFPageObj_GetType(each)
        pictures += kind == pdfium_c.FPDF_PAGEOBJ_IMAGE
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            pdfium_c.FPDFPageObj_GetBounds(each, left, bottom, right, top)
            narrow = abs(right.value - left.value) < _UNPRINTED_WIDTH
            lost += narrow and not pdfium_c.FPDFFont_GetIsEmbedded(pdfium_c.FPDFTextObj_GetFont(each))
    return pictures, lost


def _filled_in(form: pdfium.PdfFormEnv, widget: object) -> str:
    """Return what a field of a form holds, with the field's name; nothing for an empty one."""
    name = _utf16(lambda buffer, size: pdfium_c.FPDFAnnot_GetFormFieldName(form, widget, buffer, size))
    kind = pdfium_c.FPDFAnnot_GetFormFieldType(form, widget)
    if kind in {pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON}:
        return f"{name}：{'☑' if pdfium_c.FPDFAnnot_IsChecked(form, widget) else '☐'}"
    value = _utf16(lambda buffer, size: pdfium_c.FPDFAnnot_GetFormFieldValue(form, widget, buffer, size))
    return f"{name}：{value}" if value.strip() else ""


def _value(annotation: object, key: bytes) -> str:
    return _utf16(lambda buffer, size: pdfium_c.FPDFAnnot_GetStringValue(annotation, key, buffer, size))


def _utf16(ask: Callable[[object, int], int]) -> str:
    """Return a text of pdfium, which is asked for its length first."""
    size = ask(None, 0)
    buffer = ctypes.create_string_buffer(size)
    ask(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[:size].decode("utf-16-le", errors="replace").rstrip("\0")
