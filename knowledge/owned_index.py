"""The Chroma index as its one owner keeps it: locked, in step with the catalog, made anew when it is damaged.

Chroma neither syncs its index files to disk nor keeps checksums of them. So when the index is closed, the catalog
notes a digest of its files; only files that still have it are opened without suspicion. After a crash they are examined
first. A folder is never repaired in place: a new one is filled from the catalog's vectors, without the model, the
catalog notes its name, and the old one goes.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from knowledge.catalog import staging, vectors
from knowledge.catalog.database import Database, storage_errors
from knowledge.chroma import ChromaIndex
from knowledge.errors import IndexUnavailableError, KnowledgeError
from knowledge.index_check import FOLDERS, NOTE, current_folder, differences, with_vectors
from knowledge.originals import Originals
from knowledge.ports import Vectors, WritableVectorIndex

LOCK = "index.lock"

CLOSED = "chroma_closed"
"""Under which the catalog notes how the index was closed: digest of its files and catalog revision, by a space."""

IN_USE = ""
"""What it notes while somebody has the index open, and after a crash."""

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
            index = _open_sound(database) or _rebuilt(database)
            _sweep_folders(database)
            return cls(database, index, lock, synced=synced)
        except BaseException:
            lock.release()
            raise

    def close(self) -> None:
        """Close the index and let another process own it."""
        self._index.close()
        with suppress(KnowledgeError):  # without the note, the next owner examines the files
            note_closed(self._database, self._synced)
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


def _open_sound(database: Database) -> ChromaIndex | None:
    """Open the index that the catalog names, brought up to date, or return None when there is none or it is damaged."""
    folder = current_folder(database)
    if folder is None or not folder.is_dir() or not _is_trusted(database, folder):
        return None
    _note(database, CLOSED, IN_USE)
    try:
        index = ChromaIndex.open(folder)
    except IndexUnavailableError as error:
        _log.warning("the vector index cannot be opened: %s", error)
        return None
    try:
        catch_up(database, index)
    except IndexUnavailableError as error:
        _log.warning("the vector index cannot be brought up to date: %s", error)
        index.close()
        return None
    return index


def _is_trusted(database: Database, folder: Path) -> bool:
    """Tell whether the index was closed in order and its files are as they were, or passes an examination."""
    with database.reading() as connection:
        noted = vectors.value(connection, CLOSED)
    if noted != IN_USE:
        return noted is not None and noted.split()[0] == digest(folder)
    return differences(database) is not None


def is_closed_in_step(database: Database) -> bool:
    """Tell whether the index was closed in order, its files are as they were and so is the catalog."""
    folder = current_folder(database)
    if folder is None or not folder.is_dir():
        return False
    with database.reading() as connection:
        return vectors.value(connection, CLOSED) == f"{digest(folder)} {staging.revision(connection)}"


def rebuild(database: Database) -> None:
    """Make the index anew and close it; to be called with the lock taken."""
    with database.reading() as connection:
        revision = staging.revision(connection)
    _rebuilt(database).close()
    note_closed(database, revision)
    _sweep_folders(database)


def _rebuilt(database: Database) -> ChromaIndex:
    """Fill a new index from the catalog, have the catalog name it, and return it open."""
    with storage_errors(database.home):
        folder = database.home / FOLDERS / secrets.token_hex(4)
        folder.mkdir(mode=0o700, parents=True)
    index = ChromaIndex.open(folder)
    catch_up(database, index)
    _note(database, CLOSED, IN_USE)
    _note(database, NOTE, folder.name)
    return index


def _sweep_folders(database: Database) -> None:
    """Delete the folders of former indexes and of those that were never finished."""
    used = current_folder(database)
    with storage_errors(database.home):
        for folder in (database.home / FOLDERS).iterdir():
            if folder != used:
                shutil.rmtree(folder, ignore_errors=True)


def catch_up(database: Database, index: WritableVectorIndex) -> int:
    """Make the index have the committed vectors and no others; return the catalog's revision that it then stands at."""
    with database.reading() as connection:
        revision = staging.revision(connection)
        wanted = vectors.keys(connection)
        held = index.keys()
        missing = sorted(wanted.keys() - held)
        for some, matrix in with_vectors(connection, missing, wanted):
            index.upsert(some, matrix)
    index.delete(held - wanted.keys())
    return revision


def digest(folder: Path) -> str:
    """Return a digest of all files in `folder`, their names and their bytes."""
    whole = hashlib.blake2b(digest_size=16)
    for place in sorted(place for place in folder.rglob("*") if place.is_file()):
        with place.open("rb") as file:
            whole.update(f"{place.relative_to(folder)}\0{place.stat().st_size}\0".encode())
            whole.update(hashlib.file_digest(file, "blake2b").digest())
    return whole.hexdigest()


def note_closed(database: Database, revision: int) -> None:
    """Note the index's files as they are now that nobody has them open, in step with the catalog's `revision`."""
    folder = current_folder(database)
    if folder is not None:
        with storage_errors(database.home):
            _note(database, CLOSED, f"{digest(folder)} {revision}")


def _note(database: Database, name: str, what: str) -> None:
    with database.writing() as connection:
        vectors.note(connection, name, what)
