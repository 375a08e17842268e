"""From the event loop into the synchronous core: a few calls at a time, each in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

CALLS_AT_ONCE = 2
"""An embedding model uses both cores of a small machine by itself; more calls would only take turns."""


class Bridge:
    """A door that lets a few calls through at once; the others wait in the order they came."""

    def __init__(self, calls_at_once: int = CALLS_AT_ONCE) -> None:
        self._slots = asyncio.Semaphore(calls_at_once)

    async def call(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what `function` returns, or raise what it raises, without holding up the event loop."""
        async with self._slots:
            return await asyncio.to_thread(function, *args, **kwargs)
