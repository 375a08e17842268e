"""Scans and pictures: pages that are pictures are recognised, and say so wherever they are quoted."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from ingest.formats import refusal
from ingest.readers.child import Extractor
from ingest.readers.extraction import Extraction
from ingest.sources import Rejected, SourceText, read_source
from tests.ingest.readers import made_files as made

pytest.importorskip("rapidocr")
from PIL import Image, ImageDraw, ImageFont

from ingest.readers.recognition import chinese_signs

WORDS = ["Study Plan 2024", "Meetings are held every month", "Results are published"]
"""Latin, for no Chinese font can be counted on to draw a picture with."""


def picture(lines: list[str]) -> Image.Image:
    """Return a page as a scanner sees it."""
    page = Image.new("RGB", (1_240, 1_754), "white")
    pen = ImageDraw.Draw(page)
    for row, line in enumerate(lines):
        pen.text((120, 150 + 90 * row), line, "black", ImageFont.load_default(42))
    return page


def saved(image: Image.Image, form: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form)
    return buffer.getvalue()


def scan(*pages: Image.Image | str, foot: str = "") -> bytes:
    """Return a PDF of pictures, or words, with what the scanning program prints below."""
    buffer = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont(made.FONT))
    made_file = canvas.Canvas(buffer)
    for page in pages:
        made_file.setFont(made.FONT, 12)
        if isinstance(page, str):
            made_file.drawString(60, 700, page)
        else:
            made_file.drawImage(ImageReader(page), 0, 0, 595, 842)
        made_file.drawString(250, 10, foot)
        made_file.showPage()
    made_file.save()
    return buffer.getvalue()


def read(extractor: Extractor, folder: Path, data: bytes, name: str) -> SourceText | Rejected:
    (folder / name).write_bytes(data)
    return read_source(folder / name, extractor.extract)


@pytest.mark.slow
def test_a_picture_is_read_whichever_way_it_lies(extractor: Extractor) -> None:
    """Upright and upside down; it is marked as recognised."""
    for turned in (0, 180):
        found = extractor.extract("image", saved(picture(WORDS).rotate(turned)))
        assert isinstance(found, Extraction), found
        assert [line.strip() for line in found.text.splitlines()] == WORDS
        assert (found.format, [problem.code for problem in found.problems]) == ("image", ["recognised"])


@pytest.mark.slow
def test_a_scan_with_a_line_of_its_program_is_recognised(extractor: Extractor, tmp_path: Path) -> None:
    """What a scanning program prints on each page is no text layer; typed pages beside it are read as they are."""
    typed = "附件　支部每月组织一次集中学习，学习结果按季度公布，接受全体党员的监督，并在年底集中报告。"
    source = read(extractor, tmp_path, scan(picture(WORDS), typed, foot="扫描全能王 创建"), "a.pdf")
    assert isinstance(source, SourceText), source
    assert source.encoding == "scan"
    assert WORDS[1] in source.text
    assert typed in source.text
    told = [problem.message for problem in source.extraction.problems] if source.extraction else []
    assert "第1页文字据图像识别，引用前请核对原件。" in told


def test_signs_behind_chinese_are_full_width() -> None:
    """The models give half-width ones now and then; in figures and Latin they stay."""
    assert chinese_signs("江山就是人民,比分3:2,(公开)") == "江山就是人民，比分3:2,（公开）"


@pytest.mark.slow
def test_a_picture_without_words_is_refused(extractor: Extractor, tmp_path: Path) -> None:
    """It says what to do."""
    source = read(extractor, tmp_path, saved(Image.new("RGB", (900, 900), "white")), "a.png")
    assert isinstance(source, Rejected)
    assert source.problem.code == "no_words"


def animated() -> bytes:
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (40, 40), color) for color in ("red", "blue")]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (animated(), "animated"),
        (saved(Image.new("1", (30_000, 30_000))), "too_large"),
        (saved(Image.new("RGB", (900, 900)))[:400], "damaged"),
    ],
    ids=["animated", "30000_by_30000", "half"],
)
def test_bad_pictures_are_named(extractor: Extractor, tmp_path: Path, data: bytes, code: str) -> None:
    """Nothing is unpacked of a picture that is too large."""
    source = read(extractor, tmp_path, data, "a.png")
    assert isinstance(source, Rejected)
    assert source.problem.code == code


def test_pictures_of_phones_are_named() -> None:
    """HEIC has no reader here."""
    refused = refusal(b"\0\0\0\x18ftypheic" + bytes(range(200)))
    assert refused is not None
    assert refused.code == "heic"
