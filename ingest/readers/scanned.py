"""Scans and pictures: pages without usable text are recognised, the others read as they are."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from ingest.readers.extraction import Extraction
from ingest.readers.packages import unreadable
from ingest.readers.pdfium_pages import PrintedFile, PrintedPage, read_printed
from ingest.readers.printed import pages_without_text, text_of_pages
from ingest.readers.recognition import Picture, Recognised, recognise
from knowledge.documents import Problem, Severity

_SHARPNESS = 200 / 72
"""Pixels a point: 200 dots an inch."""

_LONGEST_SIDE = 4_000
"""Pixels; larger pages are made smaller."""

_MOST_PIXELS = 120_000_000
_MOST_PAGES = 300
_ILLEGIBLE = "图像识别不出可靠的文字，可能是手写或过于模糊，未入库，请换清晰的原件，或录入文字后再导入。"
_NO_WORDS = "图片里没有识别出文字，没有可入库的内容，请确认是否选错了文件。"
_DAMAGED = "图片不完整或已损坏，请重新取得后再导入。"
_TOO_LARGE = "图片过大，未作读取，请缩小到一亿像素以内后再导入。"


def read_scan(data: bytes) -> Extraction:
    """Return the text of a PDF of which some pages or all are pictures.

    Raises:
        UnreadableError: It cannot be opened, is too long, or is illegible.
    """
    file = read_printed(data)
    wanted = pages_without_text(file)
    if len(wanted) > _MOST_PAGES:
        raise unreadable("too_large", f"需要识别的扫描页超过{_MOST_PAGES}页，请拆分后再导入。")
    pdf = pdfium.PdfDocument(data)
    read = {number: recognise(_rendered(pdf, number)) for number in wanted}
    return _marked(file.pages, read, "scan", file)


def read_picture(data: bytes) -> Extraction:
    """Return the text of a picture; of a .tif, of all its pages.

    Raises:
        UnreadableError: It is damaged, too large, animated, or illegible.
    """
    read = {number: recognise(picture) for number, picture in enumerate(_frames(data))}
    return _marked((PrintedPage(()),) * len(read), read, "image", PrintedFile((), (), 0))


def _marked(pages: tuple[PrintedPage, ...], read: dict[int, Recognised], form: str, file: PrintedFile) -> Extraction:
    legible = {number: found for number, found in read.items() if found.is_legible and found.glyphs}
    if not any(found.glyphs for found in read.values()) and len(read) == len(pages):
        raise unreadable("no_words", _NO_WORDS)
    if not legible and len(read) == len(pages):
        raise unreadable("illegible", _ILLEGIBLE)
    whole = tuple(
        PrintedPage(legible[number].glyphs, page.notes, page.remarks) if number in legible else page
        for number, page in enumerate(pages)
    )
    found = text_of_pages(file._replace(pages=whole), form)
    if not legible:
        return found.model_copy(update={"format": "pdf"})
    which = "" if len(legible) == len(pages) else f"第{'、'.join(str(number + 1) for number in legible)}页"
    told = f"{which}文字据图像识别，引用前请核对原件。"
    remark = Problem(code="recognised", severity=Severity.WARNING, message=told)
    return found.model_copy(update={"problems": (*found.problems, remark)})


def _rendered(pdf: pdfium.PdfDocument, number: int) -> Picture:
    page = pdf[number]
    scale = min(_SHARPNESS, _LONGEST_SIDE / max(page.get_size()))
    return np.ascontiguousarray(page.render(scale=scale, rev_byteorder=False).to_numpy()[:, :, :3])


def _frames(data: bytes) -> Iterator[Picture]:
    """Yield the pages of a picture, turned as the camera says."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data))
        if getattr(image, "is_animated", False) and image.format != "TIFF":
            raise unreadable("animated", "这是动图，请截取其中一幅，另存为 .png 后再导入。")
        if getattr(image, "n_frames", 1) > _MOST_PAGES:
            raise unreadable("too_large", f"图片超过{_MOST_PAGES}页，请拆分后再导入。")
        for frame in ImageSequence.Iterator(image):
            if frame.width * frame.height > _MOST_PIXELS:
                raise unreadable("too_large", _TOO_LARGE)
            upright = ImageOps.exif_transpose(frame).convert("RGB")
            upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            yield np.ascontiguousarray(np.asarray(upright)[:, :, ::-1])
    except Image.DecompressionBombError as error:
        raise unreadable("too_large", _TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise unreadable("damaged", _DAMAGED) from error
