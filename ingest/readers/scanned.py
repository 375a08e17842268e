"""Scans and pictures: pages without usable text are recognised, the others read as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pypdfium2 as pdfium

from ingest.problems import doubt
from ingest.readers.courtesy import Courtesy
from ingest.readers.extraction import Extraction
from ingest.readers.packages import unreadable
from ingest.readers.page_pictures import MOST_PAGES, Picture, frames, rendered
from ingest.readers.pdfium_pages import PrintedFile, PrintedPage, read_printed
from ingest.readers.printed import pages_without_text, text_of_pages
from ingest.readers.recognition import Recognised, recognise
from knowledge.documents import Problem
from knowledge.ingesting import TellPages

_ILLEGIBLE = "图像识别不出可靠的文字，可能是手写或过于模糊，未入库，请换清晰的原件，或录入文字后再导入。"
_UNSURE = "第{}页字迹不清（手写或模糊），识别可能有误，请逐字核对原件。"
_NO_WORDS = "图片里没有识别出文字，没有可入库的内容，请确认是否选错了文件。"


def read_scan(data: bytes, tell: TellPages) -> Extraction:
    """Return the text of a PDF of which some pages or all are pictures.

    Raises:
        UnreadableError: It cannot be opened, is too long, or is illegible.
    """
    file = read_printed(data)
    wanted = pages_without_text(file)
    if len(wanted) > MOST_PAGES:
        raise unreadable("too_large", f"需要识别的扫描页超过{MOST_PAGES}页，请拆分后再导入。")
    pdf = pdfium.PdfDocument(data)
    pictures = ((number, rendered(pdf, number)) for number in wanted)
    return _marked(file.pages, _recognised(pictures, len(wanted), tell), "scan", file)


def read_picture(data: bytes, tell: TellPages) -> Extraction:
    """Return the text of a picture; of a .tif, of all its pages.

    Raises:
        UnreadableError: It is damaged, too large, animated, or illegible.
    """
    pages, pictures = frames(data)
    read = _recognised(enumerate(pictures), pages, tell)
    return _marked((PrintedPage(()),) * len(read), read, "image", PrintedFile((), (), 0))


def _recognised(pictures: Iterable[tuple[int, Picture]], pages: int, tell: TellPages) -> dict[int, Recognised]:
    read, courtesy = dict[int, Recognised](), Courtesy()
    for number, picture in pictures:
        tell(len(read), pages)
        courtesy.step_aside()
        read[number] = recognise(picture)
    return read


def _marked(pages: tuple[PrintedPage, ...], read: dict[int, Recognised], form: str, file: PrintedFile) -> Extraction:
    legible = {number: found for number, found in read.items() if found.is_legible and found.glyphs}
    if not any(found.glyphs for found in read.values()) and len(read) == len(pages):
        raise unreadable("no_words", _NO_WORDS)
    if not legible and len(read) == len(pages):
        raise unreadable("illegible", _ILLEGIBLE)
    whole = tuple(_as_read(page, legible[number]) if number in legible else page for number, page in enumerate(pages))
    found = text_of_pages(file._replace(pages=whole), form)
    if not legible:
        return found.model_copy(update={"format": "pdf"})
    return found.model_copy(update={"problems": (*found.problems, *_remarks(legible, len(pages)))})


def _remarks(legible: dict[int, Recognised], pages: int) -> Iterator[Problem]:
    """Yield what to know of the pages that were recognised, and of those that may be wrong."""
    which = "" if len(legible) == pages else f"第{_listed(legible)}页"
    yield doubt("recognised", f"{which}文字据图像识别，引用前请核对原件。")
    unsure = [number for number, found in legible.items() if not found.is_sure]
    if unsure:
        yield doubt("unsure", _UNSURE.format(_listed(unsure)))


def _listed(numbers: Iterable[int]) -> str:
    return "、".join(str(number + 1) for number in numbers)


def _as_read(page: PrintedPage, found: Recognised) -> PrintedPage:
    return PrintedPage(found.glyphs, page.notes, page.remarks, lines=found.lines, turned=found.turned)
