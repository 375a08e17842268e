"""Channels that run in one event loop until the process is told to stop, or until one of them cannot go on."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGABRT)

Serving = Callable[[asyncio.Event], Awaitable[None]]
"""Serves one channel until the event is set; raises where it cannot go on."""


def run_channels(*channels: Serving) -> None:
    """Serve until the process is told to stop; questions being answered then are answered first.

    Raises:
        ChannelError: One of the channels cannot go on; the others have ended in order.
    """
    asyncio.run(_until_signal(channels))


async def _until_signal(channels: tuple[Serving, ...]) -> None:
    stop = asyncio.Event()
    for number in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await serve_together(stop, channels)


async def serve_together(stop: asyncio.Event, channels: tuple[Serving, ...]) -> None:
    """Serve until `stop` is set, or one channel ends; then the others end too. Raises what the first one raised."""
    tasks = [asyncio.ensure_future(serve(stop)) for serve in channels]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    done, _ = await asyncio.wait(tasks)
    for task in done:
        task.result()
