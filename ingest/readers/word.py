"""Word documents: paragraphs with their automatic numbers, tables, boxes, notes; deleted and hidden words stay out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from ingest.readers.extraction import Extraction, TextBuilder
from ingest.readers.numbering import Numbering
from ingest.readers.package_words import words_apart
from ingest.readers.packages import unreadable
from ingest.readers.word_runs import BOX, FALLBACK, PARAGRAPH, run_words
from ingest.readers.word_unread import chunk_lines, chunk_words, diagram_lines, problems

_TBL, _TR, _TC = (qn(f"w:{name}") for name in ("tbl", "tr", "tc"))
_WRAPPERS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_HEADING = re.compile(r"(?:heading|标题)\s*([1-6])$", re.IGNORECASE)
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")


def read_word(package: zipfile.ZipFile, data: bytes) -> Extraction:
    """Return the text of a document: running heads (marked), body, foot notes and end notes.

    Raises:
        UnreadableError: Its parts do not fit together.
    """
    try:
        document = docx.Document(io.BytesIO(data))
    except (OpcError, KeyError, ValueError, etree.LxmlError) as error:
        raise unreadable("damaged", "文件不完整或已损坏，请重新取得原件，或用办公软件打开另存后再导入。") from error
    built = TextBuilder()
    for text in _running(document, "header"):
        built.add(text, mark="running_head")
    for text in _Body(document).lines():
        built.add(text)
    for text in _notes(package):
        built.add(f"注：{text}")
    for text in _running(document, "footer"):
        built.add(text, mark="running_head")
    return Extraction(
        format="docx",
        text=built.text,
        marks=tuple(built.marks),
        problems=tuple(problems(document, package, built.text)),
        apart=(*words_apart(package), *chunk_words(document)),
    )


class _Body:
    """The body of a document, read block by block."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._numbering = Numbering(document)
        self._headings = _heading_styles(document)

    def lines(self) -> Iterator[str]:
        seen = False
        for line, level in self._blocks(self._document.element.body):
            if line.strip():
                # The first heading of a document that begins with one is its title.
                marks = "#" * (1 if not seen and level == 1 else level + 1) if level is not None else ""
                seen = True
                yield f"{marks} {line.strip()}" if marks else line

    def _blocks(self, parent: etree._Element) -> Iterator[tuple[str, int | None]]:
        for block in parent:
            if block.tag == PARAGRAPH:
                yield from self._paragraph(block)
            elif block.tag == _TBL:
                yield from ((line, None) for line in self._table(block))
            elif block.tag == qn("w:altChunk"):
                yield from ((line, None) for line in chunk_lines(block, self._document))
            elif block.tag in _WRAPPERS:
                yield from self._blocks(block)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[tuple[str, int | None]]:
        text = "".join(run_words(paragraph))
        # An empty paragraph is counted, one that was deleted is not.
        label = "" if _is_deleted(paragraph) and not text.strip() else self._numbering.label(paragraph)
        if text.strip():
            yield _numbered(label, text), self._level(paragraph)
        for box in _boxes(paragraph):
            yield from self._blocks(box)
        yield from ((line, None) for line in diagram_lines(paragraph, self._document))

    def _level(self, paragraph: etree._Element) -> int | None:
        """Return 0 for the title style, 1 to 6 for headings, None for anything else."""
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return self._headings.get(style.get(qn("w:val"), "")) if style is not None else None

    def _table(self, table: etree._Element) -> Iterator[str]:
        """Yield a line a row, cells parted by bars; a row of one cell is a frame around paragraphs.

        A cell that is merged down stands in every row that it covers, and one that is empty or wide keeps its columns.
        """
        above: dict[int, str] = {}
        for row in (each for each in table.iter(_TR) if next(each.iterancestors(_TBL)) is table):
            cells = [cell for cell in row.iter(_TC) if next(cell.iterancestors(_TR)) is row]
            if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
                continue
            if len(cells) == 1 and not _merges(cells[0]):
                above.clear()
                yield from (line for line, _ in self._blocks(cells[0]))
                continue
            column = _number(row, "w:trPr/w:gridBefore")
            values = [""] * column
            for cell in cells:
                value = " ".join(" ".join(line.split()) for line, _ in self._blocks(cell))
                merge = _merges(cell)
                above[column] = above.get(column, "") if merge == "continue" and not value else value
                values += [above[column], *[""] * (_number(cell, "w:tcPr/w:gridSpan", 1) - 1)]
                if not merge:
                    above.pop(column)
                column = len(values)
            yield " | ".join(values).rstrip(" |")


def _numbered(label: str, text: str) -> str:
    """Put a number before its paragraph; a figure never touches a figure, 1. before 25个村 is not 1.25."""
    if not label:
        return text
    rest = text.lstrip("\t ")
    touches = rest[0].isascii() and rest[0].isalnum() and not label[-1].isspace()
    return f"{label} {rest}" if touches else label + rest


def _is_deleted(paragraph: etree._Element) -> bool:
    return paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None


def _merges(cell: etree._Element) -> str:
    """Return `restart` for the first of cells that are merged down, `continue` for another, else nothing."""
    merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merged.get(qn("w:val"), "continue") if merged is not None else ""


def _number(element: etree._Element, path: str, default: int = 0) -> int:
    found = element.find("/".join(qn(name) for name in path.split("/")))
    return int(found.get(qn("w:val"), default)) if found is not None else default


def _boxes(paragraph: etree._Element) -> list[etree._Element]:
    """Return the outermost text boxes of a paragraph, each once although Word writes it twice."""
    return [
        box
        for box in paragraph.iter(BOX)
        if next(box.iterancestors(FALLBACK), None) is None and next(box.iterancestors(PARAGRAPH), None) is paragraph
    ]


def _heading_styles(document: WordDocument) -> dict[str, int]:
    levels: dict[str, int] = {}
    for style in document.styles:
        name = style.name or ""
        match = _HEADING.match(name)
        if match:
            levels[style.style_id] = int(match[1])
        elif name in {"Title", "标题"}:
            levels[style.style_id] = 0
    return levels


def _running(document: WordDocument, place: str) -> list[str]:
    """Return the distinct lines of the running heads or feet; fields such as the page number have no words."""
    found: dict[str, None] = {}
    for section in document.sections:
        for part in (getattr(section, name) for name in (place, f"first_page_{place}", f"even_page_{place}")):
            if not part.is_linked_to_previous:
                root = part._element  # noqa: SLF001  # the XML
                texts = ("".join(run_words(each)).strip() for each in root.iter(PARAGRAPH) if not _is_copy(each))
                found.update((text, None) for text in texts if text)
    return list(found)


def _is_copy(paragraph: etree._Element) -> bool:
    """Tell a paragraph that Word writes a second time for older programs."""
    return next(paragraph.iterancestors(FALLBACK), None) is not None


def _notes(package: zipfile.ZipFile) -> Iterator[str]:
    """Yield the foot notes, then the end notes; the rules that part them from the text have no words."""
    for part in _NOTES:
        if part in package.namelist():
            for note in etree.fromstring(package.read(part), etree.XMLParser(resolve_entities=False, no_network=True)):
                text = "".join(word for paragraph in note.iter(PARAGRAPH) for word in run_words(paragraph)).strip()
                if text and note.get(qn("w:type")) is None:
                    yield text
