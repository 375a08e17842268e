"""Who of several processes keeps a home's long connections: one leads, the others wait for its end.

A messenger that is asked for news, or keeps a line open, must be asked by one process; a page may be served by many.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from knowledge.catalog.database import storage_errors
from knowledge.errors import KnowledgeError

LEADER = "leader.lock"

LOOK_SECONDS = 3.0
"""Between two looks whether the leader is gone. The system takes a dead process's lock away at once."""

_log = logging.getLogger(__name__)


class Lead(Protocol):
    """The right to keep a home's long connections; it ends with the process at the latest."""

    @property
    def is_held(self) -> bool:
        """Whether it still is; False, for what another machine lends, once that is out of reach: take nothing more."""

    def release(self) -> None:
        """Let another process lead; repeating it changes nothing."""


Claim = Callable[[], Lead | None]
"""Takes the lead now, or returns None while another process has it; never waits."""


class LockedHome:
    """The lead as a lock on a file of the home, which processes on one machine share; satisfies `Lead`."""

    def __init__(self, lock: FileLock) -> None:
        self._lock = lock

    @property
    def is_held(self) -> bool:
        """Whether it was not released: nothing takes such a lock away."""
        return self._lock.is_locked

    def release(self) -> None:
        """Release the file."""
        self._lock.release()


def lead_of_home(home: Path) -> Lead | None:
    """Take the lead by the lock in a home, or return None while another process has it.

    Raises:
        StorageError: The home cannot be written to.
    """
    lock = FileLock(home / LEADER, thread_local=False)
    with storage_errors(home):
        try:
            lock.acquire(blocking=False)
        except Timeout:
            return None
    return LockedHome(lock)


def wait_to_lead(claim: Claim, stop: threading.Event, waiting: Callable[[], None] = lambda: None) -> Lead | None:
    """Wait until this process leads.

    Args:
        claim: Takes the lead where nobody has it.
        stop: Set to give up.
        waiting: Called once where another process leads.

    Returns:
        The lead; None where `stop` was set before.
    """
    told = False
    while not stop.is_set():
        try:
            lead = claim()
        except KnowledgeError:
            _log.warning("who leads cannot be told now", exc_info=True)
            lead = None
        if lead is not None:
            return lead
        if not told:
            told = True
            waiting()
        stop.wait(LOOK_SECONDS)
    return None
