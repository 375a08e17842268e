"""The order of work: one chat's messages one after another, different chats side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Hashable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.telegram import signs
from bot.telegram.filters import is_for_bot

UPDATES_AT_ONCE = 256
"""Also counts those that wait for their turn, so that one impatient person does not hold up the rest."""


class ChatLanes(BaseUpdateProcessor):
    """Handles updates of one lane in the order in which they came.

    A tap has a lane of its own, by message: a source opens while a question in the same chat is being answered.
    """

    def __init__(self) -> None:
        super().__init__(UPDATES_AT_ONCE)
        self._lanes: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:  # Any: the library's type
        """Wait for the lane, then work; somebody who has to wait sees at once that the message arrived."""
        lane = self._lanes.setdefault(lane_of(update), asyncio.Lock())
        async with signs.alongside(*_sign_for_waiting(lane, update)):
            await lane.acquire()
        try:
            await coroutine
        finally:
            lane.release()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""


def _sign_for_waiting(lane: asyncio.Lock, update: object) -> list[signs.Sign]:
    if not (lane.locked() and isinstance(update, Update) and update.message and is_for_bot(update.message)):
        return []
    return [signs.noticed(update.message)]


def lane_of(update: object) -> Hashable:
    """Return what an update must keep its order with: its chat, or for a tap its message."""
    if not isinstance(update, Update):
        return None
    chat = update.effective_chat.id if update.effective_chat else 0
    query = update.callback_query
    return (chat, query.message.message_id) if query and query.message else chat
