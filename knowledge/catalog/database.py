"""The open catalog of a home: transactions, whichever database keeps it, and complaints in our words."""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sqlalchemy import Connection, Table

from knowledge.catalog.address import noted_address
from knowledge.catalog.backend import Backend
from knowledge.catalog.sqlite.file import FILE, SqliteFile
from knowledge.errors import LibraryBusyError, StorageError

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

__all__ = ["BUSY_SECONDS", "FILE", "Database", "Tables", "server_at", "storage_errors"]

BUSY_SECONDS = 10.0
"""How long a writer waits for another one; the longest write, a file of some thousand passages, takes about one."""


class Database:
    """The open catalog. May be used from several threads; each transaction has a connection of its own."""

    def __init__(self, backend: Backend, home: Path, patience: float = BUSY_SECONDS) -> None:
        self.backend = backend
        self._patience = patience
        # SQLite has a writer that finds another one look again after ever longer pauses; of ours, the next one goes on.
        self._turn = threading.Lock()
        self._here = threading.local()
        self.home = home

    @classmethod
    def open(cls, home: Path, *, patience: float = BUSY_SECONDS, migrate: bool = False) -> Self:
        """Open the catalog of `home`, making an SQLite file where there is none and bringing its tables up to date.

        Args:
            home: Folder of the catalog.
            patience: Seconds that a writer waits for another one.
            migrate: Bring the tables up to date also on a server, where that is left to `ronghe migrate`.

        Raises:
            CatalogVersionError: A newer program wrote it; nothing was changed.
            LibraryBusyError: Another process kept it for longer than `patience`.
            StorageError: It cannot be reached, read or written, or its tables are to be brought up to date first.
        """
        with storage_errors(home):
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            return cls.over(_backend(home, patience), home, patience=patience, migrate=migrate)

    @classmethod
    def over(cls, backend: Backend, home: Path, *, patience: float = BUSY_SECONDS, migrate: bool = False) -> Self:
        """Open a catalog that `home` does not name, or not yet; as `open`."""
        try:
            with backend.in_our_words():
                backend.prepare(migrate=migrate)
        except BaseException:
            backend.close()
            raise
        return cls(backend, home, patience)

    def close(self) -> None:
        """Close every connection."""
        self.backend.close()

    @contextmanager
    def reading(self, *, anew: bool = False) -> Iterator[Connection]:
        """Give a connection whose statements all see the catalog as it is at the first of them.

        Args:
            anew: See it as it is now, also within a `snapshot`.
        """
        held = None if anew else getattr(self._here, "connection", None)
        if held is not None:
            yield held
            return
        with self._complaints(), self.backend.readers.begin() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Have every `reading` of this thread see the catalog as the first one does, while the block lasts."""
        with self.reading() as connection:
            before, self._here.connection = getattr(self._here, "connection", None), connection
            try:
                yield
            finally:
                self._here.connection = before

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the only connection that may write; what it wrote is on disk when the block ends, or undone.

        A block within another one of the same thread writes with it, and is on disk when that ends.
        """
        held = getattr(self._here, "writer", None)
        if held is not None:
            yield held
            return
        with self._in_turn(), self._complaints(), self.backend.writers.begin() as connection:
            self._here.writer = connection
            try:
                yield connection
            finally:
                self._here.writer = None

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=self._patience):
            raise LibraryBusyError(f"另一个进程正在写入资料库（{self.backend.place}），请稍后重试。")
        try:
            yield
        finally:
            self._turn.release()

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """Return an insertion that can say what is done where the row is there already."""
        return self.backend.insert(table)

    def compact(self) -> None:
        """Write the catalog's files anew without what was deleted.

        Raises:
            LibraryBusyError: Others were reading or writing all the time.
        """
        with self._complaints():
            self.backend.compact()

    @contextmanager
    def _complaints(self) -> Iterator[None]:
        with storage_errors(self.home), self.backend.in_our_words():
            yield


@contextmanager
def storage_errors(home: Path) -> Iterator[None]:
    """Turn the complaints of the file system about `home` into ours."""
    try:
        yield
    except OSError as error:
        raise _from_system(error, home) from error


def server_at(address: str, patience: float = BUSY_SECONDS) -> Backend:
    """Return the database at an address, not connected yet.

    Raises:
        BadRequestError: It is no address of one, or what speaks with it is not installed.
    """
    from knowledge.catalog.postgresql.server import PostgresqlServer

    return PostgresqlServer(address, patience)


def _backend(home: Path, patience: float) -> Backend:
    address = noted_address(home)
    if address is None:
        return SqliteFile(home, patience)
    return server_at(address, patience)


def _from_system(error: OSError, home: Path) -> StorageError:
    sentence = {
        errno.ENOSPC: "磁盘空间不足，未能写入资料库目录（{home}），请清理磁盘后重试。",
        errno.EDQUOT: "磁盘配额已用完，未能写入资料库目录（{home}），请清理磁盘后重试。",
        errno.EACCES: "没有读写资料库目录的权限（{home}），请检查目录的权限。",
        errno.EPERM: "没有读写资料库目录的权限（{home}），请检查目录的权限。",
        errno.EROFS: "资料库目录所在的磁盘是只读的（{home}），请换一个目录。",
        errno.EEXIST: "资料库目录的位置上已有一个同名文件（{home}），请换一个目录。",
        errno.ENOTDIR: "资料库目录的位置上已有一个同名文件（{home}），请换一个目录。",
    }.get(error.errno or 0, "读写资料库目录失败（{home}）：{error}。")
    return StorageError(sentence.format(home=home, error=error.strerror))


class Tables:
    """What reads and writes some tables of one catalog."""

    def __init__(self, database: Database) -> None:
        self._database = database
