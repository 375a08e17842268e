"""Files on their way into the library: read one after the other beside the page, which is told how far it has come.

What was read waits in the home, so that it is here again after a restart; what was not read yet is nowhere else.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Literal

from bot.services.handing_in import FileOnTrial, StoredFile
from bot.services.jobs import Job
from bot.web.faults import fault_words
from knowledge.errors import KnowledgeError

AT_ONCE = 2
"""Files that are read at one time: reading needs a core each, and questions need some too."""

MOST_WAITING_BYTES = 256 * 1024 * 1024
"""Of all files that wait to be read."""

LISTED = 200
"""Files of a person that are remembered; the oldest of which nothing is left to decide go first."""

_log = logging.getLogger(__name__)

State = Literal["waiting", "reading", "read", "refused", "storing", "stored", "returned"]


@dataclass
class HandedFile:
    """A file that somebody handed in, and what has become of it so far."""

    id: str
    name: str
    """What its sender calls it; forgotten where it carries a mark."""

    state: State = "waiting"
    told: str = ""
    trial: FileOnTrial | None = None
    former: str | None = None
    job: Job = field(default_factory=Job)

    @property
    def is_working(self) -> bool:
        """Whether something is still happening to it."""
        return self.state in {"waiting", "reading", "storing"}

    @property
    def is_undecided(self) -> bool:
        """Whether it waits in the home for its sender's decision."""
        return self.state == "read" and self.trial is not None and self.trial.number is not None

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to decide."""
        return self.state in {"refused", "returned"} or (self.state == "stored" and self.former is None)

    @property
    def key(self) -> str:
        """What it is addressed by: once it waits, the number that it has in the home too."""
        return (self.trial.number if self.trial else None) or self.id


class Batches:
    """Everybody's files; used from any thread."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="intake")
        self._lock = threading.Lock()
        self._files: dict[str, list[HandedFile]] = {}
        self._waiting = 0

    def of(self, owner: str) -> list[HandedFile]:
        """Return somebody's files, the latest first."""
        with self._lock:
            return list(reversed(self._files.get(owner, [])))

    def find(self, owner: str, key: str) -> HandedFile | None:
        """Return one of somebody's files, or None."""
        return next((one for one in self.of(owner) if key in {one.key, one.id}), None)

    def resume(self, owner: str, waiting: Callable[[], list[tuple[str, FileOnTrial]]]) -> None:
        """Take up again what waits since before the program was started; once for everybody.

        Args:
            owner: Whose it is.
            waiting: Returns what they call each, and what it turned out to be.
        """
        with self._lock:
            if owner not in self._files:
                self._files[owner] = [
                    HandedFile(secrets.token_hex(6), name, "read", trial.told, trial) for name, trial in waiting()
                ]

    def read(self, owner: str, name: str, size: int, work: Callable[[Job], FileOnTrial]) -> bool:
        """Have a file read when its turn comes; tell whether there was room for it.

        Args:
            owner: Whose it is.
            name: As they call it.
            size: In bytes.
            work: Reads it.
        """
        with self._lock:
            if self._waiting + size > MOST_WAITING_BYTES:
                return False
            self._waiting += size
            file = HandedFile(secrets.token_hex(6), name)
            files = self._files.setdefault(owner, [])
            files.append(file)
            settled = [one for one in files if one.is_settled]
            for old in settled[: max(len(files) - LISTED, 0)]:
                files.remove(old)
        self._submit(self._read, file, size, work)
        return True

    def store(self, file: HandedFile, work: Callable[[Job], StoredFile | None]) -> bool:
        """Have a file that was read stored when its turn comes; tell whether it was still to be decided on."""
        if not self._claimed(file):
            return False
        self._submit(self._store, file, work)
        return True

    def give_back(self, file: HandedFile, work: Callable[[], object]) -> bool:
        """Have `work` delete a file that was read; tell whether it was still to be decided on."""
        if not self._claimed(file):
            return False
        state: State = "read"
        try:
            work()
            state, file.told = "returned", ""
        finally:
            file.state = state
        return True

    def close(self) -> None:
        """Cancel everything."""
        for files in list(self._files.values()):
            for file in files:
                file.job.cancel()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _claimed(self, file: HandedFile) -> bool:
        """Take a file for whoever decides on it first, with a job that nobody has cancelled; tell whether they are."""
        with self._lock:
            if not file.is_undecided:
                return False
            file.state, file.job = "storing", Job()
            return True

    def _submit(self, work: Callable[..., None], *given: object) -> None:
        self._threads.submit(work, *given).add_done_callback(_log_fault)

    def _read(self, file: HandedFile, size: int, work: Callable[[Job], FileOnTrial]) -> None:
        file.state, file.told = "reading", BROKEN
        try:
            file.trial = work(file.job)
            file.told = file.trial.told
        except KnowledgeError as error:
            file.told = fault_words(error)
        finally:
            waits = file.trial is not None and file.trial.number is not None
            if not waits:
                file.name = ""  # it may be what is marked
            file.state = "read" if waits else "refused"
            with self._lock:
                self._waiting -= size

    def _store(self, file: HandedFile, work: Callable[[Job], StoredFile | None]) -> None:
        state: State = "read"
        file.told = BROKEN
        try:
            stored = work(file.job)
            file.told, file.former = (stored.told, stored.former) if stored else (GONE, None)
            state = "stored" if stored else "refused"
        except KnowledgeError as error:
            file.told = fault_words(error)
        finally:
            file.state = state


def _log_fault(done: Future[None]) -> None:
    if not done.cancelled() and (fault := done.exception()) is not None:
        _log.error("a file was not foreseen", exc_info=fault)


BROKEN = "程序出了意外，这份文件没有入库；已记入日志，请告诉管理员。"
GONE = "这份文件已不在等候，可能超过了一天；请重新上传。"
