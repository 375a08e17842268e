"""The long connections of a process: kept while it leads the home, waited for while another process does."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from knowledge.leading import Claim, Lead, wait_to_lead

Keep = Callable[[Lead], None]
"""Keeps the connections until the process is told to stop, or the lead is not held any more."""


class Standby:
    """This process's part in the lead of a home."""

    def __init__(self, claim: Claim) -> None:
        self._claim = claim
        self._lead: Lead | None = None

    @property
    def leads(self) -> bool:
        """Whether this process keeps the connections."""
        return self._lead is not None

    def keep(self, connections: Keep, waiting: Callable[[], None]) -> None:
        """Keep the connections whenever this process leads, until it is told to stop.

        Args:
            connections: What is kept; called again when the lead was lost and is got back.
            waiting: Told once that another process leads.
        """
        while (lead := self._awaited(waiting)) is not None:
            self._lead = lead
            try:
                connections(lead)
                if lead.is_held:
                    return
            finally:
                self._lead = None
                lead.release()

    def _awaited(self, waiting: Callable[[], None]) -> Lead | None:
        stop = threading.Event()
        with _told_to_stop(stop):
            return wait_to_lead(self._claim, stop, waiting)


@contextmanager
def _told_to_stop(stop: threading.Event) -> Iterator[None]:
    """Have the signals that end a process set `stop` while the block lasts."""

    def told(_number: int, _frame: FrameType | None) -> None:
        # Beside: this thread may be interrupted while it holds the very lock that setting takes.
        threading.Thread(target=stop.set, name="told-to-stop", daemon=True).start()

    before = {number: signal.signal(number, told) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
