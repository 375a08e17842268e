"""Whether body, number, title and date of official papers are read from scans: pages of our own making, recognised.

Every page has a red head, a seal over its date, noise and a slight tilt, as an office scanner gives them at 200 dpi.
The fonts lie in a folder: FandolFang, FandolHei, FandolKai and FandolSong, as TeX's collections have them.
"""

from __future__ import annotations

import argparse
import io
import math
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont

from ingest.readers.child import Extractor
from ingest.reading import read_documents
from ingest.sources import SourceText, read_source

_SIZE, _MARGIN, _MILLIMETRE = (1_654, 2_339), 220, 200 / 25.4
_RED, _SEAL = (200, 20, 25), (215, 40, 45)
_BODIES = {
    "东海市人民政府": "东政发",
    "中共东海市委办公室": "东委办发",
    "中共清源县委组织部": "清组发",
    "东海市教育局": "东教发",
    "清源县人民政府办公室": "清政办发",
    "东海市国有资产监督管理委员会": "东国资发",
    "中共临江区委员会": "临委发",
    "东海市卫生健康委员会": "东卫发",
}
_MATTERS = (
    "进一步加强机关党支部标准化建设",
    "做好2024年度党员教育培训工作",
    "印发《基层党组织联系服务群众办法》",
    "开展党建与业务融合示范点创建活动",
    "加强国有企业党建工作考核",
    "推进城市社区网格党建",
    "规范党费收缴使用和管理",
    "做好医院党建与医疗质量协同提升工作",
)
_FORMS = ("通知", "意见", "决定", "通报", "工作方案")
_PARAGRAPHS = (
    "各支部要把学习贯彻工作同本单位中心任务结合起来，制定年度计划，明确责任人员和完成时限，按季度向上级党组织报告进展情况。",
    "要建立党员联系群众制度，每名党员固定联系三至五户群众，每月走访不少于一次，收集的意见在十个工作日内答复。",
    "考核结果作为评先评优和干部任用的重要依据，连续两年排名靠后的，由分管负责同志约谈支部书记。",
    "活动经费从留存党费中列支，专款专用，接受纪检机构和全体党员的监督，年底前公布使用情况。",
    "各单位要及时总结经验做法，于11月30日前将书面材料报送办公室，联系电话见附件。",
)


class Paper(NamedTuple):
    """What is to be read of a page."""

    issuer: str
    number: str
    title: str
    date: str


def papers(count: int) -> Iterator[Paper]:
    """Yield what stands on so many pages, each another."""
    draw = random.Random(40)  # noqa: S311  # the same papers each time
    for index in range(count):
        body = list(_BODIES)[index % len(_BODIES)]
        year, month, day = draw.randrange(2015, 2026), draw.randrange(1, 13), draw.randrange(1, 29)
        number = f"{_BODIES[body]}〔{year}〕{draw.randrange(1, 120)}号"
        title = f"{body}关于{draw.choice(_MATTERS)}的{draw.choice(_FORMS)}"
        yield Paper(body, number, title, f"{year}-{month:02}-{day:02}")


def drawn(paper: Paper, fonts: Path, draw: random.Random) -> Image.Image:
    """Return a page as a scanner sees it."""
    page = Image.new("RGB", _SIZE, (250, 249, 246))
    pen, width = ImageDraw.Draw(page), _SIZE[0]
    fang, song = _font(fonts, "FandolFang-Regular", 44), _font(fonts, "FandolSong-Bold", 61)
    _centred(pen, f"{paper.issuer}文件", 330, _fitting(fonts, f"{paper.issuer}文件", width - 2 * _MARGIN), _RED)
    _centred(pen, paper.number, 560, fang, "black")
    pen.line((_MARGIN - 20, 640, width - _MARGIN + 20, 640), _RED, 5)
    y = 740
    for line in _wrapped(paper.title, 19):
        _centred(pen, line, y, song, "black")
        y += 88
    y += 50
    pen.text((_MARGIN, y), "各党（总）支部，机关各部门：", "black", fang)
    for paragraph in draw.sample(_PARAGRAPHS, 3):
        for line in _wrapped("　　" + paragraph, 27):
            y += 76
            pen.text((_MARGIN, y), line, "black", fang)
    year, month, day = (int(part) for part in paper.date.split("-"))
    signed = f"{year}年{month}月{day}日"
    right = width - _MARGIN - 150
    for line in (paper.issuer, signed):
        y += 76 if line == signed else 170
        pen.text((right - pen.textlength(line, fang), y), line, "black", fang)
    return _scanned(_sealed(page, (right - 200, y - 20), paper.issuer, fonts), draw)


