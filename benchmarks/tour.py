"""Pictures of the conversations of four people with the real assistant, for docs/tour-telegram.md: `make tour`.

The page looks as a chat does; headless Chromium renders it. Needs the emulator beside the checkout, and Chromium.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bot.telegram.journeys import JOURNEYS, Frame, at_work, real_assistant

OUT = Path(__file__).parents[1] / "docs" / "tour"
WIDTH = 460
CHARACTERS = 2400
"""Of HTML on one picture."""

AGAIN = 200
"""Characters above which a text is not shown twice."""

HEAD = """# 对话实录

下面是四个人在 Telegram 里的对话，由 `make tour` 从真实的答复生成：示例材料，自带的向量模型，不接大模型，
对面是 Bot API 的仿真服务器。示例材料的单位和内容均为虚构。

`make test` 里的 `tests/bot/telegram/test_journeys.py` 逐步核对同样的对话。"""
TITLES = {
    "staff": (
        "党务干部：怎么办",
        "分层的答复，逐句有出处；点“[1] 原文”就地看原文；点“那机关呢？”换一类单位再问；库内没有的，如实说没有。",
    ),
    "newcomer": (
        "新手：规定怎么说",
        "从例子开始；名称说得不全，先请选全称，再看条文、下一条、所在章；逐字查找；未收录的法规；设置。",
    ),
    "trainer": (
        "培训：找例子，核稿子",
        "例子不够不凑数；起草方案，缺处标【待明确】；发来讲话稿核对引文，再就稿子提问，`/new` 以后不再保留。",
    ),
    "administrator": (
        "管理员：批准、补充、核定",
        "批准申请；看没有答上来的问题和有误的答复；存标准答复；发来文件，看过再入库；问过的人随即收到通知。",
    ),
}

STYLE = """
body{margin:0;padding:14px 10px;background:#cfdbe4;width:440px;font:15px/1.5 "Noto Sans CJK SC",sans-serif;color:#111}
.me,.bot{max-width:384px;margin:6px 0;padding:7px 11px;border-radius:12px;white-space:pre-wrap;overflow-wrap:anywhere}
.bot{background:#fff}.me{background:#e1fec6;margin-left:auto;width:fit-content}.row{display:flex;gap:4px;max-width:406px}
.row span{flex:1;background:#7d98ab;color:#fff;text-align:center;border-radius:7px;padding:4px 3px;font-size:13px;
margin-bottom:4px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}.note{font-size:12px;color:#4c6272;
text-align:center;margin:8px 0 2px}blockquote{margin:5px 0;padding:2px 8px;border-left:3px solid #5b92b5;
background:#eef4f8;font-size:13.5px}blockquote[expandable]{max-height:4.5em;overflow:hidden;position:relative}
blockquote[expandable]:after{content:"▾";position:absolute;right:6px;bottom:0;color:#5b92b5;background:#eef4f8}.file{color:#2a6f9e}
"""


def page(frames: list[Frame]) -> str:
    """Return frames as one HTML page."""
    return f'<meta charset="utf-8"><style>{STYLE}</style>' + "".join(map(_bubble, frames))


def _short(frames: list[Frame]) -> Iterator[Frame]:
    """Leave out the text of what stands above already: 返回 and 有误 change the buttons alone."""
    seen: set[str] = set()
    for frame in frames:
        again = frame.html in seen and len(frame.html) > AGAIN
        seen.add(frame.html)
        yield frame._replace(html="（正文同上）") if again else frame


def _bubble(frame: Frame) -> str:
    note = f'<div class="note">{html.escape(frame.note)}</div>' if frame.note else ""
    file = f'<div class="file">附件：{html.escape(frame.file)}</div>' if frame.file else ""
    rows = "".join(
        '<div class="row">' + "".join(f"<span>{html.escape(label)}</span>" for label in row) + "</div>"
        for row in frame.buttons
    )
    # A source that was opened is shown as after the tap that unfolds it.
    text = frame.html.replace("<blockquote expandable>", "<blockquote>") if "原文" in frame.note else frame.html
    return f'{note}<div class="{"me" if frame.mine else "bot"}">{file}{text}</div>{rows}'


def pictures(name: str, frames: list[Frame], out: Path) -> list[Path]:
    """Render frames, as many on a picture as are read at a glance, and return the files."""
    made = []
    for number, part in enumerate(_parts(list(_short(frames))), 1):
        target = out / f"{name}-{number}.png"
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "page.html"
            source.write_text(page(part), encoding="utf-8")
            _shoot(source, target)
        made.append(target)
    return made


def _parts(frames: list[Frame]) -> Iterator[list[Frame]]:
    part: list[Frame] = []
    for frame in frames:
        if part and sum(len(each.html) for each in part) + len(frame.html) > CHARACTERS:
            yield part
            part = []
        part.append(frame)
    yield part


def answer_picture(frames: list[Frame], out: Path) -> None:
    """Render the first question with its answer: what the README shows."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page(frames[:2]), encoding="utf-8")
        _shoot(source, out / "answer.png")


def _shoot(source: Path, target: Path) -> None:
    """Take a picture of a page, as high as it is."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
    common = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--log-level=3"]
    shot = [*common, f"--screenshot={target}", f"--window-size={WIDTH},6000", source.as_uri()]
    subprocess.run(shot, check=True, capture_output=True)  # noqa: S603  # a program of ours
    _trim(target)


def _trim(target: Path) -> None:
    """Cut the empty part below, and use few colours: a chat has no photographs."""
    from PIL import Image

    with Image.open(target) as image:
        pixels = image.convert("RGB")
    background = pixels.getpixel((2, pixels.height - 2))
    bottom = max(
        (
            y
            for y in range(0, pixels.height, 2)
            if any(pixels.getpixel((x, y)) != background for x in range(0, WIDTH, 7))
        ),
        default=pixels.height,
    )
    pixels.crop((0, 0, WIDTH, min(bottom + 16, pixels.height))).quantize(24).save(target, optimize=True)


async def walked(home: Path, names: list[str]) -> dict[str, list[Frame]]:
    """Return what everybody saw."""
    with real_assistant(home) as (assistant, database):
        async with at_work(assistant, database) as emulator:
            return {name: await JOURNEYS[name](emulator) for name in names}


def main() -> None:
    """Walk through the journeys and write the pictures and the page that shows them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default=OUT)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        seen = asyncio.run(walked(Path(home), list(JOURNEYS)))
    for old in (old for name in JOURNEYS for old in out.glob(f"{name}-*.png")):
        old.unlink()
    answer_picture(seen["staff"], out)
    lines = [HEAD]
    for name, frames in seen.items():
        title, text = TITLES[name]
        lines.append(f"\n## {title}\n\n{text}\n")
        for number, file in enumerate(pictures(name, frames, out), 1):
            lines.append(f"![{title}，第{number}屏]({out.name}/{file.name})")
            print(f"{file.name}\t{file.stat().st_size // 1024} KiB")
    (out.parent / f"{out.name}-telegram.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
