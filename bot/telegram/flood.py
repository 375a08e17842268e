"""Telegram's flood penalties, waited out chat by chat.

The library's own limiter halts the whole bot for one chat's penalty; a call made during a penalty prolongs it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any
from weakref import WeakValueDictionary

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

PROGRESS = frozenset({"sendChatAction", "setMessageReaction"})
"""Calls that nobody misses: during a penalty they are left out."""

ATTEMPTS = 5
"""A call that meets this many penalties in a row is given up."""

# The library's own types of what a call returns; Any is inside its JSON.
Result = bool | dict[str, Any] | list[dict[str, Any]]


class PenaltyLimiter(BaseRateLimiter[None]):
    """Holds back the calls to a chat under penalty, in order, and repeats the one that met it."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep
        self._lanes: WeakValueDictionary[int | str, asyncio.Lock] = WeakValueDictionary()
        self._free_at: dict[int | str, float] = {}
        """When each chat under penalty may be written to again, in seconds of the monotonic clock."""

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002
    ) -> Result:
        """Make a call, or leave it out when it only shows progress and the chat is under penalty."""
        chat = data.get("chat_id")
        if chat is None:
            return await callback(*args, **kwargs)
        if endpoint in PROGRESS:
            return True if self._wait(chat) else await callback(*args, **kwargs)
        lane = self._lanes.setdefault(chat, asyncio.Lock())
        async with lane:
            return await self._until_let_through(chat, lambda: callback(*args, **kwargs))

    async def _until_let_through(self, chat: int | str, call: Callable[[], Awaitable[Result]]) -> Result:
        for _ in range(ATTEMPTS - 1):
            await self._sleep(self._wait(chat))
            try:
                return await call()
            except RetryAfter as error:
                self._free_at[chat] = time.monotonic() + _seconds(error.retry_after)
        await self._sleep(self._wait(chat))
        return await call()

    def _wait(self, chat: int | str) -> float:
        """Return the seconds until a chat may be written to, 0 when it is free."""
        wait = self._free_at.get(chat, 0.0) - time.monotonic()
        if wait <= 0:
            self._free_at.pop(chat, None)
        return max(wait, 0.0)


def _seconds(period: float | timedelta) -> float:
    return period.total_seconds() if isinstance(period, timedelta) else period
