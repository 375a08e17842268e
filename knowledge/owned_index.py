"""The Chroma index as its one owner keeps it: locked, in step with the catalog, rebuilt when it is damaged.

A folder is never repaired in place. A new one is filled from the catalog's vectors, without the model, the catalog
notes its name, and the old one goes.
"""

from __future__ import annotations

import logging
import secrets
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout
from sqlalchemy import Connection

from knowledge.catalog import staging, vectors
from knowledge.catalog.database import Database, storage_errors
from knowledge.chroma import ChromaIndex
from knowledge.errors import IndexUnavailableError
from knowledge.originals import Originals
from knowledge.ports import VectorKey, Vectors, WritableVectorIndex

LOCK = "index.lock"
FOLDERS = "chroma"
NOTE = "chroma"
"""Under which the catalog notes the name of the folder in use."""

BATCH = 1000
"""Vectors read from the catalog at once: 1.5 MB of 384 dimensions."""

_log = logging.getLogger(__name__)


class OwnedIndex:
    """A vector index that no other process has open. May be used from several threads."""

    def __init__(self, database: Database, index: WritableVectorIndex, lock: FileLock, *, synced: int) -> None:
        self._database = database
        self._index = index
        self._lock = lock
        self._synced = synced
        self._writing = threading.Lock()

    @classmethod
    def claim(cls, database: Database) -> Self | None:
        """Open the index of this home, in step with the catalog, or return None when another process owns it.

        What a killed process left half done in the catalog is dropped first.
        """
        lock = acquire_lock(database)
        if lock is None:
            return None
        try:
            with database.writing() as connection:
                staging.discard_pending(connection)
                synced = staging.revision(connection)
            Originals(database).sweep()
            return cls(database, open_sound(database) or rebuild(database), lock, synced=synced)
        except BaseException:
            lock.release()
            raise

    def close(self) -> None:
        """Close the index and let another process own it."""
        self._index.close()
        self._lock.release()

    def search(self, vector: Vectors, *, limit: int, labels: frozenset[str]) -> list[tuple[str, float]] | None:
        """Return (passage id, similarity) pairs, best first, or None while the index is behind the catalog.

        When another process changed the catalog, the first search brings the index up to date.
        """
        if not self._is_current():
            return None
        return self._index.search(vector, limit=limit, labels=labels)

    @contextmanager
    def writing(self) -> Iterator[WritableVectorIndex]:
        """Give the index to the one thread that may change it."""
        with self._writing:
            yield self._index

    def note_revision(self, revision: int) -> None:
        """Note that what the catalog's `revision` changed is in the index; to be called while writing."""
        # When another process changed the catalog in between, the next search has to catch up.
        if revision == self._synced + 1:
            self._synced = revision

    def _is_current(self) -> bool:
        with self._database.reading() as connection:
            if staging.revision(connection) == self._synced:
                return True
        if not self._writing.acquire(blocking=False):
            return False
        try:
            self._synced = catch_up(self._database, self._index)
        finally:
            self._writing.release()
        return True


def acquire_lock(database: Database) -> FileLock | None:
    """Take the right to open the index, or return None when another process has it. It ends with the process."""
    lock = FileLock(database.home / LOCK, thread_local=False)
    with storage_errors(database.home):
        try:
            lock.acquire(blocking=False)
        except Timeout:
            return None
    return lock


def open_sound(database: Database) -> ChromaIndex | None:
    """Open the index that the catalog names, brought up to date, or return None when there is none or it is damaged."""
    folder = current_folder(database)
    if folder is None or not folder.is_dir():
        return None
    try:
        index = ChromaIndex.open(folder)
    except IndexUnavailableError as error:
        _log.warning("the vector index cannot be opened: %s", error)
        return None
    try:
        catch_up(database, index)
        if is_sound(database, index):
            return index
    except IndexUnavailableError as error:
        _log.warning("the vector index is damaged: %s", error)
    index.close()
    return None


def rebuild(database: Database) -> ChromaIndex:
    """Fill a new index from the catalog, have the catalog name it, delete the others, and return it open."""
    folders = database.home / FOLDERS
    with storage_errors(database.home):
        folder = folders / secrets.token_hex(4)
        folder.mkdir(mode=0o700, parents=True)
        index = ChromaIndex.open(folder)
        catch_up(database, index)
        with database.writing() as connection:
            vectors.note(connection, NOTE, folder.name)
        for other in folders.iterdir():
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
    return index


def current_folder(database: Database) -> Path | None:
    """Return the folder of the index in use, or None before the first one."""
    with database.reading() as connection:
        name = vectors.value(connection, NOTE)
    return database.home / FOLDERS / name if name else None


def catch_up(database: Database, index: WritableVectorIndex) -> int:
    """Make the index have the committed vectors and no others; return the catalog's revision that it then stands at."""
    with database.reading() as connection:
        revision = staging.revision(connection)
        wanted = vectors.keys(connection)
        held = index.keys()
        missing = sorted(wanted.keys() - held)
        for some, matrix in _with_vectors(connection, missing, wanted):
            index.upsert(some, matrix)
    index.delete(held - wanted.keys())
    return revision


def is_sound(database: Database, index: ChromaIndex) -> bool:
    """Tell whether the index gives back every vector as the catalog has it, and a search reaches them."""
    with database.reading() as connection:
        wanted = vectors.keys(connection)
        same = all(index.holds(some, matrix) for some, matrix in _with_vectors(connection, list(wanted), wanted))
    return same and index.reaches_all()


def _with_vectors(
    connection: Connection, keys: Sequence[VectorKey], rows: dict[VectorKey, int]
) -> Iterator[tuple[Sequence[VectorKey], Vectors]]:
    """Give the keys a batch at a time with their vectors."""
    for first in range(0, len(keys), BATCH):
        some = keys[first : first + BATCH]
        yield some, vectors.matrix_of(connection, [rows[key] for key in some])
