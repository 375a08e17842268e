"""How calls reach Telegram: at its pace, with penalties waited out chat by chat and broken connections mended.

The library's own limiter halts the whole bot for one chat's penalty; a call made during a penalty prolongs it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any
from weakref import WeakValueDictionary

from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.telegram import twins
from bot.telegram.pace import Pace
from bot.telegram.twins import Seen

PROGRESS = "progress"
"""Given as `rate_limit_args`: a call that nobody misses, left out while the chat is not free."""

SIGNS = frozenset({"sendChatAction", "setMessageReaction", "sendMessageDraft"})
"""Calls that are always of that kind."""

ATTEMPTS = 5
"""A call that meets this many penalties in a row is given up."""

TRIES = 8
"""A call that meets this many broken connections in a row is given up."""

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.25, 5.0
"""Pause after a broken connection: twice as long each time."""

# The library's own types of what a call returns; Any is inside its JSON.
Result = bool | dict[str, Any] | list[dict[str, Any]]
Call = Callable[[], Awaitable[Result]]


class PatientLimiter(BaseRateLimiter[str]):
    """Makes the calls to a chat in order: each waits its time, and is repeated until it was heard."""

    def __init__(self, seen: Seen, pace: Pace, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._seen, self._pace, self._sleep = seen, pace, sleep
        self._lanes: WeakValueDictionary[int | str, asyncio.Lock] = WeakValueDictionary()
        self._free_at: dict[int | str, float] = {}
        """When each chat under penalty may be written to again, in seconds of the monotonic clock."""

        self._mending: set[asyncio.Task[None]] = set()
        self.bot: Bot | None = None
        """Removes what was sent twice; set once there is one."""

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Leave what is still being mended."""
        for task in self._mending:
            task.cancel()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: str | None,
    ) -> Result:
        """Make a call, or leave it out when it only shows progress and the chat is not free."""
        chat = data.get("chat_id")

        async def call() -> Result:
            return await callback(*args, **kwargs)

        if endpoint in SIGNS or rate_limit_args == PROGRESS:
            return await self._if_free(chat, endpoint, call)
        if chat is None:
            return await (self._until_heard(call) if endpoint.startswith("answer") else call())
        async with self._lanes.setdefault(chat, asyncio.Lock()):
            return await self._until_let_through(int(chat), endpoint, call)

    async def _if_free(self, chat: Any, endpoint: str, call: Call) -> Result:
        lane = self._lanes.get(chat)
        writes = endpoint not in SIGNS
        if self._penalty(chat) or (writes and ((lane and lane.locked()) or self._pace.wait(chat))):
            return True
        if writes:
            self._pace.note(chat)
        try:
            return await call()
        except RetryAfter as error:
            self._free_at[chat] = time.monotonic() + _seconds(error.retry_after)
            return True

    async def _until_let_through(self, chat: int, endpoint: str, call: Call) -> Result:
        before, failures = self._seen.highest(chat), list[TelegramError]()
        for attempt in range(ATTEMPTS):
            try:
                result = await self._once_free(chat, endpoint, call, failures)
            except RetryAfter as error:
                self._free_at[chat] = time.monotonic() + _seconds(error.retry_after)
                if attempt == ATTEMPTS - 1:
                    raise
            else:
                break
        if endpoint.startswith("send") and isinstance(result, dict):
            self._note_sent(chat, int(result["message_id"]), before, doubtful=bool(failures))
        return result

    async def _once_free(self, chat: int, endpoint: str, call: Call, failures: list[TelegramError]) -> Result:
        await self._sleep(self._penalty(chat))
        if _writes(endpoint):
            while wait := self._pace.wait(chat):
                await self._sleep(wait)
            self._pace.note(chat)
        return await self._until_heard(call, failures)

    def _note_sent(self, chat: int, number: int, before: int, *, doubtful: bool) -> None:
        self._seen.add(chat, number)
        if doubtful and self.bot is not None:
            # Beside the lane, which the caller holds.
            task = asyncio.create_task(twins.remove(self.bot, self._seen, chat, above=before, below=number))
            self._mending.add(task)
            task.add_done_callback(self._mending.discard)

    async def _until_heard(self, call: Call, failures: list[TelegramError] | None = None) -> Result:
        """Repeat a call whose connection broke; what was sent twice by that is the caller's to mend."""
        pause = FIRST_PAUSE_SECONDS
        for _ in range(TRIES - 1):
            try:
                return await call()
            except TelegramError as error:
                if not did_not_arrive(error):
                    raise
                if failures is not None:
                    failures.append(error)
            await self._sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
        return await call()

    def _penalty(self, chat: int | str) -> float:
        """Return the seconds until a chat may be written to, 0 when it is free."""
        wait = self._free_at.get(chat, 0.0) - time.monotonic()
        if wait <= 0:
            self._free_at.pop(chat, None)
        return max(wait, 0.0)


def did_not_arrive(error: Exception | None) -> bool:
    """Tell whether a connection broke, or brought back no readable answer: what was sent may be there or not."""
    if isinstance(error, NetworkError):
        return not isinstance(error, BadRequest)
    return type(error) is TelegramError


def _writes(endpoint: str) -> bool:
    """Tell whether a call puts text before a reader, which Telegram counts."""
    return endpoint.startswith("send") or endpoint in {"editMessageText", "copyMessage"}


def _seconds(period: float | timedelta) -> float:
    return period.total_seconds() if isinstance(period, timedelta) else period
