"""Pictures of the conversations of four people with the real assistant, for docs/tour.md: `make tour`.

The page looks as a chat does; headless Chromium renders it. Needs the emulator beside the checkout, and Chromium.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.bot.telegram.journeys import JOURNEYS, NAMES, Frame, at_work, real_assistant

OUT = Path(__file__).parents[1] / "docs" / "tour"
WIDTH = 460

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


def _bubble(frame: Frame) -> str:
    note = f'<div class="note">{html.escape(frame.note)}</div>' if frame.note else ""
    file = f'<div class="file">📎 {html.escape(frame.file)}</div>' if frame.file else ""
    rows = "".join(
        '<div class="row">' + "".join(f"<span>{html.escape(label)}</span>" for label in row) + "</div>"
        for row in frame.buttons
    )
    return f'{note}<div class="{"me" if frame.mine else "bot"}">{file}{frame.html}</div>{rows}'


def pictures(name: str, frames: list[Frame], out: Path, *, each: int) -> list[Path]:
    """Render frames, so many on a picture, and return the files."""
    made = []
    for number, first in enumerate(range(0, len(frames), each), 1):
        target = out / f"{name}-{number}.png"
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "page.html"
            source.write_text(page(frames[first : first + each]), encoding="utf-8")
            _shoot(source, target)
        made.append(target)
    return made


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
    pixels.crop((0, 0, WIDTH, min(bottom + 16, pixels.height))).quantize(48).save(target, optimize=True)


async def walked(home: Path, names: list[str]) -> dict[str, list[Frame]]:
    """Return what everybody saw."""
    with real_assistant(home) as (assistant, intake):
        async with at_work(assistant, intake) as emulator:
            return {name: await JOURNEYS[name](emulator) for name in names}


def main() -> None:
    """Walk through the journeys and write the pictures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--each", type=int, default=8, help="messages on a picture")
    parser.add_argument("names", nargs="*", default=list(JOURNEYS))
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        seen = asyncio.run(walked(Path(home), chosen.names))
    for name, frames in seen.items():
        for file in pictures(name, frames, chosen.out, each=chosen.each):
            print(f"{file.name}\t{file.stat().st_size // 1024} KiB")
    print("，".join(NAMES.values()))


if __name__ == "__main__":
    main()
