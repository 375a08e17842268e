"""Pages as pictures: of a PDF as it prints, of a picture as the camera held it; to be recognised, or to be shown."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageOps, ImageSequence, UnidentifiedImageError

from ingest.formats import is_heic
from ingest.readers.packages import unreadable
from ingest.readers.page_lines import WHOLE
from knowledge.pages import Box

try:
    from pi_heif import register_heif_opener
except ImportError:  # an extra of the package
    _READS_HEIC = False
else:
    register_heif_opener()
    _READS_HEIC = True

Picture = NDArray[np.uint8]
"""Rows of pixels, blue, green, red."""

MOST_PAGES = 300
_SHARPNESS = 200 / 72
"""Pixels a point: 200 dots an inch."""

_LONGEST_SIDE, _SHOWN_SIDE = 4_000, 2_000
"""Pixels; larger pages are made smaller, to be recognised and to be shown."""

_MOST_PIXELS = 120_000_000
_MARKED, _MARGIN = "#ffe58a", 40
"""The colour of a marker pen, and how far it goes beyond a line, in ten-thousandths."""

_QUALITY = 85
_DAMAGED = "图片不完整或已损坏，请重新取得后再导入。"
_TOO_LARGE = "图片过大，未作读取，请缩小到一亿像素以内后再导入。"
_TURNS = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}


def rendered(pdf: pdfium.PdfDocument, number: int) -> Picture:
    """Return a page of a PDF, from 0."""
    page = pdf[number]
    scale = min(_SHARPNESS, _LONGEST_SIDE / max(page.get_size()))
    return np.ascontiguousarray(page.render(scale=scale, rev_byteorder=False).to_numpy()[:, :, :3])


def frames(data: bytes) -> tuple[int, Iterator[Picture]]:
    """Return how many pages a picture has, and the pages, turned as the camera says.

    Raises:
        UnreadableError: It is damaged, too large, animated, or of a format that has no reader here; the pages too.
    """
    with _reading():
        image = _opened(data)
        count = getattr(image, "n_frames", 1)
    return count, (np.ascontiguousarray(np.asarray(frame)[:, :, ::-1]) for frame in _frames(image))


def marked_page(data: bytes, number: int, turned: int, boxes: Sequence[Box]) -> bytes:
    """Return a page of a PDF or a picture, from 1, as it was read, with some lines marked, as JPEG.

    Raises:
        UnreadableError: There is no such page, or it cannot be read.
    """
    page = _page(data, number - 1)
    if turned:
        page = page.transpose(_TURNS[turned])
    page.thumbnail((_SHOWN_SIDE, _SHOWN_SIDE))
    marker = Image.new("RGB", page.size, "white")
    pen, sides = ImageDraw.Draw(marker), page.size * 2
    for left, top, right, bottom in boxes:
        corners = (left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN)
        pen.rectangle([at * side / WHOLE for at, side in zip(corners, sides, strict=True)], _MARKED)
    buffer = io.BytesIO()
    ImageChops.multiply(page, marker).save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()


def _page(data: bytes, index: int) -> Image.Image:
    if b"%PDF-" not in data[:1024]:
        with _reading():
            image = _opened(data)
        found = next((frame for number, frame in enumerate(_frames(image)) if number == index), None)
    else:
        with suppress(pdfium.PdfiumError):
            pdf = pdfium.PdfDocument(data)
            found = Image.fromarray(rendered(pdf, index)[:, :, ::-1].copy()) if index < len(pdf) else None
    if found is None:
        raise unreadable("no_such_page", "这份文件没有这一页。")
    return found


def _opened(data: bytes) -> Image.Image:
    """Return a picture of which only the head has been read."""
    if is_heic(data) and not _READS_HEIC:
        raise unreadable("heic", "这是苹果手机的 HEIC 图片，本机没有安装读取它的组件，请另存为 .jpg 后再导入。")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        image = Image.open(io.BytesIO(data))
    if getattr(image, "is_animated", False) and image.format not in {"TIFF", "HEIF"}:
        raise unreadable("animated", "这是动图，请截取其中一幅，另存为 .png 后再导入。")
    if getattr(image, "n_frames", 1) > MOST_PAGES:
        raise unreadable("too_large", f"图片超过{MOST_PAGES}页，请拆分后再导入。")
    return image


def _frames(image: Image.Image) -> Iterator[Image.Image]:
    with _reading():
        for frame in ImageSequence.Iterator(image):
            if frame.width * frame.height > _MOST_PIXELS:
                raise unreadable("too_large", _TOO_LARGE)
            upright = ImageOps.exif_transpose(frame).convert("RGB")
            upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            yield upright


@contextmanager
def _reading() -> Iterator[None]:
    """Turn what the library raises over a picture into what is said of it."""
    try:
        yield
    except Image.DecompressionBombError as error:
        raise unreadable("too_large", _TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise unreadable("damaged", _DAMAGED) from error
