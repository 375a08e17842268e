"""How many processors recognition takes: all that it may, or one while others want them, as an answer does."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

_STAT, _TASKS = Path("/proc/stat"), Path("/proc/self/task")
_IDLE = (3, 4)
"""Places of idle time and of waiting for a disk in the first line of `/proc/stat`."""

_WANTED = 0.3
"""Processors that others used meanwhile, from which on they are said to want them."""

_LEAST = 0.2
"""Seconds over which it is worth looking."""


class Courtesy:
    """Looks between two pages at what others did meanwhile. Where the system does not tell, nothing changes."""

    def __init__(self) -> None:
        self._may = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
        self._seen = _times()

    def step_aside(self) -> None:
        """Take one processor if others want them, else all again."""
        (wall, busy, own), self._seen = self._seen, _times()
        wall, busy, own = self._seen[0] - wall, self._seen[1] - busy, self._seen[2] - own
        if len(self._may) > 1 and wall >= _LEAST:
            _take(self._may[:1] if busy - own > _WANTED * wall else self._may)


def _times() -> tuple[float, float, float]:
    """Return the clock, the time that all processors were busy, and the share of it that was ours; in seconds."""
    own = os.times()
    busy = 0.0
    with suppress(OSError, ValueError):
        counted = [int(each) for each in _STAT.read_text(encoding="ascii").split("\n", 1)[0].split()[1:9]]
        busy = (sum(counted) - sum(counted[place] for place in _IDLE)) / os.sysconf("SC_CLK_TCK")
    return time.monotonic(), busy, own.user + own.system


def _take(processors: list[int]) -> None:
    """Bind every thread of this process, those of the libraries among them; one that ended meanwhile is no matter."""
    for task in _TASKS.iterdir():
        with suppress(OSError):
            os.sched_setaffinity(int(task.name), processors)
