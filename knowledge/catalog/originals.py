"""The source files as they came, kept in the home under the SHA-256 of their bytes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Sequence
from pathlib import Path

from knowledge.catalog.database import Database, storage_errors
from knowledge.catalog.staging import referenced
from knowledge.errors import StorageError

FOLDER = "originals"


class Originals:
    """Kept source files. They come and go under the catalog's write lock, so that none is lost between processes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._folder = database.home / FOLDER

    def read(self, sha256: str) -> bytes:
        """Return the bytes of a kept file.

        Raises:
            StorageError: It is gone or cannot be read.
        """
        try:
            return (self._folder / sha256).read_bytes()
        except OSError as error:
            raise StorageError("原文件的存档读不出来，请运行 ronghe doctor 检查，或重新装入该文件。") from error

    def is_intact(self, sha256: str) -> bool:
        """Tell whether a file is kept and its bytes still have this hash."""
        place = self._folder / sha256
        with storage_errors(self._database.home):
            return place.is_file() and hashlib.sha256(place.read_bytes()).hexdigest() == sha256

    def keep(self, originals: Sequence[bytes]) -> None:
        """Put files on disk, each whole or not at all; to be called within a write transaction."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        places = {self._folder / hashlib.sha256(original).hexdigest(): original for original in originals}
        new = {place: original for place, original in places.items() if not place.exists()}
        for place, original in new.items():
            unfinished = place.with_suffix(".part")
            with unfinished.open("wb") as file:
                file.write(original)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(place)
        if new:
            _sync_folder(self._folder)

    def forget(self, hashes: Collection[str]) -> None:
        """Delete those of the files that no document came from any more."""
        if not hashes:
            return
        with self._database.writing() as connection:
            needed = referenced(connection)
            for sha256 in hashes:
                if sha256 not in needed:
                    (self._folder / sha256).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Delete every file that no document came from, such as those of a killed ingest."""
        with storage_errors(self._database.home):
            kept = [place.name for place in self._folder.iterdir()] if self._folder.is_dir() else []
        self.forget(kept)


def _sync_folder(folder: Path) -> None:
    """Bring a folder's new entries to disk, which syncing the files alone does not promise."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
