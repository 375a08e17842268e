"""A circuit breaker: what failed again and again is left alone for a while, then tried once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

FAILURES = 5
"""Failures in a row after which nothing is tried for `REST`."""

REST = 30.0
"""Seconds of rest; then one attempt decides."""


class Breaker:
    """Counts failures in a row; safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_until = 0.0

    def allows(self) -> bool:
        """Tell whether to try; after a rest only the first to ask may, until it succeeded."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            if self._clock() < self._closed_until:
                return False
            self._closed_until = self._clock() + REST
            return True

    def succeeded(self) -> None:
        """Forget the failures."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """Count a failure; the last of a row begins the rest."""
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES:
                self._closed_until = self._clock() + REST
