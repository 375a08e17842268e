"""The running bot: takes updates until it is told to stop, and says in one sentence why it could not."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, Updater

from bot.messenger.beside import alongside
from bot.messenger.running import run_channels
from bot.telegram import menu, sayings
from bot.telegram.inbox import InboxQueue
from bot.telegram.lanes import ChatLanes
from bot.telegram.webhook import Webhook, listening
from knowledge.errors import ChannelConflictError, ChannelTokenError, ChannelUnavailableError
from knowledge.leading import Lead

logger = logging.getLogger(__name__)

ALLOWED_UPDATES = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY)
GRACE_SECONDS = 25.0
"""How long answers may take to be finished when the bot is told to stop; then they are cut short."""

# The library's own parameters: bot, context, three kinds of data, job queue.
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


def run_bot(application: AnyApplication, webhook: Webhook | None = None, lead: Lead | None = None) -> None:
    """Answer until the process is told to stop, or leads no more; what is being answered is answered first.

    Raises:
        ChannelTokenError: Telegram does not accept the token.
        ChannelConflictError: Another program polls with the same token.
        ChannelUnavailableError: Telegram cannot be reached at the start; later failures are waited out.
    """
    run_channels(lambda stop: serve_updates(application, stop, webhook), lead=lead)


async def serve_updates(application: AnyApplication, stop: asyncio.Event, webhook: Webhook | None = None) -> None:
    """Answer until `stop` is set; raises as `run` does."""
    conflicts: list[Conflict] = []

    def on_poll_error(error: TelegramError) -> None:
        logger.warning("telegram: polling: %s", error)
        if isinstance(error, Conflict):
            conflicts.append(error)
            stop.set()

    with _faults_as_ours():
        # The application alone would leave connections open when its start fails.
        async with application.bot, application:
            await menu.publish_menus(application.bot, application.bot_data.get("roles", {}))
            await _serve_until(stop, application, on_poll_error, webhook)
        if conflicts:
            raise conflicts[0]


async def _serve_until(
    stop: asyncio.Event, application: AnyApplication, on_error: Any, webhook: Webhook | None
) -> None:
    updater, queue = application.updater, application.update_queue
    if updater is None:
        message = "the application was built without an updater"
        raise TypeError(message)
    await application.start()
    try:
        if isinstance(queue, InboxQueue):
            await queue.replay(application.bot)
        taking = _taking_updates(stop, application, updater, on_error, webhook)
        async with taking, alongside(*application.bot_data.get("beside", ())):
            await stop.wait()
    finally:
        try:
            if updater.running:
                await updater.stop()
        finally:
            await _finish(application)


@asynccontextmanager
async def _taking_updates(
    stop: asyncio.Event, application: AnyApplication, updater: Updater, on_error: Any, webhook: Webhook | None
) -> AsyncIterator[None]:
    if webhook is None:
        await updater.start_polling(allowed_updates=ALLOWED_UPDATES, error_callback=on_error)
        _watch(updater, stop)
        yield
    else:
        async with listening(webhook, application.bot, application.update_queue, ALLOWED_UPDATES):
            yield


def _watch(updater: Updater, stop: asyncio.Event) -> None:
    """Stop when polling ends by itself: once a token is revoked, the library gives up and tells nobody."""
    # Its task is private; without it the bot would sit there and answer nobody. `updater.stop` raises what ended it.
    polling: asyncio.Task[None] = getattr(updater, "_Updater__polling_task")  # noqa: B009  # a mangled name
    polling.add_done_callback(lambda _: stop.set())


async def _finish(application: AnyApplication) -> None:
    """Finish what is being answered; what only waits stays in the inbox."""
    lanes = application.update_processor
    if isinstance(lanes, ChatLanes):
        lanes.close()
    stopping = asyncio.ensure_future(application.stop())
    await asyncio.wait({stopping}, timeout=GRACE_SECONDS)
    if not stopping.done() and isinstance(lanes, ChatLanes):
        lanes.stop_running()
    await stopping


@contextmanager
def _faults_as_ours() -> Iterator[None]:
    """Translate; the library's own message of a refused token contains the token, so it is not chained."""
    try:
        yield
    except InvalidToken:
        raise ChannelTokenError(sayings.REFUSED) from None
    except Conflict:
        raise ChannelConflictError(sayings.CONFLICT) from None
    except NetworkError as error:
        raise ChannelUnavailableError(sayings.UNREACHABLE) from error
