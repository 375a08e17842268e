"""The files of the vector index: whether they can be trusted, and how a new index is made beside them.

Chroma neither syncs its index files to disk nor keeps checksums of them. So when the index is closed, the catalog
notes a digest of its files; only files that still have it are opened without suspicion. After a crash they are examined
first. A folder is never repaired in place: a new one is filled from the catalog's vectors, without the model, the
catalog notes its name, and the old one goes. Everything here is for the process that holds the index lock.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import shutil
import threading
from enum import Enum
from pathlib import Path

from knowledge.catalog import staging, vectors
from knowledge.catalog.database import Database, storage_errors
from knowledge.errors import IndexUnavailableError
from knowledge.failpoints import reached
from knowledge.ports import WritableVectorIndex
from knowledge.vectors.check import FOLDERS, NOTE, current_folder, differences, with_vectors
from knowledge.vectors.chroma import ChromaIndex

CLOSED = "chroma_closed"
"""Under which the catalog notes how the index was closed: digest of its files and catalog revision, by a space."""

IN_USE = ""
"""What it notes while somebody has the index open, and after a crash."""

_log = logging.getLogger(__name__)


class FilesState(Enum):
    """What the notes say of the files."""

    AS_CLOSED = "as closed"
    SUSPECT = "suspect"  # a crash left them: they may be sound
    LOST = "lost"  # there are none, or they changed while nobody had them open


class InterruptedIndexingError(Exception):
    """The index is closed before it was filled."""


def condition(database: Database) -> FilesState:
    """Return what may be thought of the index files."""
    folder = current_folder(database)
    if folder is None or not folder.is_dir():
        return FilesState.LOST
    with database.reading() as connection:
        noted = vectors.value(connection, CLOSED)
    if noted == IN_USE:
        return FilesState.SUSPECT
    return FilesState.AS_CLOSED if noted is not None and noted.split()[0] == digest(folder) else FilesState.LOST


def is_closed_in_step(database: Database) -> bool:
    """Tell whether the index was closed in order, its files are as they were and so is the catalog."""
    folder = current_folder(database)
    if folder is None or not folder.is_dir():
        return False
    with database.reading() as connection:
        return vectors.value(connection, CLOSED) == f"{digest(folder)} {staging.revision(connection)}"


def opened(database: Database, found: FilesState, stop: threading.Event) -> ChromaIndex:
    """Return the index, in step with the catalog or nearly so: the one that is there if it is sound, else a new one.

    Raises:
        InterruptedIndexingError: `stop` was set meanwhile.
        StorageError: The disk refused.
    """
    sound = found is FilesState.AS_CLOSED or (
        found is FilesState.SUSPECT and differences(database, stop=stop) is not None
    )
    index = _opened_as_it_is(database, stop) if sound else None
    return index or _filled(database, stop)


def rebuild(database: Database) -> None:
    """Make the index anew and close it."""
    with database.reading() as connection:
        revision = staging.revision(connection)
    _filled(database, threading.Event()).close()
    note_closed(database, revision)
    sweep_folders(database)


def catch_up(database: Database, index: WritableVectorIndex, stop: threading.Event | None = None) -> int:
    """Make the index have the committed vectors and no others; return the catalog's revision that it then stands at.

    Raises:
        InterruptedIndexingError: `stop` was set before it was done.
    """
    with database.reading(anew=True) as connection:
        revision = staging.revision(connection)
        wanted = vectors.keys(connection)
        held = index.keys()
        missing = sorted(wanted.keys() - held)
        for some, matrix in with_vectors(connection, missing, wanted):
            if stop is not None and stop.is_set():
                raise InterruptedIndexingError
            index.upsert(some, matrix)
    index.delete(held - wanted.keys())
    return revision


def sweep_folders(database: Database) -> None:
    """Delete the folders of former indexes and of those that were never finished."""
    used = current_folder(database)
    with storage_errors(database.home):
        for folder in (database.home / FOLDERS).iterdir():
            if folder != used:
                shutil.rmtree(folder, ignore_errors=True)


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


def _opened_as_it_is(database: Database, stop: threading.Event) -> ChromaIndex | None:
    """Open the index that the catalog names, brought up to date, or return None when that fails."""
    folder = current_folder(database)
    if folder is None:
        return None
    _note(database, CLOSED, IN_USE)
    try:
        index = ChromaIndex.open(folder)
    except IndexUnavailableError as error:
        _log.warning("the vector index cannot be opened: %s", error)
        return None
    try:
        catch_up(database, index, stop)
    except IndexUnavailableError as error:
        _log.warning("the vector index cannot be brought up to date: %s", error)
        index.close()
        return None
    except InterruptedIndexingError:
        index.close()
        raise
    return index


def _filled(database: Database, stop: threading.Event) -> ChromaIndex:
    """Fill a new index from the catalog, have the catalog name it, and return it open."""
    with storage_errors(database.home):
        folder = database.home / FOLDERS / secrets.token_hex(4)
        folder.mkdir(mode=0o700, parents=True)
    index = ChromaIndex.open(folder)
    try:
        catch_up(database, index, stop)
        with storage_errors(database.home):
            _sync_files(folder)
        reached("index_filled")
        _note(database, CLOSED, IN_USE)
        _note(database, NOTE, folder.name)
    except BaseException:
        index.close()
        raise
    reached("index_named")
    return index


def _sync_files(folder: Path) -> None:
    """Bring the files to disk, which Chroma leaves to the system, before the catalog names them."""
    for place in [folder, *folder.rglob("*")]:
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _note(database: Database, name: str, what: str) -> None:
    with database.writing() as connection:
        vectors.note(connection, name, what)
