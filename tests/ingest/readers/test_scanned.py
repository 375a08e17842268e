"""Scans and pictures: pages that are pictures are recognised, and say so wherever they are quoted."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from ingest.formats import refusal
from ingest.readers.child import Extractor
from ingest.readers.extraction import Extraction, PageView
from ingest.reading import read_documents
from ingest.screening import screened
from ingest.sources import Rejected, SourceText, read_source
from knowledge.documents import Problem
from knowledge.errors import BadRequestError
from tests.ingest.readers.pictures import brushed, chinese_page, picture, saved, scan
from tests.ingest.test_marks_everywhere import Gate

pytest.importorskip("rapidocr")
from PIL import Image, ImageDraw

from ingest.readers.recognition import chinese_signs

WORDS = ["Study Plan 2024", "Meetings are held every month", "Results are published"]
NOTICE = (
    "关于更换党员徽章的通知",
    "各支部：新制党员徽章已经到货，由组织委员到办公室领取。",
    "旧徽章由各支部于6月20日前统一收回，不得转借他人。",
)


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


def animated(form: str = "GIF") -> bytes:
    first, second = (Image.new("RGB", (40, 40), color) for color in ("red", "blue"))
    return saved(first, form, second)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (animated(), "animated"),
        (animated("PNG"), "animated"),
        (animated("WEBP"), "animated"),
        (saved(Image.new("1", (30_000, 30_000))), "too_large"),
        (saved(Image.new("RGB", (900, 900)))[:400], "damaged"),
        (b"\x89PNG\r\n\x1a\n\0\0", "damaged"),
    ],
    ids=["animated", "animated_png", "animated_webp", "30000_by_30000", "half", "head_alone"],
)
def test_bad_pictures_are_named(extractor: Extractor, tmp_path: Path, data: bytes, code: str) -> None:
    """Nothing is unpacked of a picture that is too large."""
    source = read(extractor, tmp_path, data, "a.png")
    assert isinstance(source, Rejected)
    assert source.problem.code == code


HEIC = Path(__file__).with_name("page.heic")
"""The lines of `WORDS`, written for this test with an encoder that the program does not have."""


@pytest.mark.slow
def test_a_picture_of_a_phone_is_read(extractor: Extractor, tmp_path: Path) -> None:
    """HEIC is a picture like others, whatever its name says."""
    pytest.importorskip("pi_heif")
    assert refusal(HEIC.read_bytes()) is None
    found = extractor.extract("image", HEIC.read_bytes())
    assert isinstance(found, Extraction), found
    assert [line.strip() for line in found.text.splitlines()] == WORDS
    source = read(extractor, tmp_path, HEIC.read_bytes()[:3_000], "half.jpg")
    assert isinstance(source, Rejected)
    assert source.problem.code == "damaged"


@pytest.mark.slow
def test_only_recognised_pages_are_marked(extractor: Extractor, tmp_path: Path) -> None:
    """Of a file of which one page is scanned and one typed, a span knows its page and whether that was recognised."""
    typed = "附件　支部每月组织一次集中学习，学习结果按季度公布，接受全体党员的监督，并在年底集中报告。"
    source = read(extractor, tmp_path, scan(picture(WORDS), typed), "a.pdf")
    assert isinstance(source, SourceText), source
    ((document, _),) = read_documents(source, label="public", sample=False)
    scanned, printed = (document.text.index(words) for words in (WORDS[1], typed[3:]))
    spans = [document.source_of(at, at + 10) for at in (scanned, printed)]
    assert [(span.page, span.recognised) for span in spans] == [(1, True), (2, False)]
    assert document.source_of(scanned, printed + 5).recognised


@pytest.mark.slow
@pytest.mark.parametrize("turned", [0, 90, 180])
def test_the_lines_of_a_page_are_marked_in_its_picture(extractor: Extractor, turned: int) -> None:
    """Where the words of a line stand is coloured in the picture, which stands upright, and nothing else is."""
    data = saved(picture(WORDS).rotate(turned, expand=True))
    found = extractor.extract("image", data)
    assert isinstance(found, Extraction), found
    (page,) = found.pages
    start = found.text.index(WORDS[1])
    boxes = page.boxes(start, start + len(WORDS[1]))
    shown = extractor.picture(data, PageView(number=1, turned=page.turned, boxes=boxes))
    assert isinstance(shown, bytes)
    image = Image.open(io.BytesIO(shown))
    beside = (boxes[0][0] - 20) * image.width // 10_000
    rows = [y for y in range(image.height) if _is_yellow(image.getpixel((beside, y)))]
    middle = (rows[0] + rows[-1]) / 2 / image.height
    assert (len(boxes), rows) == (1, list(range(rows[0], rows[-1] + 1)))
    assert abs(middle - (150 + 90 + 25) / 1_754) < 0.02


def _is_yellow(pixel: object) -> bool:
    assert isinstance(pixel, tuple)
    return bool(pixel[0] - pixel[2] > 60)


def test_a_page_that_is_not_there_is_named(extractor: Extractor) -> None:
    """There is no third page of two."""
    assert isinstance(extractor.picture(scan("一", "二"), PageView(number=3)), Problem)


def test_photos_are_the_pages_of_one_file(extractor: Extractor) -> None:
    """Bound in their order and as they are; what is no photo is named."""
    photos = [saved(Image.new("RGB", size, "white"), "JPEG") for size in ((800, 600), (600, 800))]
    bound = extractor.bound(photos)
    assert isinstance(bound, bytes)
    assert all(photo[200:400] in bound for photo in photos)
    shown = [extractor.picture(bound, PageView(number=number)) for number in (1, 2)]
    sizes = [Image.open(io.BytesIO(page)).size for page in shown if isinstance(page, bytes)]
    assert sizes == [(800, 600), (600, 800)]
    assert isinstance(extractor.bound([b"x" * 90]), Problem)


@pytest.mark.slow
def test_pages_are_told_of_and_reading_ends_when_nobody_listens() -> None:
    """Each page is told of before it is read; what the listener raises ends the reading, and the next file is read."""
    told = list[tuple[int, int]]()

    def tell(done: int, pages: int) -> None:
        told.append((done, pages))
        if len(told) == 2:
            raise BadRequestError("停止")

    with Extractor(tell=tell) as reading:
        with pytest.raises(BadRequestError):
            reading.extract("pdf", scan(*[picture(WORDS)] * 3))
        assert told == [(0, 3), (1, 3)]
        assert isinstance(reading.extract("image", saved(picture(WORDS))), Extraction)


@pytest.mark.slow
def test_handwriting_is_said_to_be_unread(extractor: Extractor, tmp_path: Path) -> None:
    """A page of strokes that are no letters is refused, with what to do."""
    page, draw = Image.new("RGB", (1_240, 1_754), "white"), random.Random(7)  # noqa: S311  # strokes
    pen = ImageDraw.Draw(page)
    for row in range(150, 1_500, 110):
        points = [(120 + 9 * step, row + draw.randint(-35, 35)) for step in range(110)]
        pen.line(points, "black", 4, joint="curve")
    source = read(extractor, tmp_path, saved(page), "a.png")
    assert isinstance(source, Rejected), source.text
    assert source.problem.code in {"illegible", "no_words", "no_chinese"}
    assert source.problem.message.endswith("。")


@pytest.mark.slow
def test_a_scan_that_stands_on_its_head_is_read(extractor: Extractor, tmp_path: Path) -> None:
    """Title and both paragraphs, to the character."""
    source = read(extractor, tmp_path, scan(chinese_page(*NOTICE).rotate(180)), "a.pdf")
    assert isinstance(source, SourceText), source
    ((document, _),) = read_documents(source, label="public", sample=False)
    assert (document.title, document.text) == (NOTICE[0], "\n".join(NOTICE))


@pytest.mark.slow
@pytest.mark.parametrize(("head", "stamp"), [("机密★1年", ""), ("", "秘密"), ("", "内部资料")])
def test_a_mark_on_a_scan_is_seen(extractor: Extractor, tmp_path: Path, head: str, stamp: str) -> None:
    """In the head as it is printed, or as a red stamp: the page does not come in."""
    source = read(extractor, tmp_path, scan(chinese_page(*NOTICE, head=head, stamp=stamp)), "a.pdf")
    assert isinstance(source, SourceText), source
    refused = screened(source, Gate(), "internet")
    assert refused is not None, source.text
    assert refused.code == ("internal" if stamp == "内部资料" else "classified")


@pytest.mark.slow
@pytest.mark.parametrize("strength", [3, 5, 8, 12])
def test_what_a_hand_wrote_is_unread_or_unsure(extractor: Extractor, tmp_path: Path, strength: float) -> None:
    """Strokes bent as by a brush in haste: refused, or read with a warning that it is unsure; never as if printed."""
    source = read(extractor, tmp_path, saved(brushed(chinese_page(*NOTICE), strength)), "a.png")
    if isinstance(source, Rejected):
        assert source.problem.code in {"illegible", "no_words", "no_chinese"}
        return
    codes = {problem.code for problem in source.extraction.problems} if source.extraction else set()
    wrong = "".join(source.text.split()) != "".join(NOTICE)
    assert not wrong or "unsure" in codes, source.text
