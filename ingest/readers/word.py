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

from ingest.readers.extraction import Extraction, TextBuilder, raised
from ingest.readers.numbering import Numbering
from ingest.readers.packages import unreadable
from knowledge.documents import Problem, Severity

_P, _TBL, _TR, _TC, _R, _T = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "r", "t"))
_TAB, _BR, _CR, _HYPHEN = (qn(f"w:{name}") for name in ("tab", "br", "cr", "noBreakHyphen"))
_BOX = qn("w:txbxContent")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DROPPED = {_BOX, _FALLBACK} | {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:pPr"),
    qn("w:rPr"),
    qn("w:instrText"),
    qn("w:delText"),
}
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
    lines = list(_Body(document).lines())
    for text in lines:
        built.add(text)
    for text in _notes(package):
        built.add(f"注：{text}")
    for text in _running(document, "footer"):
        built.add(text, mark="running_head")
    return Extraction(
        format="docx",
        text=built.text,
        marks=tuple(built.marks),
        problems=tuple(_problems(document.element.body, package)),
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
            if block.tag == _P:
                yield from self._paragraph(block)
            elif block.tag == _TBL:
                yield from ((line, None) for line in self._table(block))
            elif block.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag")}:
                yield from self._blocks(block)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[tuple[str, int | None]]:
        text = "".join(_words(paragraph))
        if text.strip():
            yield self._numbering.label(paragraph) + text, self._level(paragraph)
        for box in _boxes(paragraph):
            yield from self._blocks(box)

    def _level(self, paragraph: etree._Element) -> int | None:
        """Return 0 for the title style, 1 to 6 for headings, None for anything else."""
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return self._headings.get(style.get(qn("w:val"), "")) if style is not None else None

    def _table(self, table: etree._Element) -> Iterator[str]:
        """Yield a line a row, cells parted by bars; a table of one cell is a frame around paragraphs."""
        rows = [row for row in table.iter(_TR) if next(row.iterancestors(_TBL)) is table]
        for row in rows:
            cells = [cell for cell in row.iter(_TC) if next(cell.iterancestors(_TR)) is row]
            if len(cells) == 1:
                yield from (line for line, _ in self._blocks(cells[0]))
            else:
                texts = [" ".join(line.strip() for line, _ in self._blocks(cell)) for cell in cells]
                yield " | ".join(texts).strip(" |")


def _words(element: etree._Element) -> Iterator[str]:
    """Yield the visible words of a paragraph, without those of its text boxes."""
    for child in element:
        if child.tag in _DROPPED:
            continue
        if child.tag == _T:
            yield child.text or ""
        elif child.tag == _TAB:
            yield "\t"
        elif child.tag in {_BR, _CR}:
            yield "\n"
        elif child.tag == _HYPHEN:
            yield "-"
        elif child.tag == _R and _is_raised(child):
            yield from map(raised, _words(child))
        elif not (child.tag == _R and _is_hidden(child)):
            yield from _words(child)


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val"), "true") not in {"0", "false"}


def _is_raised(run: etree._Element) -> bool:
    set_at = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    return set_at is not None and set_at.get(qn("w:val")) == "superscript" and not _is_hidden(run)


def _boxes(paragraph: etree._Element) -> list[etree._Element]:
    """Return the outermost text boxes of a paragraph, each once although Word writes it twice."""
    return [
        box
        for box in paragraph.iter(_BOX)
        if next(box.iterancestors(_FALLBACK), None) is None and next(box.iterancestors(_P), None) is paragraph
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
    """Return the distinct texts of the running heads or feet; fields such as the page number have no words."""
    found: dict[str, None] = {}
    for section in document.sections:
        for part in (getattr(section, name) for name in (place, f"first_page_{place}", f"even_page_{place}")):
            if not part.is_linked_to_previous:
                texts = ("".join(_words(paragraph._p)).strip() for paragraph in part.paragraphs)  # noqa: SLF001  # the XML
                found.update((text, None) for text in texts if text)
    return list(found)


def _notes(package: zipfile.ZipFile) -> Iterator[str]:
    """Yield the foot notes, then the end notes; the rules that part them from the text have no words."""
    for part in _NOTES:
        if part in package.namelist():
            for note in etree.fromstring(package.read(part), etree.XMLParser(resolve_entities=False, no_network=True)):
                text = "".join(word for paragraph in note.iter(_P) for word in _words(paragraph)).strip()
                if text and note.get(qn("w:type")) is None:
                    yield text


def _problems(body: etree._Element, package: zipfile.ZipFile) -> Iterator[Problem]:
    deleted = sum(1 for _ in body.iter(qn("w:del"), qn("w:moveFrom")))
    hidden = sum(1 for run in body.iter(_R) if _is_hidden(run))
    embedded = [name for name in package.namelist() if name.startswith("word/embeddings/") or name.endswith(".bin")]
    remarks = (
        (deleted, "tracked_changes", f"有{deleted}处修订痕迹：按接受全部修订读取，已删的文字未入库，请确认定稿。"),
        (hidden, "hidden_text", f"有{hidden}处隐藏文字，未入库。"),
        (len(embedded), "embedded", f"内嵌{len(embedded)}个对象或宏，未读取。"),
    )
    for number, code, message in remarks:
        if number:
            yield Problem(code=code, severity=Severity.INFO, message=message)
