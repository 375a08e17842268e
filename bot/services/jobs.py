"""Work that takes a while: how far it has come, and how it is ended from elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import NamedTuple

from knowledge.errors import BadRequestError

STOPPED = "已停止，这份文件没有入库。"


class PagesDone(NamedTuple):
    """Pages that were recognised, of how many."""

    done: int
    pages: int


class Job:
    """One piece of work: begun by one thread, looked at and cancelled by others."""

    def __init__(
        self, stop: threading.Event | None = None, watch: Callable[[PagesDone], None] = lambda _: None
    ) -> None:
        """Begin a job.

        Args:
            stop: Set where somebody wants it ended; one of its own where none is given.
            watch: Told of each page that is about to be recognised, in the thread that does the work.
        """
        self._stop, self._watch = stop or threading.Event(), watch
        self.at: PagesDone | None = None
        """How far it has come; None before the first page, and for what needs no recognition."""

    def cancel(self) -> None:
        """Have it ended at the next page, or before anything is kept."""
        self._stop.set()

    def go_on(self) -> None:
        """Return where nobody has cancelled it.

        Raises:
            BadRequestError: Somebody has.
        """
        if self._stop.is_set():
            raise BadRequestError(STOPPED)

    def page(self, done: int, pages: int) -> None:
        """Note that one more page is about to be recognised.

        Raises:
            BadRequestError: Somebody has cancelled it.
        """
        self.go_on()
        self.at = PagesDone(done, pages)
        self._watch(self.at)
