"""Words of an office file that are no part of its text: looked through for marks of classification, counted, left out.

Running heads with their boxes and tables, watermarks, comments, properties, texts of drawings and diagrams, page
headers of Excel: whatever part of the package holds words, its paragraphs are here, each by itself.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from ingest.readers.extraction import UnreadableError
from ingest.readers.packages import open_package

_OF_PRINTING = re.compile(
    r"(?:.*/)?(?:theme/.*|styles\.xml|fontTable\.xml|webSettings\.xml|numbering\.xml|stylesWithEffects\.xml"
    r"|tableStyles\.xml|calcChain\.xml|\[Content_Types\]\.xml|_rels/.*|sharedStrings\.xml|worksheets/sheet\d+\.xml)$"
)
"""Parts that say how to print, and the cells of a workbook, which are read as cells."""

_OFFICE = (".docx", ".docm", ".xlsx", ".xlsm", ".pptx", ".pptm")
_BODY = "word/document.xml"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PARAGRAPHS = {f"{_WORD}p", f"{_DRAWING}p"}
_APART = {f"{_WORD}txbxContent", f"{_WORD}del", f"{_WORD}moveFrom"}
_SAID = ("string", "alt", "descr", "title", "name", f"{_WORD}name", f"{_WORD}val")
"""Attributes that hold words: WordArt, what a picture shows, the variables of a document."""

_VALUED = {f"{_WORD}docVar", f"{_WORD}tag", f"{_WORD}alias", f"{_WORD}default", f"{_WORD}result"}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
_OF_CELLS = re.compile(r"xl/(?:worksheets/[^/]+|styles)\.xml$")
_TOLD = re.compile(r'(?:prompt|promptTitle|error|errorTitle|tooltip|display|formatCode)="([^"]*)"')
"""What a sheet says of a cell to whom points at it, and the words that number formats print."""

_HEADER_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|K\d\d[+-]\d{3}|\d+|[A-Z])')
_HEADERS = re.compile(r"<(?:\w+:)?((?:odd|even|first)(?:Header|Footer))>(.*?)</(?:\w+:)?\1>", re.DOTALL)


def words_apart(package: zipfile.ZipFile) -> tuple[str, ...]:
    """Return the words that stand outside the text of an office file, one entry a paragraph or value."""
    found: dict[str, None] = {}
    for name in package.namelist():
        if name.lower().endswith(_OFFICE):
            found.update(dict.fromkeys(_of_file(package.read(name))))
        if name.endswith((".xml", ".vml")) and not _OF_PRINTING.match(name):
            root = etree.fromstring(package.read(name), _PARSER)
            if root is not None:
                found.update(dict.fromkeys(_of_body(root) if name == _BODY else _of_part(root)))
        elif _OF_CELLS.match(name):
            raw = package.read(name).decode("utf-8", "replace")
            found.update(dict.fromkeys((*_of_page_headers(raw), *map(html.unescape, _TOLD.findall(raw)))))
    return tuple(words for words in found if words)


def _of_file(data: bytes) -> Iterator[str]:
    """Yield all words of an office file that stands in another, and of those in it; none of one that is no package."""
    try:
        package = open_package(data)
    except UnreadableError:
        return
    yield from words_apart(package)
    for name in package.namelist():
        if name.endswith(".xml") and (root := etree.fromstring(package.read(name), _PARSER)) is not None:
            yield from _of_part(root)


def _of_body(root: etree._Element) -> Iterator[str]:
    """Yield the words of boxes, of WordArt and of what was deleted: the other paragraphs are the text."""
    for element in root.iter():
        if element.tag in _APART:
            yield from _of_part(element)
        elif element.tag == f"{_WORD}instrText":
            yield (element.text or "").strip()
        elif isinstance(element.tag, str):
            yield from _attributes(element)
            run = element.getparent()
            if element.tag == f"{_WORD}vanish" and run is not None and run.getparent() is not None:
                yield _joined(run.getparent())


def _of_part(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        yield from _attributes(element)
        if element.tag in _PARAGRAPHS:
            yield _joined(element)
        elif element.text and not element.tag.startswith((_WORD, _DRAWING)):
            yield element.text.strip()


def _attributes(element: etree._Element) -> Iterator[str]:
    for name in _SAID:
        value = element.get(name)
        if value and (name != f"{_WORD}val" or element.tag in _VALUED):
            yield value.strip()


def _joined(paragraph: etree._Element) -> str:
    return "".join(
        each.text or ""
        for each in paragraph.iter()
        if isinstance(each.tag, str) and each.tag.rpartition("}")[2] in {"t", "delText"}
    ).strip()


def _of_page_headers(sheet: str) -> Iterator[str]:
    """Yield the left, middle and right words of a sheet's page headers and footers, without their codes."""
    for match in _HEADERS.finditer(sheet):
        said = html.unescape(match[2])
        for part in re.split("&[LCR]", said):
            yield _HEADER_CODE.sub("", part).strip()
