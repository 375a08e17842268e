"""The running bot: polls until it is told to stop, and says in one sentence why it could not."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import Application

from bot.telegram import menu, texts
from knowledge.errors import ChannelConflictError, ChannelTokenError, ChannelUnavailableError

logger = logging.getLogger(__name__)

ALLOWED_UPDATES = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY)
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGABRT)

# The library's own parameters: bot, context, three kinds of data, job queue.
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


def run_polling(application: AnyApplication) -> None:
    """Answer until the process is told to stop; questions being answered then are answered first.

    Raises:
        ChannelTokenError: Telegram does not accept the token.
        ChannelConflictError: Another program polls with the same token.
        ChannelUnavailableError: Telegram cannot be reached at the start; later failures are waited out.
    """
    asyncio.run(_until_signal(application))


async def _until_signal(application: AnyApplication) -> None:
    stop = asyncio.Event()
    for number in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await serve(application, stop)


async def serve(application: AnyApplication, stop: asyncio.Event) -> None:
    """Answer until `stop` is set; raises as `run_polling` does."""
    conflicts: list[Conflict] = []

    def on_poll_error(error: TelegramError) -> None:
        logger.warning("telegram: polling: %s", error)
        if isinstance(error, Conflict):
            conflicts.append(error)
            stop.set()

    with _faults_as_ours():
        # The application alone would leave connections open when its start fails.
        async with application.bot, application:
            await menu.publish(application.bot)
            await _poll_until(stop, application, on_poll_error)
        if conflicts:
            raise conflicts[0]


async def _poll_until(stop: asyncio.Event, application: AnyApplication, on_error: Any) -> None:
    updater = application.updater
    if updater is None:
        message = "the application was built without an updater"
        raise TypeError(message)
    await application.start()
    try:
        await updater.start_polling(allowed_updates=ALLOWED_UPDATES, error_callback=on_error)
        await stop.wait()
    finally:
        if updater.running:
            await updater.stop()
        await application.stop()


@contextmanager
def _faults_as_ours() -> Iterator[None]:
    """Translate; the library's own message of a refused token contains the token, so it is not chained."""
    try:
        yield
    except InvalidToken:
        raise ChannelTokenError(texts.REFUSED) from None
    except Conflict:
        raise ChannelConflictError(texts.CONFLICT) from None
    except NetworkError as error:
        raise ChannelUnavailableError(texts.UNREACHABLE) from error
