"""Photos as the pages of one PDF, in their order and unchanged: what is kept can be opened by anybody."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdfium2 as pdfium

from ingest.readers.packages import unreadable
from ingest.readers.worker import LENGTH

_DOTS = 72 / 200
"""Points a pixel: two hundred dots an inch, at which pages are recognised, so that none is made larger or smaller."""


def bound(data: bytes) -> bytes:
    """Return a PDF of JPEG pictures, each of which stands after its length.

    Raises:
        UnreadableError: One of them is no JPEG.
    """
    pdf = pdfium.PdfDocument.new()
    for photo in _parted(data):
        picture = pdfium.PdfImage.new(pdf)
        picture.load_jpeg(io.BytesIO(photo), inline=True)
        width, height = (side * _DOTS for side in picture.get_px_size())
        if not width or not height:
            raise unreadable("damaged", "照片不完整或已损坏，请重新拍照后再发。")
        picture.set_matrix(pdfium.PdfMatrix().scale(width, height))
        page = pdf.new_page(width, height)
        page.insert_obj(picture)
        page.gen_content()
    written = io.BytesIO()
    pdf.save(written)
    return written.getvalue()


def _parted(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        begin = at + LENGTH.size
        at = begin + LENGTH.unpack(data[at:begin])[0]
        yield data[begin:at]
