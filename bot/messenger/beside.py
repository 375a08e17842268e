"""What runs beside work that somebody waits for, and ends with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager

GRACE_SECONDS = 1.0
"""How long an answer that is ready waits for a sign under way: cancelled calls cost their connections."""

Sign = Callable[[asyncio.Event], Coroutine[None, None, None]]
"""What is shown beside the work; it ends soon after the event is set."""


@asynccontextmanager
async def alongside(*signs: Sign) -> AsyncIterator[None]:
    """Let signs run beside the work; they have ended when the block is left."""
    ended = asyncio.Event()
    tasks = [asyncio.create_task(sign(ended)) for sign in signs]
    try:
        yield
    finally:
        ended.set()
        if tasks:
            await _finish(tasks)


async def _finish(tasks: list[asyncio.Task[None]]) -> None:
    _, late = await asyncio.wait(tasks, timeout=GRACE_SECONDS)
    for task in late:
        task.cancel()
    if late:
        await asyncio.wait(late)
