"""PDF files with a text layer: line by line, page after page; running heads and page numbers are marked.

pypdf rather than pdfplumber: on the same pages it found the same characters in less time, keeps the indents that show
where a paragraph begins, limits what a stream may unpack to, and brings nothing with it (docs/decisions).
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pypdf import PageObject, PdfReader
from pypdf.errors import LimitReachedError, PyPdfError

from ingest.readers.extraction import Extraction, TextBuilder
from ingest.readers.packages import unreadable
from knowledge.documents import Problem, Severity

MOST_PAGES = 2_000
_EDGE = 2
"""Lines at the head and at the foot of a page that may be the same on every page."""

_OFTEN = 0.5
_FEWEST = 2
_UNREADABLE = re.compile(r"[\ufffd\ue000-\uf8ff\x80-\x9f]")
_UNREADABLE_SHARE = 0.2
_PAGE_NUMBER = re.compile(r"[-—–－·•\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[-—–－·•\s]*")
_SENTENCE = re.compile("[。；，]")
"""No running head has these; two pages may well end with the same words."""

_DIGITS = re.compile(r"\d+")
_LISTED = 8


def read_pdf(data: bytes) -> Extraction:
    """Return the text layer.

    Raises:
        UnreadableError: It is encrypted, damaged, too long, scanned, or its characters have no meaning.
    """
    logging.disable(logging.CRITICAL)
    pages = [page.rstrip().split("\n") for page in _pages(data)]
    empty = [number for number, page in enumerate(pages, start=1) if not "".join(page).strip()]
    if len(empty) == len(pages):
        raise unreadable(
            "scanned", "没有文字层，可能是扫描件，请先做文字识别（OCR），另存为可选中文字的 PDF 或 Word 后再导入。"
        )
    _refuse_unreadable("".join(line for page in pages for line in page))
    built = TextBuilder()
    running = _running(pages)
    for page in pages:
        marks = _edge_marks(page, running)
        for index, line in enumerate(page):
            built.add(line, mark=marks.get(index))
    return Extraction(format="pdf", text=built.text, marks=tuple(built.marks), problems=tuple(_problems(empty, pages)))


def _pages(data: bytes) -> list[str]:
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise unreadable("encrypted", "文件设有密码，请解除密码后再导入。")
        if len(reader.pages) > MOST_PAGES:
            raise unreadable("too_large", f"超过{MOST_PAGES}页，请拆分后再导入。")
        return [_text(page) for page in reader.pages]
    except LimitReachedError as error:
        raise unreadable("too_large", "文件展开后过大，未作读取，请拆分或另存后再导入。") from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, NotImplementedError) as error:
        raise unreadable("damaged", "PDF 不完整或已损坏，请重新取得原件，或打开后另存再导入。") from error


def _text(page: PageObject) -> str:
    """Return the words of a page, without the zero bytes of two-byte fonts.

    What is over a limit counts for pypdf as no words; asked for itself, it raises.
    """
    text = page.extract_text().replace("\0", "")
    contents = None if text.strip() else page.get_contents()
    if contents is not None:
        contents.get_data()
    return text


def _refuse_unreadable(text: str) -> None:
    written = [character for character in text if not character.isspace()]
    if written and len(_UNREADABLE.findall(text)) > _UNREADABLE_SHARE * len(written):
        raise unreadable(
            "unreadable_font", "文字层是乱码（字体没有对应的文字），请做文字识别（OCR）或索取 Word 原件后再导入。"
        )


def _edges(page: Sequence[str]) -> list[int]:
    """Return the indexes of the first and the last written lines of a page."""
    written = [index for index, line in enumerate(page) if line.strip()]
    return sorted({*written[:_EDGE], *written[-_EDGE:]})


def _running(pages: Sequence[Sequence[str]]) -> set[str]:
    """Return the lines, digits apart, that stand at the edge of most pages."""
    edges = ({page[index] for index in _edges(page) if not _SENTENCE.search(page[index])} for page in pages)
    counts = Counter(shape for lines in edges for shape in set(map(_shape, lines)))
    written = sum(1 for page in pages if any(line.strip() for line in page))
    enough = max(_FEWEST, _OFTEN * written)
    return {shape for shape, count in counts.items() if count >= enough and shape}


def _shape(line: str) -> str:
    return _DIGITS.sub("0", "".join(line.split()))


def _edge_marks(page: Sequence[str], running: set[str]) -> dict[int, str]:
    """Return the kinds of those lines of a page that belong to the paper; only at its edges, from outside inwards."""
    edges = _edges(page)
    numbers = {index: "page_number" for index in edges if _PAGE_NUMBER.fullmatch(page[index].strip())}
    heads = {index: "running_head" for index in edges if _shape(page[index]) in running}
    return heads | numbers


def _problems(empty: Sequence[int], pages: Sequence[Sequence[str]]) -> Iterator[Problem]:
    for number in empty[:_LISTED]:
        line = sum(len(page) for page in pages[: number - 1]) + 1
        message = f"第{number}页没有文字，可能是扫描的图片，该页内容未入库。"
        yield Problem(code="page_without_text", severity=Severity.WARNING, message=message, line=line)
    if len(empty) > _LISTED:
        message = f"另有{len(empty) - _LISTED}页没有文字，未入库。"
        yield Problem(code="page_without_text", severity=Severity.WARNING, message=message)
