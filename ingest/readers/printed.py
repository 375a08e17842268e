"""PDF files with a text layer: line by line, page after page; running heads and page numbers are marked.

pdfium reads (decision 0110); lines, columns and paragraphs follow from where the characters stand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from ingest.plausibility import plausibility
from ingest.problems import COMMENTS, PICTURES, doubt, remark
from ingest.readers.extraction import Extraction, TextBuilder
from ingest.readers.packages import unreadable
from ingest.readers.page_layout import lay_out_page
from ingest.readers.page_lines import placed
from ingest.readers.page_runs import stacked
from ingest.readers.pdfium_pages import PrintedFile, read_printed
from knowledge.documents import Problem
from knowledge.pages import Page

_EDGE = 2
"""Lines at the head and at the foot of a page that may be the same on every page."""

_OFTEN = 0.5
_FEWEST = 2
_UNREADABLE = re.compile(r"[\ufffd\ue000-\uf8ff\x80-\x9f]")
_UNREADABLE_SHARE, _FEWEST_WRONG = 0.2, 10
"""Characters without a meaning among those beyond ASCII, which Latin words would hide; a few are bullets."""

_IMPLAUSIBLE, _FOREIGN_SHARE = 0.2, 0.1
"""Share of common characters, and of signs of other scripts: lists of names have few of both."""

_FOREIGN = re.compile("[\u00c0-\u052f\u2100-\u266f\u3040-\u31bf\u3400-\u4dbf\uac00-\ud7af]")
_NO_CHARACTERS = "文字层是乱码（字体没有对应的文字），请做文字识别（OCR）或索取 Word 原件后再导入。"
_NO_FONT = "文字读不出（所用字体没有嵌入文件），请做文字识别（OCR）或索取 Word 原件后再导入。"
_SCANNED = 40
"""Characters on a page that is a picture; more are a text."""

_SCANNER = re.compile(
    r"扫描全能王|全能扫描|扫描王|夸克扫描|(?:由|用|使用).{0,12}扫描|CamScanner|Scanned (?:by|with)", re.IGNORECASE
)
_GLYPH_NAMES = re.compile(r"/[A-Za-z]{1,3}[0-9A-F]{1,4}(?![0-9A-Za-z])|\(cid:\d+\)")
"""What some programs give for characters of fonts without a map: /G24/G25, (cid:12)."""

_DECORATED = re.compile(
    r"[-—–－·•\s]+\d{1,4}[-—–－·•\s]+|第\s*\d{1,4}\s*页(?:\s*[/／,，]?\s*共\s*\d{1,4}\s*页)?"
    r"|\d{1,4}\s*[/／]\s*\d{1,4}(?:\s*页)?|(?:第\s*)?\d{1,4}\s*页"
)
"""What can only be a page number: — 3 —, 第3页, 3/10."""

_SENTENCE = re.compile("[。；，]")
"""No running head has these; two pages may well end with the same words."""

_NUMBER = re.compile(r"\d+")
_LISTED = 8

Lines = Sequence[str]


def read_pdf(data: bytes) -> Extraction:
    """Return the text layer.

    Raises:
        UnreadableError: It is encrypted, damaged, too long, scanned, or its characters have no meaning.
    """
    return text_of_pages(read_printed(data), "pdf")


def text_of_pages(file: PrintedFile, form: str) -> Extraction:
    """Return the text of a file that is laid out on pages; `form` is the name of its format.

    Raises:
        UnreadableError: There is no text on them, or it has no meaning.
    """
    layouts = [lay_out_page(page.glyphs) for page in file.pages]
    pages = [[*layout.lines, *page.notes] for layout, page in zip(layouts, file.pages, strict=True)]
    numbered = _counting(pages)
    empty = [
        number
        for number, page in enumerate(pages, start=1)
        if _says_nothing(page, number - 1, numbered, pictures=file.pages[number - 1].pictures)
    ]
    if len(empty) == len(pages):
        if any(page.lost for page in file.pages):
            raise unreadable("unreadable_font", _NO_FONT)
        raise unreadable(
            "scanned", "没有文字层，可能是扫描件，请先做文字识别（OCR），另存为可选中文字的 PDF 或 Word 后再导入。"
        )
    _refuse_unreadable("".join(line for page in pages for line in page))
    built, starts = TextBuilder(), list[int]()
    for number, (page, layout) in enumerate(zip(pages, layouts, strict=True)):
        starts.append(built.length)
        marks = _edge_marks(page, number, numbered)
        for index, line in enumerate(page):
            built.add(line, mark=marks.get(index))
        for words in layout.askew:
            built.add(words, mark="running_head")
    edges = [page[index].strip() for page in pages for index in _edges(page)]
    askew = [words for layout in layouts for words in layout.askew]
    notes = [words for page in file.pages for words in (*page.notes, *page.remarks, *page.hints, *stacked(page.glyphs))]
    return Extraction(
        format=form,
        text=built.text,
        marks=tuple(built.marks),
        problems=tuple(_problems(empty, pages, file)),
        pages=tuple(_placed(file, starts, built.text)),
        apart=tuple(dict.fromkeys((*edges, *askew, *notes, *file.properties))),
    )


def _placed(file: PrintedFile, starts: Sequence[int], text: str) -> Iterator[Page]:
    """Yield the pages, with where the lines of those that were recognised stand."""
    ends = [*starts[1:], len(text)]
    for number, (page, start, end) in enumerate(zip(file.pages, starts, ends, strict=True), start=1):
        if page.lines is None:
            yield Page(number=number, start=start)
        else:
            lines = placed(page.lines, text[start:end], start)
            yield Page(number=number, start=start, recognised=True, turned=page.turned, lines=lines)


def pages_without_text(file: PrintedFile) -> list[int]:
    """Return the pages, from 0, whose words are nothing but pictures, or characters without a meaning."""
    pages = [[*lay_out_page(page.glyphs).lines, *page.notes] for page in file.pages]
    numbered = _counting(pages)
    return [
        number
        for number, page in enumerate(pages)
        if _says_nothing(page, number, numbered, pictures=file.pages[number].pictures) or _is_unreadable("".join(page))
    ]


def _refuse_unreadable(text: str) -> None:
    if _is_unreadable(text):
        raise unreadable("unreadable_font", _NO_CHARACTERS)


def _is_unreadable(text: str) -> bool:
    written = [character for character in text if not character.isspace()]
    wrong = len(_UNREADABLE.findall(text))
    without_meaning = wrong >= _FEWEST_WRONG and wrong > _UNREADABLE_SHARE * sum(not each.isascii() for each in written)
    named = sum(len(name) for name in _GLYPH_NAMES.findall(text)) > _UNREADABLE_SHARE * len(written)
    foreign = len(_FOREIGN.findall(text)) > _FOREIGN_SHARE * len(written)
    return bool(written) and (without_meaning or named or (foreign and plausibility(text) < _IMPLAUSIBLE))


def _says_nothing(page: Lines, number: int, counting: set[tuple[str, int]], *, pictures: int) -> bool:
    """Tell a page without words, or a scanned one: pictures, and what the program that scanned it prints."""
    written = [line for line in page if line.strip()]
    few = pictures and sum(len("".join(line.split())) for line in written) <= _SCANNED
    return not written or bool(
        few and all(_SCANNER.search(line) or set(_shapes(line, number)) & counting for line in written)
    )


def _edges(page: Sequence[str]) -> list[int]:
    """Return the indexes of the first and the last written lines of a page."""
    written = [index for index, line in enumerate(page) if line.strip()]
    return sorted({*written[:_EDGE], *written[-_EDGE:]})


def _counting(pages: Sequence[Lines]) -> set[tuple[str, int]]:
    """Return the lines that stand at the edge of most pages: the same, or with a number that goes up with the pages."""
    shapes = (
        {shape for index in _edges(page) if not _SENTENCE.search(page[index]) for shape in _shapes(page[index], number)}
        for number, page in enumerate(pages)
    )
    counts = Counter(shape for found in shapes for shape in found)
    written = sum(1 for page in pages if any(line.strip() for line in page))
    enough = max(_FEWEST, _OFTEN * written)
    return {shape for shape, count in counts.items() if count >= enough}


def _shapes(line: str, page: int) -> Iterator[tuple[str, int]]:
    """Yield a line as it is, and with each of its numbers as the distance to the number of the page."""
    squashed = "".join(line.split())
    if squashed and not squashed.isdigit():
        yield squashed, 0
    for match in _NUMBER.finditer(squashed):
        yield f"{squashed[: match.start()]}\0{squashed[match.end() :]}", int(match[0]) - page


def _edge_marks(page: Lines, number: int, counting: set[tuple[str, int]]) -> dict[int, str]:
    """Return the kinds of those lines of a page that belong to the paper; only at its edges."""
    marks: dict[int, str] = {}
    for index in _edges(page):
        shapes = set(_shapes(page[index], number)) & counting
        if _DECORATED.fullmatch(page[index].strip()) or any(shape == "\0" for shape, _ in shapes):
            marks[index] = "page_number"
        elif shapes:
            marks[index] = "running_head"
    return marks


def _problems(empty: Sequence[int], pages: Sequence[Lines], file: PrintedFile) -> Iterator[Problem]:
    """Yield a receipt for everything that was not read."""
    starts = [*accumulate((len(page) for page in pages), initial=1)]
    for number in empty[:_LISTED]:
        message = f"第{number}页没有文字，可能是扫描的图片，该页内容未入库。"
        line = starts[number - 1]
        yield doubt("page_without_text", message, line=line)
    if len(empty) > _LISTED:
        yield doubt("page_without_text", f"另有{len(empty) - _LISTED}页没有文字，未入库。")
    lost = [number for number, page in enumerate(file.pages, start=1) if page.lost and number not in empty]
    if lost:
        message = f"第{lost[0]}页等{len(lost)}页有文字因字体缺失读不出，请做文字识别（OCR）或索取 Word 原件。"
        yield doubt("lost_text", message)
    counted = (
        ([page.pictures for page in file.pages], "picture", PICTURES),
        ([len(page.remarks) for page in file.pages], "comment", COMMENTS),
        ([file.attachments], "embedded", "内嵌{}个附件，未读取。"),
    )
    for numbers, code, told in counted:
        if any(numbers):
            line = next(start for start, number in zip(starts, numbers, strict=False) if number)
            yield remark(code, told.format(sum(numbers)), line=line)
