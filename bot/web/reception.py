"""How much may be on its way to us at one time, of everybody together and of one person, and how slowly."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.web import texts
from bot.web.faults import NotLetThrough

KILOBYTE, MEGABYTE = 1024, 1024 * 1024

MOST_BYTES = 128 * MEGABYTE
"""Of what everybody sends, from its first byte until it is dealt with."""

MOST_BYTES_OF_ONE = 64 * MEGABYTE
"""Of what one person sends, or one address where nobody is known: nobody takes the room of all."""

GRACE_SECONDS, SLOWEST = 30.0, 64 * KILOBYTE
"""What a body may take in any case, and how many bytes of it must have come for each second beyond."""

Take = Callable[[int], None]
"""Takes room for so many more bytes; raises `NotLetThrough` where there is none."""


class Reception:
    """Room for what is being received; used from any thread."""

    def __init__(self, most: int = MOST_BYTES, of_one: int = MOST_BYTES_OF_ONE, grace: float = GRACE_SECONDS) -> None:
        self._most, self._of_one, self._grace, self._lock = most, of_one, grace, threading.Lock()
        self._taken: Counter[str] = Counter()

    @property
    def taken(self) -> int:
        """Bytes for which room is taken."""
        return self._taken.total()

    def patience(self, received: int) -> float:
        """Return how many seconds after its beginning more of a body must come of which so many bytes came."""
        return self._grace + received / SLOWEST

    @contextmanager
    def place(self, owner: str) -> Iterator[Take]:
        """Yield what takes room for somebody; all of it is free again afterwards."""
        own = 0

        def take(more: int) -> None:
            nonlocal own
            with self._lock:
                if self._taken.total() + more > self._most or self._taken[owner] + more > self._of_one:
                    raise NotLetThrough(503, texts.NO_ROOM)
                self._taken[owner] += more
                own += more

        try:
            yield take
        finally:
            with self._lock:
                self._taken[owner] -= own
                if not self._taken[owner]:
                    del self._taken[owner]