def _font(fonts: Path, name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fonts / f"{name}.otf"), size)


def _fitting(fonts: Path, text: str, width: int) -> ImageFont.FreeTypeFont:
    return _font(fonts, "FandolSong-Bold", min(150, width // len(text)))


def _centred(pen: ImageDraw.ImageDraw, text: str, y: int, font: ImageFont.FreeTypeFont, fill: object) -> None:
    pen.text(((_SIZE[0] - pen.textlength(text, font)) / 2, y), text, fill, font)  # type: ignore[arg-type]  # a colour


def _wrapped(text: str, width: int) -> list[str]:
    return [text[start : start + width] for start in range(0, len(text), width)]


def _sealed(page: Image.Image, centre: tuple[float, float], body: str, fonts: Path) -> Image.Image:
    """Stamp a page: a ring of 42 millimetres, a star, the body's name around it."""
    radius, seal = round(21 * _MILLIMETRE), Image.new("RGB", page.size, "white")
    pen, (x, y) = ImageDraw.Draw(seal), centre
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=_SEAL, width=9)
    points = [
        (x + size * math.sin(math.pi * turn / 5), y - size * math.cos(math.pi * turn / 5))
        for turn in range(10)
        for size in (50 if turn % 2 == 0 else 20,)
    ]
    pen.polygon(points, _SEAL)
    font = _font(fonts, "FandolSong-Bold", 34)
    for index, character in enumerate(body):
        angle = math.radians(-120 + 240 * (index + 0.5) / len(body))
        tile = Image.new("RGB", (44, 44), "white")
        ImageDraw.Draw(tile).text((4, 0), character, _SEAL, font)
        turned = tile.rotate(-math.degrees(angle), expand=True, fillcolor="white")
        at = (x + (radius - 36) * math.sin(angle), y - (radius - 36) * math.cos(angle))
        place = (round(at[0] - turned.width / 2), round(at[1] - turned.height / 2))
        seal.paste(
            ImageChops.multiply(turned, seal.crop((*place, place[0] + turned.width, place[1] + turned.height))), place
        )
    return ImageChops.multiply(page, seal)


def _scanned(page: Image.Image, draw: random.Random) -> Image.Image:
    tilted = page.rotate(draw.uniform(-0.8, 0.8), Image.Resampling.BICUBIC, fillcolor=(250, 249, 246))
    noise = np.random.default_rng(draw.randrange(1 << 30)).normal(0, 6, (page.height, page.width, 1))
    return Image.fromarray(np.clip(np.asarray(tilted) + noise, 0, 255).astype(np.uint8))


def main() -> None:
    """Print what was read otherwise, then the share of each particular that was right."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("fonts", type=Path)
    given.add_argument("--pages", type=int, default=40)
    given.add_argument("--folder", type=Path, help="where the pages are written", required=True)
    options = given.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(4)  # noqa: S311  # the same pages each time
    right, begun = Counter[str](), time.perf_counter()
    with Extractor() as extractor:
        for index, paper in enumerate(papers(options.pages)):
            buffer = io.BytesIO()
            drawn(paper, options.fonts, draw).save(buffer, "JPEG", quality=80)
            path = options.folder / f"{index:02}.jpg"
            path.write_bytes(buffer.getvalue())
            source = read_source(path, extractor.extract)
            read = _read(source) if isinstance(source, SourceText) else Paper("", "", "", "")
            for name, wanted, got in zip(Paper._fields, paper, read, strict=True):
                right[name] += wanted == got
                if wanted != got:
                    print(f"{path.name}: {name} {wanted} -> {got}", flush=True)
    for name in Paper._fields:
        print(f"{name}: {right[name]} of {options.pages}")
    print(f"{(time.perf_counter() - begun) / options.pages:.2f} s a page")


def _read(source: SourceText) -> Paper:
    (document, _), *_ = read_documents(source, label="public", sample=False)
    return Paper(document.issuer or "", document.number or "", document.title, document.date or "")


if __name__ == "__main__":
    main()
