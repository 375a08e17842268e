"""How fast we call: each interface at most twenty times a second, a group at most twenty messages a minute.

https://open.dingtalk.com/document/development/how-to-process-api-throttling-on-the-dingtalk-server (of 2026-01-22) and
https://open.dingtalk.com/document/robots/custom-robot-access; a little below each. A call counts from when it is sent
until so long after its answer: whenever it arrived there, no stretch of that length has more of them.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import NamedTuple


class Limit(NamedTuple):
    """So many calls within so many seconds."""

    calls: int
    seconds: float
    spared: int = 0
    """Calls of these that are left to what cannot be done without."""


INTERFACE = Limit(18, 1.0, spared=9)
GROUP = Limit(18, 60.0, spared=4)

MANY_KEYS = 1000
"""What is counted before that which is free again is forgotten."""

LOOK_SECONDS = 0.02


@dataclass
class _Count:
    """Of the calls under one key."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    answered: deque[float] = field(default_factory=deque)
    under_way: int = 0

    def within(self, seconds: float) -> int:
        """Return how many count."""
        while self.answered and self.answered[0] <= time.monotonic() - seconds:
            self.answered.popleft()
        return len(self.answered) + self.under_way


class CallPace:
    """Lets calls through, each key in the order in which they asked."""

    def __init__(self) -> None:
        self._counts: dict[str, _Count] = {}

    @asynccontextmanager
    async def turn(self, key: str, limit: Limit = INTERFACE) -> AsyncIterator[None]:
        """Wait until a call may be made, and count it."""
        count = self._count(key)
        async with count.turn:
            while count.within(limit.seconds) >= limit.calls:
                first = count.answered[0] + limit.seconds - time.monotonic() if count.answered else 0.0
                await asyncio.sleep(max(first, LOOK_SECONDS))
            count.under_way += 1
        try:
            yield
        finally:
            count.under_way -= 1
            count.answered.append(time.monotonic())

    def has_room(self, key: str, limit: Limit = INTERFACE) -> bool:
        """Tell whether a call may be made now that others can do without."""
        count = self._count(key)
        return count.within(limit.seconds) < limit.calls - limit.spared and not count.turn.locked()

    def _count(self, key: str) -> _Count:
        if len(self._counts) > MANY_KEYS:
            used = {each: one for each, one in self._counts.items() if one.turn.locked() or one.within(GROUP.seconds)}
            self._counts = used
        return self._counts.setdefault(key, _Count())
