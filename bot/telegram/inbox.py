"""The way of an update into the bot: into the catalog first, then into the queue, and only then confirmed.

Telegram forgets an update as soon as the next poll, or the answer to its webhook call, confirms it; both wait for
`put`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.telegram.reading import update_of
from knowledge.catalog.inbox import Inbox
from knowledge.errors import KnowledgeError

T = TypeVar("T")

MOST_ATTEMPTS = 8
"""An update during whose handling the process died so many times is given up, or it would kill every process."""


class InboxQueue(asyncio.Queue[object]):
    """The application's queue, whose updates outlive the process."""

    def __init__(self, inbox: Inbox) -> None:
        super().__init__()
        self._inbox = inbox
        # A thread of its own: an update is confirmed however many questions are being answered.
        self._clerk = ThreadPoolExecutor(1, thread_name_prefix="inbox")

    async def put(self, item: object) -> None:
        """Keep an update and queue it; one that was received before is dropped.

        What is typed inline is not kept: its answer is worth nothing a few seconds later.

        Raises:
            TelegramError: It cannot be kept now, so that it must not be confirmed; it will come again.
        """
        if isinstance(item, Update) and item.inline_query is None and not await self._kept(item):
            return
        await super().put(item)

    async def replay(self, bot: Bot) -> None:
        """Queue what an earlier process received and did not answer."""
        for payload in await self._call(self._inbox.waiting):
            await super().put(update_of(json.loads(payload), bot))

    async def again(self, update: Update) -> None:
        """Queue an update that could not be answered now once more."""
        await super().put(update)

    async def begin(self, update: Update) -> int:
        """Note that work on an update begins, and return how often it has."""
        if update.inline_query is not None:
            return 1
        return await self._call(partial(self._inbox.begin, update.update_id))

    async def finish(self, update: Update) -> None:
        """Note that an update is answered."""
        if update.inline_query is None:
            await self._call(partial(self._inbox.finish, update.update_id))

    async def _kept(self, update: Update) -> bool:
        person = update.effective_user.id if update.effective_user else None
        try:
            return await self._call(partial(self._inbox.receive, update.update_id, update.to_json(), person=person))
        except KnowledgeError as error:
            raise TelegramError(str(error)) from error

    async def _call(self, function: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._clerk, function)
