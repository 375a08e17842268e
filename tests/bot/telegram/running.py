"""The bot, running in a test's own event loop."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, ParamSpec

from bot.telegram.application import Channel, build_application
from bot.telegram.polling import serve_updates
from bot.telegram.webhook import Webhook
from tests.bot.telegram.fake_assistant import FakeAssistant
from tests.bot.telegram.fake_telegram import TOKEN, FakeTelegram

P = ParamSpec("P")


def in_event_loop(test: Callable[P, Coroutine[Any, Any, None]], seconds: float = 60) -> Callable[P, None]:
    """Run an asynchronous test in an event loop of its own, for so long at most."""

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        asyncio.run(asyncio.wait_for(test(*args, **kwargs), seconds))

    return run


@asynccontextmanager
async def running(
    assistant: FakeAssistant, *, token: str, base_url: str, webhook: Webhook | None = None, gap: float = 0.0
) -> AsyncIterator[None]:
    """Serve until the block ends; a fault of the bot's own ends the test."""
    stop = asyncio.Event()
    channel = Channel(token, base_url, base_url.replace("/bot", "/file/bot"), gap=gap)
    application = build_application(assistant.room, assistant.database, channel)
    bot = asyncio.create_task(serve_updates(application, stop, webhook))
    try:
        yield
    finally:
        stop.set()
        await bot


@asynccontextmanager
async def conversation(assistant: FakeAssistant | None = None) -> AsyncIterator[FakeTelegram]:
    """The bot in front of the small Bot API."""
    async with (
        FakeTelegram() as telegram,
        running(assistant or FakeAssistant(), token=TOKEN, base_url=telegram.base_url),
    ):
        yield telegram
