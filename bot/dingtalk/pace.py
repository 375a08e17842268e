"""How fast we call: each interface at most twenty times a second, a group at most twenty messages a minute.

https://open.dingtalk.com/document/development/how-to-process-api-throttling-on-the-dingtalk-server (of 2026-01-22) and
https://open.dingtalk.com/document/robots/custom-robot-access; a little below each. A call counts from when it is sent
until so long after its answer: whenever it arrived there, no stretch of that length has more of them.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
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


class CallPace:
    """Lets calls through, each key in the order in which they asked."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._answered: dict[str, deque[float]] = {}
        self._under_way: Counter[str] = Counter()
        self._turns: dict[str, asyncio.Lock] = {}

    @asynccontextmanager
    async def turn(self, key: str, limit: Limit = INTERFACE) -> AsyncIterator[None]:
        """Wait until a call may be made, and count it."""
        async with self._turns.setdefault(key, asyncio.Lock()):
            while (left := self._left(key, limit)) > 0:  # noqa: ASYNC110  # time passes, nothing happens
                await asyncio.sleep(left)
            self._under_way[key] += 1
        try:
            yield
        finally:
            self._under_way[key] -= 1
            self._answered.setdefault(key, deque()).append(self._clock())

    def has_room(self, key: str, limit: Limit = INTERFACE) -> bool:
        """Tell whether a call may be made now that others can do without."""
        turn = self._turns.get(key)
        return self._counted(key, limit) < limit.calls - limit.spared and not (turn and turn.locked())

    def _left(self, key: str, limit: Limit) -> float:
        """Return the seconds until it is worth looking again, 0 where a call may be made."""
        if self._counted(key, limit) < limit.calls:
            return 0.0
        answered = self._answered.get(key)
        return max(answered[0] + limit.seconds - self._clock(), LOOK_SECONDS) if answered else LOOK_SECONDS

    def _counted(self, key: str, limit: Limit) -> int:
        if len(self._turns) > MANY_KEYS:
            self._forget()
        answered = self._answered.get(key, deque())
        while answered and answered[0] <= self._clock() - limit.seconds:
            answered.popleft()
        return len(answered) + self._under_way[key]

    def _forget(self) -> None:
        since = self._clock() - GROUP.seconds
        free = [key for key, turn in self._turns.items() if not (turn.locked() or self._under_way[key])]
        for key in free:
            answered = self._answered.get(key)
            if not answered or answered[-1] < since:
                self._answered.pop(key, None)
                del self._turns[key], self._under_way[key]
