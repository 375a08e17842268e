"""Pictures for people: a page as it was read, and photos put together as the pages of one file."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.readers.child import Extractor
from ingest.readers.extraction import PageView
from knowledge.documents import Problem
from knowledge.errors import BadRequestError
from knowledge.pages import Box, Page


def page_picture(data: bytes, page: Page, boxes: Sequence[Box]) -> bytes:
    """Return a page of a PDF or a picture as JPEG, with these lines of it marked.

    Raises:
        BadRequestError: It cannot be shown; the message says why.
    """
    with Extractor() as extractor:
        view = PageView(number=page.number, turned=page.turned, boxes=tuple(boxes))
        return _kept(extractor.picture(data, view))


def bound_photos(photos: Sequence[bytes]) -> bytes:
    """Return JPEG pictures as the pages of one PDF.

    Raises:
        BadRequestError: One of them is damaged; the message says what to do.
    """
    with Extractor() as extractor:
        return _kept(extractor.bound(photos))


def _kept(found: bytes | Problem) -> bytes:
    if isinstance(found, Problem):
        raise BadRequestError(found.message)
    return found
