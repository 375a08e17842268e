"""The Chroma index as its one owner keeps it: locked and in step with the catalog.

What takes long is done beside: while a large index is examined or made anew, there is none to search, the exact scan
answers, and documents go into the catalog alone; the finished index then takes its place.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Self

from filelock import FileLock, Timeout

from knowledge.catalog import staging
from knowledge.catalog.database import Database, storage_errors
from knowledge.catalog.originals import Originals
from knowledge.errors import KnowledgeError
from knowledge.ports import Vectors, WritableVectorIndex
from knowledge.vectors import files as index_files
from knowledge.vectors.files import FilesState, InterruptedIndexingError

LOCK = "index.lock"

SOON = 5000
"""Passages of a library whose index is examined and made anew while opening: two to five seconds."""

_log = logging.getLogger(__name__)


class OwnedIndex:
    """A vector index that no other process has open. May be used from several threads."""

    def __init__(
        self, database: Database, lock: FileLock, index: WritableVectorIndex | None = None, *, synced: int = -1
    ) -> None:
        self._database = database
        self._lock = lock
        self._index = index
        self._synced = synced
        self._coming = synced
        self._writing = threading.Lock()
        self._opening = threading.Lock()
        self._is_left_closed = False
        self._stop = threading.Event()
        self._beside: threading.Thread | None = None

    @classmethod
    def claim(cls, database: Database) -> Self | None:
        """Take the index of this home, or return None when another process owns it.

        What a killed process left half done in the catalog is dropped first. The index is then in step with the
        catalog; but one that a crash left suspect, or that is lost, is restored beside when there are many passages.
        One that was closed in order is opened when it is first searched or written: Chroma takes a second to import.
        """
        lock = acquire_lock(database)
        if lock is None:
            return None
        try:
            passages = drop_unfinished(database)
            owned = cls(database, lock)
            found = index_files.condition(database)
            if found is FilesState.AS_CLOSED:
                owned._is_left_closed = True
                index_files.sweep_folders(database)
            elif passages <= SOON:
                owned._restore(found)
            else:
                owned._restore_beside(found)
        except BaseException:
            lock.release()
            raise
        return owned

    @property
    def is_ready(self) -> bool:
        """Whether there is an index to search; False while it is restored beside."""
        return self._index is not None or self._is_left_closed

    @property
    def lag(self) -> int:
        """How many changes of the catalog it does not answer for yet; 0 for one that was closed and not opened yet."""
        if self._is_left_closed:
            return 0
        with self._database.reading(anew=True) as connection:
            return max(0, staging.revision(connection) - max(self._synced, 0))

    def close(self) -> None:
        """Close the index and let another process own it; one that is being made is given up."""
        self._stop.set()
        if self._beside is not None:
            self._beside.join()
        if self._index is not None:
            self._index.close()
            with suppress(KnowledgeError):  # without the note, the next owner examines the files
                index_files.note_closed(self._database, self._synced)
        self._lock.release()

    def search(self, vector: Vectors, *, limit: int, labels: frozenset[str]) -> list[tuple[str, float]] | None:
        """Return (passage id, similarity) pairs, best first, or None while there is no index or it is behind.

        When another process changed the catalog, the first search brings the index up to date.
        """
        self._open()
        index = self._index
        if index is None or not self._is_current(index):
            return None
        return index.search(vector, limit=limit, labels=labels)

    def catch_up(self) -> None:
        """Bring the index up to date, however long that takes; one that was closed in step is not even opened."""
        if self._is_left_closed and index_files.is_closed_in_step(self._database):
            return
        self._open()
        if self._beside is not None:
            self._beside.join()
        if self._index is not None:
            self._is_current(self._index)

    @contextmanager
    def writing(self) -> Iterator[WritableVectorIndex | None]:
        """Give the index to the one thread that may change it; None while it is restored, which catches up after."""
        self._open()
        with self._writing:
            try:
                yield self._index
            finally:
                self._coming = self._synced

    def expect_revision(self, revision: int) -> None:
        """Note that the catalog will stand at `revision` with this commit; to be called while writing, before it.

        The index has the new vectors and still the former ones: it serves before the commit and after it.
        """
        self._coming = revision if revision == self._synced + 1 else self._synced

    def note_revision(self, revision: int) -> None:
        """Note that what the catalog's `revision` changed is in the index; to be called while writing."""
        # When another process changed the catalog in between, the next search has to catch up.
        if revision == self._synced + 1:
            self._synced = revision

    def _open(self) -> None:
        """Open what was left closed; whoever comes meanwhile waits."""
        if self._is_left_closed:
            with self._opening:
                if self._is_left_closed:
                    self._restore(FilesState.AS_CLOSED)
                    self._is_left_closed = False

    def _is_current(self, index: WritableVectorIndex) -> bool:
        with self._database.reading() as connection:
            # Whoever reads an older state of the catalog is served by the newer index: hits are joined back.
            if staging.revision(connection) <= max(self._synced, self._coming):
                return True
        if not self._writing.acquire(blocking=False):
            return False
        try:
            self._synced = index_files.catch_up(self._database, index)
        finally:
            self._writing.release()
        return True

    def _restore(self, found: FilesState) -> None:
        index = index_files.opened(self._database, found, self._stop)
        with self._writing:
            # Documents may have come and gone while a new one was filled; nobody writes now.
            self._synced = index_files.catch_up(self._database, index)
            self._index = index
        index_files.sweep_folders(self._database)

    def _restore_beside(self, found: FilesState) -> None:
        def restore() -> None:
            try:
                self._restore(found)
            except InterruptedIndexingError:
                return
            except KnowledgeError:
                _log.warning("the vector index was not restored, the catalog is scanned instead", exc_info=True)

        self._beside = threading.Thread(target=restore, name="restore-index", daemon=True)
        self._beside.start()


def drop_unfinished(database: Database) -> int:
    """Drop what a killed process left half done in the catalog; return how many passages there are."""
    with database.writing() as connection:
        staging.discard_pending(connection)
        passages = staging.counts(connection).passages
    Originals(database).sweep()
    return passages


def acquire_lock(database: Database) -> FileLock | None:
    """Take the right to open the index, or return None when another process has it. It ends with the process."""
    lock = FileLock(database.home / LOCK, thread_local=False)
    with storage_errors(database.home):
        try:
            lock.acquire(blocking=False)
        except Timeout:
            return None
    return lock
