"""The SQLite file of a home: connections, steps, and SQLite's complaints in our words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Literal

import filelock
from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError

from knowledge.catalog.backend import OPTION, FullTextStore, LiteralIndex
from knowledge.catalog.migrations import is_current
from knowledge.catalog.sqlite import expressions  # noqa: F401  # imported so that queries can be written
from knowledge.catalog.sqlite.full_text import Fts5Store
from knowledge.catalog.sqlite.literal import PhraseIndex
from knowledge.catalog.sqlite.steps import STEPS
from knowledge.errors import KnowledgeError, LibraryBusyError, StorageError

FILE = "catalog.sqlite3"

CONNECTIONS = 16
"""Connections that are kept open for the next one who reads; more are opened while more read at once."""

MIGRATION_SECONDS = 10.0
"""How long is waited for another process that brings the tables up to date."""


_SEQUENCE = "SELECT seq FROM sqlite_sequence WHERE name = ?"


class SqliteFile:
    """The open file; satisfies `knowledge.catalog.backend.Backend`."""

    full_text: FullTextStore = Fts5Store()
    literal: LiteralIndex = PhraseIndex()
    latest: int = len(STEPS)

    def __init__(self, home: Path, patience: float) -> None:
        """Make the file in `home` where it is missing, for its owner alone; `patience` as of `Database.open`."""
        self._home = home
        (home / FILE).touch(mode=0o600)
        self.readers = _engine(home / FILE, patience, {OPTION: self})
        self.writers: Engine = self.readers.execution_options(begin="BEGIN IMMEDIATE")

    @property
    def name(self) -> Literal["sqlite"]:
        """What kind of database it is."""
        return "sqlite"

    @property
    def place(self) -> str:
        """Where it is, as a person knows it."""
        return str(self._home)

    @contextmanager
    def in_our_words(self) -> Iterator[None]:
        """Turn the complaints of SQLite into ours."""
        try:
            yield
        except filelock.Timeout as error:
            raise _busy(self._home) from error
        except DBAPIError as error:
            raise _from_sqlite(error.orig, self._home) from error
        except sqlite3.Error as error:
            raise _from_sqlite(error, self._home) from error

    def prepare(self, *, migrate: bool) -> None:  # noqa: ARG002  # here nobody else has to be asked
        """Bring the tables up to date.

        Raises:
            CatalogVersionError: They are a newer program's; nothing was changed.
        """
        with self.readers.begin() as connection:
            if is_current(self.version(connection), len(STEPS)):
                return
        # SQLite does not wait when two processes turn a new file to WAL at once.
        with filelock.FileLock(self._home / "migration.lock", timeout=MIGRATION_SECONDS):
            _use_write_ahead_log(self.readers)
            while not self._one_step():
                pass

    def version(self, connection: Connection) -> int:
        """Return the number of the last step that was applied; 0 for an empty file."""
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())

    def insert(self, table: Table) -> sqlite.Insert:
        """Return an insertion that can say what is done where the row is there already."""
        return sqlite.insert(table)

    def next_keys(self, connection: Connection, table: str, count: int) -> range:
        """Return the keys that SQLite would give out next."""
        last = connection.exec_driver_sql(_SEQUENCE, (table,)).scalar_one_or_none() or 0
        return range(last + 1, last + 1 + count)

    def last_key(self, connection: Connection, table: str, column: str) -> int:
        """Return the last key that was given out in a table."""
        kept = connection.exec_driver_sql(_SEQUENCE, (table,)).scalar_one_or_none()
        highest = connection.exec_driver_sql(f"SELECT max({column}) FROM {table}").scalar_one()  # noqa: S608  # ours
        return max(kept or 0, highest or 0)

    def give_out_after(self, connection: Connection, table: str, column: str, last: int) -> None:  # noqa: ARG002  # a table has one
        """Give out only keys after one from now on, in tables whose keys never come back."""
        changed = connection.exec_driver_sql("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (last, table))
        created = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).scalar_one()
        if not changed.rowcount and "AUTOINCREMENT" in created:
            connection.exec_driver_sql("INSERT INTO sqlite_sequence VALUES (?, ?)", (table, last))

    @contextmanager
    def begun_copy(self) -> Iterator[Callable[[Path], None]]:
        """Begin to read, and give what copies the file as it is now, page by page, into a folder."""
        with closing(sqlite3.connect(self._home / FILE, isolation_level=None)) as source:
            source.execute("BEGIN")
            source.execute("SELECT value FROM meta LIMIT 1").fetchone()

            def copy(folder: Path) -> None:
                with closing(sqlite3.connect(folder / FILE)) as target:
                    source.backup(target)

            yield copy

    def fault(self, connection: Connection) -> str | None:
        """Return what SQLite finds wrong with the file, or None."""
        found = str(connection.exec_driver_sql("PRAGMA integrity_check").scalar_one())
        return None if found == "ok" else found.splitlines()[0]

    def compact(self) -> None:
        """Write the file anew without its free pages, and empty the write-ahead log.

        Raises:
            LibraryBusyError: Others were reading or writing all the time.
        """
        connection = self.readers.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            # The log goes only when nobody reads from it.
            if cursor.execute("PRAGMA wal_checkpoint (TRUNCATE)").fetchone()[0]:
                raise _busy(self._home)
        finally:
            connection.close()

    def size(self) -> int:
        """Return the bytes of the file and of its log."""
        return sum(place.stat().st_size for place in self._home.glob(f"{FILE}*"))

    def close(self) -> None:
        """Close every connection."""
        self.readers.dispose()

    def _one_step(self) -> bool:
        """Apply one step in one transaction; tell whether none was left to apply."""
        with self.writers.begin() as connection:
            number = self.version(connection)
            if is_current(number, len(STEPS)):
                return True
            for statement in sql_statements(STEPS[number]):
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql(f"PRAGMA user_version = {number + 1}")
            return False


def sql_statements(script: str) -> list[str]:
    """Split a script at the semicolons that end its statements, as SQLite itself sees them."""
    found, pending = [], ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending.strip())
            pending = ""
    return [statement for statement in found if statement]


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


def _busy(home: Path) -> LibraryBusyError:
    return LibraryBusyError(f"另一个进程正在写入资料库（{home}），请稍后重试。")


def _engine(file: Path, patience: float, options: dict[str, object]) -> Engine:
    # Without a limit: whoever holds a connection may need another one, and must not wait for those who hold theirs.
    connections = {"pool_size": CONNECTIONS, "max_overflow": -1}
    waiting = {"timeout": patience}
    engine = create_engine(f"sqlite:///{file}", connect_args=waiting, execution_options=options, **connections)
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
