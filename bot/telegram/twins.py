"""Messages that arrived although their call failed.

The Bot API has no key by which a repeated call is recognised. When a connection breaks after a message was taken, the
repeated call sends it a second time. Numbers tell the first one apart: it lies just below the second, and nobody knows
it. A message of ours, and only one of ours, lets its keyboard be edited; then it is deleted.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Hashable
from contextlib import suppress

from telegram import Bot
from telegram.error import BadRequest, TelegramError

REMEMBERED = 4096
"""Numbers of messages kept for each row of numbers."""

LOOKED_AT = 200
"""Unknown numbers that are tried before a twin is left where it is."""

SETTLED_SECONDS = 3.0
"""By then the numbers of messages that others sent in the same moment are known."""


class Seen:
    """The numbers of messages that we were sent, or know that we sent."""

    def __init__(self) -> None:
        self._numbers: defaultdict[Hashable, deque[int]] = defaultdict(lambda: deque(maxlen=REMEMBERED))

    def add(self, chat: int, number: int) -> None:
        """A message is known."""
        self._numbers[_row(chat)].append(number)

    def highest(self, chat: int) -> int:
        """Return the highest number known in the chat's row, 0 for none."""
        return max(self._numbers[_row(chat)], default=0)

    def knows(self, chat: int, number: int) -> bool:
        """Tell whether a message is known."""
        return number in self._numbers[_row(chat)]

    def unknown(self, chat: int, *, above: int, below: int) -> list[int]:
        """Return the numbers between two that no known message has, lowest first: a twin was sent early."""
        known = set(self._numbers[_row(chat)])
        return [number for number in range(above + 1, below) if number not in known][:LOOKED_AT]


def _row(chat: int) -> Hashable:
    """Private chats and basic groups count their messages together, supergroups each for itself."""
    return chat if str(chat).startswith("-100") else 0


async def remove(bot: Bot, seen: Seen, chat: int, *, above: int, below: int) -> None:
    """Delete messages of ours that nobody knows, between two numbers; what cannot be deleted stays."""
    await asyncio.sleep(SETTLED_SECONDS)
    for number in seen.unknown(chat, above=above, below=below):
        if seen.knows(chat, number):  # by now
            continue
        with suppress(TelegramError):
            if await _is_ours(bot, chat, number):
                await bot.delete_message(chat, number)


async def _is_ours(bot: Bot, chat: int, number: int) -> bool:
    try:
        await bot.edit_message_reply_markup(chat_id=chat, message_id=number)
    except BadRequest as error:
        return "not modified" in error.message.lower()
    return True
