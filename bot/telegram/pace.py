"""How fast we write: a message a second in a chat, twenty a minute in a group, thirty a second in all.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this (2026-11); a little below each.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

GAP_SECONDS = 1.05
GROUP_PER_MINUTE = 18
ALL_PER_SECOND = 25

MANY_CHATS = 1000
"""Chats that are remembered before those that are free again are forgotten."""


class Pace:
    """When a chat may be written to next."""

    def __init__(self, gap: float = GAP_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._gap, self._clock = gap, clock
        self._chats: dict[int, deque[float]] = {}
        self._all: deque[float] = deque(maxlen=ALL_PER_SECOND)

    def wait(self, chat: int) -> float:
        """Return the seconds until a chat may be written to, 0 for now."""
        now, times = self._clock(), self._chats.get(chat) or deque[float]()
        free = times[-1] + self._gap if times else now
        if chat < 0 and len(times) == GROUP_PER_MINUTE:
            free = max(free, times[0] + 60)
        if len(self._all) == ALL_PER_SECOND and self._gap:
            free = max(free, self._all[0] + 1)
        return max(free - now, 0.0)

    def note(self, chat: int) -> None:
        """A chat is being written to."""
        now = self._clock()
        if len(self._chats) > MANY_CHATS:
            self._chats = {each: times for each, times in self._chats.items() if times[-1] > now - 60}
        self._chats.setdefault(chat, deque(maxlen=GROUP_PER_MINUTE)).append(now)
        self._all.append(now)
