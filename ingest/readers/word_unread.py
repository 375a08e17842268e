"""What a Word file holds besides words: other files put into it, diagrams, pictures, charts; read or counted."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree

from ingest.problems import CHARTS, COMMENTS, HIDDEN_TEXT, PICTURES, receipts, remark
from ingest.readers.extraction import Extraction, UnreadableError
from ingest.readers.packages import kind_of_package, open_package
from ingest.readers.rich_text import read_rich_text
from ingest.readers.web import read_page
from ingest.readers.word_runs import FALLBACK, RUN, UNKNOWN, is_hidden_run
from knowledge.documents import Problem

_RELATIONSHIP = qn("r:id")
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_PICTURES = (qn("a:blip"), "{urn:schemas-microsoft-com:vml}imagedata")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def chunk_lines(chunk: etree._Element, document: WordDocument) -> Iterator[str]:
    """Yield the lines of another file that stands in the text, a page or a document; none if it is neither."""
    part = document.part.related_parts.get(chunk.get(_RELATIONSHIP, ""))
    found = _read(part.blob) if part is not None else None
    yield from found.text.splitlines() if found is not None else ()


def chunk_words(document: WordDocument) -> Iterator[str]:
    """Yield the words that stand outside the text of the files put into a document."""
    for chunk in document.element.body.iter(qn("w:altChunk")):
        part = document.part.related_parts.get(chunk.get(_RELATIONSHIP, ""))
        found = _read(part.blob) if part is not None else None
        yield from found.apart if found is not None else ()


def _read(blob: bytes) -> Extraction | None:
    try:
        if blob.startswith(b"PK"):
            # Here and not above: a document may hold documents.
            from ingest.readers.word import read_word

            package = open_package(blob)
            return read_word(package, blob) if kind_of_package(package) == "docx" else None
        if blob.startswith(b"{\\rtf"):
            return read_rich_text(blob)
    except UnreadableError:
        return None
    if b"MIME-Version:" in blob[:400]:
        return None
    try:
        text = blob.decode("utf-16" if blob.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        text = blob.decode("gb18030", errors="replace")
    return read_page(text) if "<" in text else Extraction(format="text", text=text)


def diagram_lines(paragraph: etree._Element, document: WordDocument) -> Iterator[str]:
    """Yield the words of the diagrams (SmartArt) of a paragraph, one point a line."""
    for named in paragraph.iter(_DIAGRAM):
        part = document.part.related_parts.get(named.get(qn("r:dm"), ""))
        if part is not None and next(named.iterancestors(FALLBACK), None) is None:
            for point in etree.fromstring(part.blob, _PARSER).iter(qn("a:p")):
                yield "".join(each.text or "" for each in point.iter(qn("a:t")))


def problems(document: WordDocument, package: zipfile.ZipFile, text: str) -> Iterator[Problem]:
    """Yield a receipt for everything in a document that was not read, with the line behind which the first stands."""
    body, names = document.element.body, package.namelist()
    chunks = {
        each: document.part.related_parts.get(each.get(_RELATIONSHIP, "")) for each in body.iter(qn("w:altChunk"))
    }
    taken = {str(part.partname).lstrip("/") for part in chunks.values() if part is not None}
    objects = [name for name in names if name.startswith("word/embeddings/") or name.endswith(".bin")]
    placed = (
        (
            [*body.iter(qn("w:del"), qn("w:moveFrom"))],
            "tracked_changes",
            "有{}处修订痕迹：按接受全部修订读取，已删的文字未入库，请确认定稿。",
        ),
        ([run for run in body.iter(RUN) if is_hidden_run(run)], "hidden_text", HIDDEN_TEXT),
        (_drawn(body, *_PICTURES), "picture", PICTURES),
        (_drawn(body, _CHART), "chart", CHARTS),
        (
            [each for each, part in chunks.items() if part is None or _read(part.blob) is None],
            "unread_part",
            "拼入的{}个文件不是网页、文本、.rtf 或 .docx，未读取，请打开后全选复制到新文件再导入。",
        ),
    )
    counted = (
        (sum(name not in taken for name in objects), "embedded", "内嵌{}个对象或宏，未读取。"),
        (_comments(package), "comment", COMMENTS),
        (text.count(UNKNOWN), "unknown_sign", "有{}个符号字体的字符无法识别，原处标为“\ufffd”，请对照原件改正。"),
    )
    for elements, code, message in placed:
        if elements:
            yield remark(code, message.format(len(elements)), line=_line(elements[0], text))
    yield from receipts(counted)


def _drawn(body: etree._Element, *tags: str) -> list[etree._Element]:
    return [each for each in body.iter(*tags) if next(each.iterancestors(FALLBACK), None) is None]


def _line(element: etree._Element, text: str) -> int | None:
    """Return the line of the text behind whose words something stands; None where none stand before it."""
    before = element.xpath("preceding::*[local-name()='t'][normalize-space()][1]")
    at = text.find(before[0].text.strip()) if before else -1
    return text.count("\n", 0, at) + 1 if at >= 0 else None


def _comments(package: zipfile.ZipFile) -> int:
    name = "word/comments.xml"
    if name not in package.namelist():
        return 0
    return sum(1 for _ in etree.fromstring(package.read(name), _PARSER).iter(qn("w:comment")))
