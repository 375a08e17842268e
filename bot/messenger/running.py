"""Channels that run in one event loop until the process is told to stop, or until one of them cannot go on."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable

from knowledge.leading import Lead

logger = logging.getLogger(__name__)

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGABRT)

LOOK_AT_LEAD_SECONDS = 1.0
"""Between two looks whether this process still leads."""

Serving = Callable[[asyncio.Event], Awaitable[None]]
"""Serves one channel until the event is set; raises where it cannot go on."""


def run_channels(*channels: Serving, lead: Lead | None = None) -> None:
    """Serve until the process is told to stop, or leads no more; what is being answered then is answered first.

    Raises:
        ChannelError: One of the channels cannot go on; the others have ended in order.
    """
    asyncio.run(_until_signal(channels, lead))


async def _until_signal(channels: tuple[Serving, ...], lead: Lead | None) -> None:
    stop = asyncio.Event()
    for number in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    watching = asyncio.create_task(_stop_without(lead, stop)) if lead else None
    try:
        await serve_together(stop, channels)
    finally:
        if watching is not None:
            watching.cancel()


async def _stop_without(lead: Lead, stop: asyncio.Event) -> None:
    """Stop when this process does not lead any more: two that ask for updates would take them from each other."""
    while lead.is_held:  # noqa: ASYNC110  # it is no event: what lends the lead may be another machine
        await asyncio.sleep(LOOK_AT_LEAD_SECONDS)
    logger.warning("this process does not lead any more")
    stop.set()


async def serve_together(stop: asyncio.Event, channels: tuple[Serving, ...]) -> None:
    """Serve until `stop` is set, or one channel ends; then the others end too. Raises what the first one raised."""
    tasks = [asyncio.ensure_future(serve(stop)) for serve in channels]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    done, _ = await asyncio.wait(tasks)
    for task in done:
        task.result()
