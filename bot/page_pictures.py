"""Pages of scans as they were read, with the lines marked that were quoted: a reader checks the words against them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from bot.contracts.pages import PagePictureJson
from knowledge.documents import Document
from knowledge.errors import BadRequestError
from knowledge.pages import Box, Page, pages_of

Draw = Callable[[bytes, Page, Sequence[Box]], bytes]
"""Returns a page of a file as JPEG with some places marked."""

MOST = 3
"""Pages of one quotation."""


class PagePicture(NamedTuple):
    """A page, from 1, as JPEG."""

    number: int
    jpeg: bytes


def quoted_pages(document: Document, start: int, end: int) -> list[Page]:
    """Return the recognised pages on which a span of the extracted text stands."""
    return [page for page in pages_of(document.pages or (), start, end) if page.recognised][:MOST]


def saved_page(
    document: Document, original: bytes, number: int | None, file: Path | None, draw: Draw
) -> PagePictureJson:
    """Write a page into a file, every line that was recognised marked, and say where it is.

    Raises:
        BadRequestError: Page or file is missing, there is no such page, or it cannot be shown or written.
    """
    if number is None or file is None or file.suffix.lower() not in {".jpg", ".jpeg"}:
        raise BadRequestError("请同时写明第几页和图片文件，图片为 .jpg。例：ronghe show ID --page 3 --picture 原页.jpg")
    if document.pages is None:
        raise BadRequestError("这份材料入库时还没有记录页码；请用 ronghe ingest --again 重新读取原文件后再试。")
    page = next((each for each in document.pages if each.number == number), None)
    if page is None:
        numbers = f"它在第{document.pages[0].number}—{document.pages[-1].number}页" if document.pages else "它不分页"
        raise BadRequestError(f"这份材料没有第{number}页，{numbers}。")
    try:
        file.write_bytes(draw(original, page, [line[2:] for line in page.lines]))
    except OSError as error:
        raise BadRequestError(f"写不了 {file}（{error.strerror}），请换一个位置。") from error
    return PagePictureJson(id=document.id, page=number, recognised=page.recognised, picture=str(file.absolute()))
