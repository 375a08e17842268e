"""The SQLite file of a home: connections, transactions, and SQLite's complaints in our words."""

from __future__ import annotations

import errno
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import filelock
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from knowledge.catalog import migrations
from knowledge.errors import KnowledgeError, LibraryBusyError, StorageError

FILE = "catalog.sqlite3"

CONNECTIONS = 16
"""Connections that are kept open for the next one who reads; more are opened while more read at once."""

BUSY_SECONDS = 10.0
"""How long a writer waits for another one; the longest write, a file of some thousand passages, takes about one."""


class Database:
    """The open catalog file. May be used from several threads; each transaction has a connection of its own."""

    def __init__(self, engine: Engine, home: Path, patience: float) -> None:
        self._engine = engine
        self._patience = patience
        # SQLite has a writer that finds another one look again after ever longer pauses; of ours, the next one goes on.
        self._turn = threading.Lock()
        self._writer = engine.execution_options(begin="BEGIN IMMEDIATE")
        self._here = threading.local()
        self.home = home

    @classmethod
    def open(cls, home: Path, *, patience: float = BUSY_SECONDS) -> Self:
        """Open the catalog in `home`, making both where they are missing and bringing the tables up to date.

        Args:
            home: Folder of the catalog.
            patience: Seconds that a writer waits for another one.

        Raises:
            CatalogVersionError: A newer program wrote it; nothing was changed.
            LibraryBusyError: Another process kept it for longer than `patience`.
            StorageError: It cannot be read or written.
        """
        with storage_errors(home):
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            (home / FILE).touch(mode=0o600)
            database = cls(_engine(home / FILE, patience), home, patience)
            try:
                database._bring_up_to_date()
            except BaseException:
                database.close()
                raise
        return database

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

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
        with storage_errors(self.home), self._engine.begin() as connection:
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
        with self._in_turn(), storage_errors(self.home), self._writer.begin() as connection:
            self._here.writer = connection
            try:
                yield connection
            finally:
                self._here.writer = None

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=self._patience):
            raise _busy(self.home)
        try:
            yield
        finally:
            self._turn.release()

    def compact(self) -> None:
        """Write the file anew without its free pages, and empty the write-ahead log.

        Raises:
            LibraryBusyError: Others were reading or writing all the time.
        """
        with storage_errors(self.home):
            connection = self._engine.raw_connection()
            try:
                cursor = connection.cursor()
                cursor.execute("VACUUM")
                # The log goes only when nobody reads from it.
                if cursor.execute("PRAGMA wal_checkpoint (TRUNCATE)").fetchone()[0]:
                    raise _busy(self.home)
            finally:
                connection.close()

    def _bring_up_to_date(self) -> None:
        with self._engine.begin() as connection:
            if migrations.check_version(connection):
                return
        # SQLite does not wait when two processes turn a new file to WAL at once.
        with filelock.FileLock(self.home / "migration.lock", timeout=BUSY_SECONDS):
            _use_write_ahead_log(self._engine)
            while not self._one_step():
                pass

    def _one_step(self) -> bool:
        """Apply one migration in one transaction; tell whether none was left to apply."""
        with self._writer.begin() as connection:
            if migrations.check_version(connection):
                return True
            migrations.apply_next(connection)
            return False


@contextmanager
def storage_errors(home: Path) -> Iterator[None]:
    """Turn the complaints of SQLite and of the file system about `home` into ours."""
    try:
        yield
    except filelock.Timeout as error:
        raise _busy(home) from error
    except DBAPIError as error:
        raise _from_sqlite(error.orig, home) from error
    except sqlite3.Error as error:
        raise _from_sqlite(error, home) from error
    except OSError as error:
        raise _from_system(error, home) from error


def _from_sqlite(error: BaseException | None, home: Path) -> KnowledgeError:
    # The primary result code is the low byte: https://www.sqlite.org/rescode.html
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return _busy(home)
    sentence = {
        sqlite3.SQLITE_FULL: "磁盘空间不足，未能写入资料库（{home}），请清理磁盘后重试。",
        sqlite3.SQLITE_READONLY: "资料库不可写（{home}），请检查目录和文件的权限。",
        sqlite3.SQLITE_CANTOPEN: "打不开资料库（{home}），请检查目录和文件的权限。",
        sqlite3.SQLITE_CORRUPT: "资料库文件已损坏（{home}），请停用并从备份恢复。",
        sqlite3.SQLITE_NOTADB: "目录中的 catalog.sqlite3 不是本程序的资料库（{home}），请换一个目录或从备份恢复。",
    }.get(code, "读写资料库失败（{home}）：{error}。")
    return StorageError(sentence.format(home=home, error=error))


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


def _busy(home: Path) -> LibraryBusyError:
    return LibraryBusyError(f"另一个进程正在写入资料库（{home}），请稍后重试。")


def _engine(file: Path, patience: float) -> Engine:
    # Without a limit: whoever holds a connection may need another one, and must not wait for those who hold theirs.
    connections = {"pool_size": CONNECTIONS, "max_overflow": -1}
    engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": patience}, **connections)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:  # Any: a DB-API connection has no public type
    """Set what SQLite keeps a connection at a time; leave transactions to `_begin`."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")


def _begin(connection: Connection) -> None:
    """Begin explicitly, as the driver would begin too late for schema changes and for a steady view."""
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _use_write_ahead_log(engine: Engine) -> None:
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


class Tables:
    """What reads and writes some tables of one catalog."""

    def __init__(self, database: Database) -> None:
        self._database = database
