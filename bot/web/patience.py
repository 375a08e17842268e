"""How often somebody may try: after wrong passwords they wait longer each time, and nobody asks without end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import NamedTuple

FREE_TRIES = 3
"""Wrong passwords before somebody has to wait: a slip or two is no attack."""

FREE_TRIES_OF_A_HOUSE = 30
"""The same from one address: behind a proxy a whole house has one."""

LONGEST_WAIT = 300.0
"""Seconds; the wait doubles up to this."""

MOST_KNOWN = 10_000
"""Names and addresses that are kept in mind; the oldest go first."""


class _Failures(NamedTuple):
    tries: int
    until: float


class Patience:
    """Waits after failures, by whatever identifies who tries; used from any thread."""

    def __init__(self, free: int = FREE_TRIES, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin without failures; after `free` of them the first wait is a second."""
        self._free, self._clock, self._lock = free, clock, threading.Lock()
        self._failed: dict[str, _Failures] = {}

    def wait(self, *keys: str) -> float:
        """Return the seconds that are still to be waited before another try, 0 where none are."""
        with self._lock:
            now = self._clock()
            return max((self._failed[key].until - now for key in keys if key in self._failed), default=0.0)

    def failed(self, *keys: str) -> None:
        """A try under these keys was wrong."""
        with self._lock:
            for key in keys:
                count = self._failed.pop(key, _Failures(0, 0.0)).tries + 1
                pause = min(2.0 ** min(count - self._free, 20), LONGEST_WAIT) if count >= self._free else 0.0
                self._failed[key] = _Failures(count, self._clock() + pause)
            while len(self._failed) > MOST_KNOWN:
                del self._failed[next(iter(self._failed))]

    def succeeded(self, *keys: str) -> None:
        """A try under these keys was right."""
        with self._lock:
            for key in keys:
                self._failed.pop(key, None)


class Allowance:
    """So many requests a minute for each who asks, none kept for later beyond one minute's; used from any thread."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._most, self._clock = per_minute / 60, float(per_minute), clock
        self._lock = threading.Lock()
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, key: str) -> bool:
        """Take one of somebody's requests; tell whether there was one left."""
        with self._lock:
            now = self._clock()
            left, at = self._left.pop(key, (self._most, now))
            left = min(self._most, left + (now - at) * self._rate)
            self._left[key] = (max(left - 1, 0.0), now) if left >= 1 else (left, now)
            if len(self._left) > MOST_KNOWN:
                del self._left[next(iter(self._left))]
            return left >= 1
