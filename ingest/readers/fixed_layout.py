"""OFD, the fixed layout of official documents (GB/T 33190—2016): characters with their places, as of a printed page."""

from __future__ import annotations

import math
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from ingest.problems import doubt
from ingest.readers.extraction import Extraction
from ingest.readers.packages import unreadable
from ingest.readers.page_runs import Glyph
from ingest.readers.pdfium_pages import MOST_PAGES, PrintedFile, PrintedPage
from ingest.readers.printed import text_of_pages

_POINTS = 72 / 25.4
"""A millimetre, the unit of OFD, in points."""

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
_A4 = (0.0, 0.0, 210.0, 297.0)
_ASCENT, _DESCENT, _HALF = 0.85, 0.15, 0.5
_LONGEST = 100_000
"""Characters of one object; a repeated step (`g 9999999 3`) makes no more places."""

_DAMAGED = "OFD 文件不完整或已损坏，请重新取得原件，或用阅读器另存为 PDF 后再导入。"
_NO_TEMPLATE = doubt("unread_part", "文件里缺少版式模板，模板上如有文字（多为页眉、表头），未能读取，请对照原件核对。")
_UPRIGHT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_REPEATED = re.compile(r"g\s+(\d+)\s+(-?[\d.]+)")

Matrix = tuple[float, ...]


class _Paper(NamedTuple):
    """A document in the file: its pages in order and the templates that print on them."""

    pages: Sequence[str]
    templates: Mapping[str, str]
    height: float


def read_fixed_layout(package: zipfile.ZipFile) -> Extraction:
    """Return the text of all documents of the file, as of a PDF.

    Raises:
        UnreadableError: It is damaged, too long, or has no text.
    """
    papers = [_paper(package, path) for path in _roots(package)]
    if not any(paper.pages for paper in papers):
        raise unreadable("damaged", _DAMAGED)
    if sum(len(paper.pages) for paper in papers) > MOST_PAGES:
        raise unreadable("too_large", f"超过{MOST_PAGES}页，请拆分后再导入。")
    pages = tuple(_page(package, paper, path) for paper in papers for path in paper.pages)
    said = [text for each in _xml(package, "OFD.xml").iter("{*}DocInfo") for text in each.itertext() if text.strip()]
    missing = any(each not in package.namelist() for paper in papers for each in paper.templates.values())
    attached = sum(1 for name in package.namelist() if "/attach" in name.lower() and not name.endswith((".xml", "/")))
    found = text_of_pages(PrintedFile(pages, tuple(said), attached), "ofd")
    return found.model_copy(update={"problems": (*found.problems, _NO_TEMPLATE)}) if missing else found


def _roots(package: zipfile.ZipFile) -> list[str]:
    return [_path("", each.text) for each in _xml(package, "OFD.xml").iter("{*}DocRoot") if each.text]


def _paper(package: zipfile.ZipFile, path: str) -> _Paper:
    document, root = _xml(package, path), posixpath.dirname(path)
    templates = {each.get("ID", ""): _path(root, each.get("BaseLoc")) for each in document.iter("{*}TemplatePage")}
    pages = [_path(root, each.get("BaseLoc")) for each in document.iterfind("{*}Pages/{*}Page")]
    return _Paper(pages, templates, _height(document) or _A4[3])


def _height(element: etree._Element) -> float:
    box = next(element.iter("{*}PhysicalBox"), None)
    numbers = _numbers(box.text if box is not None else "")
    return numbers[3] if len(numbers) == len(_A4) else 0.0


def _page(package: zipfile.ZipFile, paper: _Paper, path: str) -> PrintedPage:
    page = _xml(package, path)
    height = _height(page) or paper.height
    below = [paper.templates.get(each.get("TemplateID", ""), "") for each in page.iter("{*}Template")]
    layers = [*(_xml(package, each) for each in below if each in package.namelist()), page]
    glyphs = [glyph for layer in layers for text in layer.iter("{*}TextObject") for glyph in _glyphs(text, height)]
    pictures = sum(1 for layer in layers for _ in layer.iter("{*}ImageObject"))
    return PrintedPage(tuple(glyphs), pictures=pictures)


def _glyphs(text: etree._Element, height: float) -> Iterator[Glyph]:
    """Yield the characters of a text object; one that is not shown has none."""
    if text.get("Visible") == "false":
        return
    boundary = _numbers(text.get("Boundary")) or list(_A4)
    matrix = tuple(_numbers(text.get("CTM"))) or _UPRIGHT
    size = next(iter(_numbers(text.get("Size"))), 1.0)
    if len(boundary) != len(_A4) or len(matrix) != len(_UPRIGHT):
        return
    x = y = 0.0
    for code in text.iter("{*}TextCode"):
        words = (code.text or "").strip("\r\n")[:_LONGEST]
        x, y = (next(iter(_numbers(code.get(name))), before) for name, before in (("X", x), ("Y", y)))
        places = zip(
            _places(x, code.get("DeltaX"), len(words)), _places(y, code.get("DeltaY"), len(words)), strict=True
        )
        for character, place in zip(words, places, strict=True):
            yield _glyph(character, _moved(place, matrix, boundary), size, matrix, height)


def _moved(place: tuple[float, float], matrix: Matrix, boundary: Sequence[float]) -> tuple[float, float]:
    """Return a place within an object as one on the page."""
    a, b, c, d, e, f = matrix
    return a * place[0] + c * place[1] + e + boundary[0], b * place[0] + d * place[1] + f + boundary[1]


def _glyph(character: str, place: tuple[float, float], size: float, matrix: Matrix, height: float) -> Glyph:
    scale = math.hypot(matrix[0], matrix[1]) * size * _POINTS
    x, y = place[0] * _POINTS, (height - place[1]) * _POINTS
    width = scale * (_HALF if character.isascii() else 1.0)
    angle = math.atan2(-matrix[1], matrix[0])
    return Glyph(character, x, x + width, y - _DESCENT * scale, y + _ASCENT * scale, x, y, angle)


def _places(start: float, steps: str | None, count: int) -> list[float]:
    """Return where each of some characters begins: the last step holds for those that have none."""
    places, moves = [start], _steps(steps, count)
    for number in range(count - 1):
        places.append(places[-1] + (moves[min(number, len(moves) - 1)] if moves else 0.0))
    return places[:count]


def _steps(steps: str | None, count: int) -> list[float]:
    """Return steps in full; `g 3 4.2` stands for three of 4.2."""
    written = _REPEATED.sub(lambda match: f"{match[2]} " * min(int(match[1][:6]), count), steps or "")
    return _numbers(written)


def _numbers(text: str | None) -> list[float]:
    return [float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", text or "")]


def _path(root: str, location: str | None) -> str:
    """Return the name of a part; one that begins with a slash counts from the top."""
    written = (location or "").strip()
    return posixpath.normpath(written if written.startswith("/") else posixpath.join(root, written)).lstrip("/")


def _xml(package: zipfile.ZipFile, name: str) -> etree._Element:
    try:
        root = etree.fromstring(package.read(name), _PARSER)
    except (KeyError, etree.XMLSyntaxError, ValueError) as error:
        raise unreadable("damaged", _DAMAGED) from error
    if root is None:
        raise unreadable("damaged", _DAMAGED)
    return root
