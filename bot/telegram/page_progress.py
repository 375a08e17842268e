"""Reading a file that has to be recognised: its pages are counted where the file was announced, and `/stop` ends it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from telegram import Message
from telegram.error import TelegramError

from bot.messenger.beside import alongside
from bot.messenger.bridge import Bridge
from bot.messenger.turns import Turns
from bot.services.jobs import Job
from bot.telegram import delivery

T = TypeVar("T")

EVERY_SECONDS = 3.0
"""Between two changes of the message: Telegram allows about one a second, and answers come first."""

AT_PAGE = "正在识别第{page}页，共{pages}页……发送 /stop 可以停止。"


async def _show(job: Job, message: Message, ended: asyncio.Event) -> None:
    """Keep a message up to date until the work has ended, or until Telegram refuses."""
    shown = None
    with suppress(TelegramError):
        while not ended.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), EVERY_SECONDS)
            at = job.at
            if at is not None and at != shown and not ended.is_set():
                shown = at
                text = AT_PAGE.format(page=at.done + 1, pages=at.pages)
                await delivery.edit(message.get_bot(), message.chat.id, message.message_id, text, ())


@dataclass(frozen=True)
class PagedReading:
    """Reads one file after another."""

    turns: Turns
    work: Bridge

    async def of(self, person: int, announced: Message, take: Callable[[Job], T]) -> T:
        """Return what `take` makes of a file; where it has come to stands in `announced`.

        Raises:
            KnowledgeError: It could not be read, or the person stopped it.
        """
        async with self.turns.working(person) as stop:
            job = Job(stop.thread)
            async with alongside(lambda ended: _show(job, announced, ended)):
                return await self.work.call(take, job)
