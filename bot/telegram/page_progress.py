"""Reading a file that has to be recognised: its pages are counted where the file was announced, and `/stop` ends it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from telegram import Message
from telegram.error import TelegramError

from bot.telegram import delivery
from bot.telegram.bridge import Bridge
from bot.telegram.signs import alongside
from bot.telegram.turns import Turns
from knowledge.errors import BadRequestError
from knowledge.ingesting import TellPages

T = TypeVar("T")

EVERY_SECONDS = 3.0
"""Between two changes of the message: Telegram allows about one a second, and answers come first."""

AT_PAGE = "正在识别第{page}页，共{pages}页……发送 /stop 可以停止。"
STOPPED = "已停止识别，这份文件没有入库。"


class PageProgress:
    """How many pages are done: counted in the thread that reads, shown by the event loop."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._text = ""

    def tell(self, done: int, pages: int) -> None:
        """Note that a page is about to be recognised.

        Raises:
            BadRequestError: Nobody wants to know any more.
        """
        if self._stop.is_set():
            raise BadRequestError(STOPPED)
        self._text = AT_PAGE.format(page=done + 1, pages=pages)

    async def show(self, message: Message, ended: asyncio.Event) -> None:
        """Keep a message up to date until the work has ended, or until Telegram refuses."""
        shown = ""
        with suppress(TelegramError):
            while not ended.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(ended.wait(), EVERY_SECONDS)
                if self._text != shown and not ended.is_set():
                    shown = self._text
                    await delivery.edit(message.get_bot(), message.chat.id, message.message_id, shown, ())


@dataclass(frozen=True)
class PagedReading:
    """Reads one file after another."""

    turns: Turns
    work: Bridge

    async def of(self, person: int, announced: Message, take: Callable[[TellPages], T]) -> T:
        """Return what `take` makes of a file; where it has come to stands in `announced`.

        Raises:
            KnowledgeError: It could not be read, or the person stopped it.
        """
        async with self.turns.working(person) as stop:
            progress = PageProgress(stop.thread)
            async with alongside(lambda ended: progress.show(announced, ended)):
                return await self.work.call(take, progress.tell)
