"""The button under a source that was read from a picture, and what is said of the page that it brings."""

from __future__ import annotations

from bot.messenger import callbacks
from bot.messenger.screens import Button
from knowledge.documents import SourceSpan

PAGE = rf"^i:{callbacks.OPENING}$"
"""`i:` and the data of an opening: the page on which that source stands."""

CAPTION = "{title}第{number}页。加底色的各行是引用所在，文字据图像识别，请以原页为准。"
NO_PICTURE = "没有这处来源的原页图片：材料已移除，或入库时还没有记录页码。可点“原文件”取全文。"
TITLE = 60
"""Characters of a title above a picture."""


def page_buttons(source: SourceSpan, opening: callbacks.Opening) -> tuple[Button, ...]:
    """Return the button of a source that was recognised on a known page; none for others."""
    if not source.recognised or source.page is None:
        return ()
    return (Button(label="看原页", data=f"i:{opening._replace(page=1).data()}"),)
