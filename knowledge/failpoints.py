"""Named places where a test may have the process die, as a power cut would: nothing is flushed, nothing is cleaned up.

Off unless the environment names one: `RONGHE_FAILPOINT=staged` kills at the first arrival, `staged:3` at the third.
"""

from __future__ import annotations

import os
import signal
from collections import Counter

VARIABLE = "RONGHE_FAILPOINT"

POINTS = (
    "original_kept",  # the source file is on disk, no row knows it
    "staged",  # rows are written, their transaction is open
    "pending",  # the rows are committed as pending
    "indexed",  # the index has the vectors, the catalog still answers from the former version
    "published",  # the new version is written, its transaction is open
    "committed",  # the new version answers, the index still has the former vectors
    "forgotten",  # the index has forgotten them, the former file is still kept
    "withdrawn",  # a document is removed, the index still has its vectors
    "linked",  # a near-duplicate was linked, its transaction is open
    "index_filled",  # a new index is full, the catalog names the old one
    "index_named",  # the catalog names the new one, the old folder is still there
)

_arrivals: Counter[str] = Counter()


def reached(point: str) -> None:
    """Die here when the environment says so."""
    wanted = os.environ.get(VARIABLE)
    if not wanted:
        return
    name, _, arrival = wanted.partition(":")
    if name != point:
        return
    _arrivals[point] += 1
    if _arrivals[point] == int(arrival or 1):
        os.kill(os.getpid(), signal.SIGKILL)
