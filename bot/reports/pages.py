"""What a terminal says of pages that were saved as pictures."""

from __future__ import annotations

from rich.markup import escape

from bot.contracts.pages import PagePictureJson
from bot.reports.basic import console


def write_picture(saved: PagePictureJson) -> None:
    """Name the file, and say what is marked in it."""
    marked = "；加底色的各行由图像识别读出，请与材料文字核对" if saved.recognised else ""
    console().print(f"第{saved.page}页已存为 {escape(saved.picture)}{marked}。")
