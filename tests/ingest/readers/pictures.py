"""Builds pages as scanners and phones see them, from texts of our own.

No machine can be counted on to have a Chinese font: `page.ttf` holds the characters that tests write, and no others
(`python -m tests.ingest.readers.page_font FONT` puts more of them into it).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from tests.ingest.readers import made_files as made

SIZE = (1_240, 1_754)
"""Pixels of a page of 210 by 297 mm at 150 dots an inch."""

FONT = Path(__file__).with_name("page.ttf")
RED = (205, 30, 35)


def picture(lines: Sequence[str]) -> Image.Image:
    """Return a page with these Latin lines."""
    page = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(page)
    for row, line in enumerate(lines):
        pen.text((120, 150 + 90 * row), line, "black", ImageFont.load_default(42))
    return page


def chinese_page(title: str, *lines: str, head: str = "", stamp: str = "") -> Image.Image:
    """Return a page of an office: title, paragraphs wrapped at its margin, a mark in its head, a red stamp."""
    page = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(page)
    pen.text((120, 90), head, "black", font(32))
    pen.text((SIZE[0] / 2, 190), title, "black", font(48), anchor="ma")
    y = 320
    for line in lines:
        for start in range(0, len(line), 27):
            pen.text((120, y), line[start : start + 27], "black", font(36))
            y += 62
    if stamp:
        pen.rectangle((880, 80, 1_120, 170), outline=RED, width=6)
        pen.text((1_000, 125), stamp, RED, font(44), anchor="mm")
    return page


def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


def brushed(page: Image.Image, strength: float, seed: int = 7) -> Image.Image:
    """Return a page as if written by a hand in haste: every stroke bent, lines rising and falling.

    Args:
        page: Black on white.
        strength: Pixels by which a point may have moved, about.
        seed: Another hand.
    """
    draw = np.random.default_rng(seed)
    height, width = page.height, page.width
    moved = [_waves(draw, (height, width), every) * strength for every in (14, 14)]
    slow = _waves(draw, (height, width), 160) * 3 * strength
    rows, columns = np.mgrid[0:height, 0:width]
    at = np.clip(rows + moved[0] + slow, 0, height - 1).astype(int)
    across = np.clip(columns + moved[1], 0, width - 1).astype(int)
    return Image.fromarray(np.asarray(page)[at, across])


def _waves(draw: np.random.Generator, shape: tuple[int, int], every: int) -> np.ndarray:
    """Return a smooth random field between -1 and 1, of bumps so many pixels wide."""
    coarse = draw.uniform(-1, 1, (shape[0] // every + 2, shape[1] // every + 2)).astype(np.float32)
    smooth = Image.fromarray(coarse).resize((shape[1], shape[0]), Image.Resampling.BICUBIC)
    return np.asarray(smooth)


def saved(image: Image.Image, form: str = "PNG", *more: Image.Image) -> bytes:
    """Return a picture in a format; with `more` pages where the format has pages."""
    buffer = io.BytesIO()
    if more:
        image.save(buffer, form, save_all=True, append_images=list(more))
    else:
        image.save(buffer, form)
    return buffer.getvalue()


def scan(*pages: Image.Image | str | Sequence[str], foot: str = "") -> bytes:
    """Return a PDF of pictures, or of typed lines, with what the scanning program prints below."""
    buffer = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont(made.FONT))
    made_file = canvas.Canvas(buffer)
    for page in pages:
        made_file.setFont(made.FONT, 12)
        if isinstance(page, Image.Image):
            made_file.drawImage(ImageReader(page), 0, 0, 595, 842)
        else:
            for row, line in enumerate([page] if isinstance(page, str) else page):
                made_file.drawString(60, 700 - 20 * row, line)
        made_file.drawString(250, 10, foot)
        made_file.showPage()
    made_file.save()
    return buffer.getvalue()
