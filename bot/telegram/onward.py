"""Questions that lead on, put under an answer once it is on the screen: nobody waits for the searches behind them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from telegram import Message
from telegram.error import TelegramError
from telegram.ext import Application

from bot.messenger.screens import Rows
from bot.telegram import delivery

# The library's own parameters: bot, context, three kinds of data, job queue.
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class Onward:
    """The answers that are still to get their buttons. Used from the event loop only."""

    def __init__(self) -> None:
        self._tasks: dict[tuple[int, int], asyncio.Task[None]] = {}

    def begin(self, application: AnyApplication, under: Message, find: Callable[[], Awaitable[Rows]]) -> None:
        """Put rows of buttons under a message when they are found; the application waits for that when it ends.

        Args:
            application: Whose task it is.
            under: The answer.
            find: Returns all rows that the message is to have, or none when it stays as it is.
        """
        if not application.running:  # about to end
            return
        place = (under.chat.id, under.message_id)
        task = application.create_task(_put(under, find))
        self._tasks[place] = task
        task.add_done_callback(lambda _: self._tasks.pop(place, None))

    def overtaken(self, chat: int, number: int) -> None:
        """Somebody has tapped a button of the message, which is about to show something else."""
        task = self._tasks.get((chat, number))
        if task is not None:
            task.cancel()


async def _put(under: Message, find: Callable[[], Awaitable[Rows]]) -> None:
    rows = await find()
    if rows:
        with suppress(TelegramError):  # deleted meanwhile
            await under.edit_reply_markup(delivery.keyboard(rows))
