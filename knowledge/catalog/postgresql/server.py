"""The catalog on a PostgreSQL server: connections, steps, and its complaints in our words.

Readers are REPEATABLE READ READ ONLY, so that a transaction sees one state; writers come one after another by an
advisory lock, as they do in a file. A database belongs to one catalog.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError

from knowledge.catalog.address import address_shown
from knowledge.catalog.backend import OPTION, FullTextStore, LiteralIndex
from knowledge.catalog.copying import copy
from knowledge.catalog.migrations import is_current
from knowledge.catalog.postgresql import expressions  # noqa: F401  # imported so that queries can be written
from knowledge.catalog.postgresql.full_text import PostingsStore
from knowledge.catalog.postgresql.literal import GramIndex
from knowledge.catalog.postgresql.steps import FIRST, LATEST, STEPS
from knowledge.catalog.sqlite.file import SqliteFile
from knowledge.errors import BadRequestError, KnowledgeError, LibraryBusyError, StorageError

OLDEST = 15
"""The oldest PostgreSQL that every test is run on."""

LOCK = 7_246_118_935
"""Of writers, an advisory lock within the database; any number that no other program takes."""

CONNECTIONS = 16
"""Connections that are kept open for the next one who reads; more are opened while more read at once."""

CONNECT_SECONDS = 5
"""How long is waited for a server that does not answer."""

_FULL, _BUSY, _TOO_MANY = "53100", "55P03", "53300"
_SENTENCES = {
    "28P01": "PostgreSQL 不接受用户名或密码（{place}），请检查 RONGHE_DATABASE_URL。",
    "28000": "PostgreSQL 拒绝了连接（{place}），请检查地址中的用户、密码和数据库名，以及服务器的 pg_hba.conf。",
    "3D000": "PostgreSQL 上没有这个数据库（{place}），请先由数据库管理员建立，或检查 RONGHE_DATABASE_URL。",
    "42501": "数据库用户没有读写资料库的权限（{place}），请由数据库管理员授权。",
    "25006": "PostgreSQL 目前只读（{place}），可能是备用服务器，请检查 RONGHE_DATABASE_URL。",
    "57P03": "PostgreSQL 正在启动或停止（{place}），请稍后重试。",
    _FULL: "PostgreSQL 服务器的磁盘空间不足（{place}），未能写入，请清理磁盘后重试。",
    _TOO_MANY: "PostgreSQL 的连接数已满（{place}），请稍后重试，或调大服务器的 max_connections。",
}
"""By SQLSTATE: https://www.postgresql.org/docs/15/errcodes-appendix.html"""

_REFUSED = (
    *((words, "28P01") for words in ("password authentication failed", "no password supplied", "认证失败")),
    *((words, "3D000") for words in ("does not exist", "不存在")),
    *((words, _TOO_MANY) for words in ("too many clients", "太多的客户")),
    *((words, "57P03") for words in ("starting up", "shutting down", "正在启动", "正在关闭")),
    *((words, "28000") for words in ("FATAL:", "致命错误:")),
)
"""libpq gives no SQLSTATE for what is refused before there is a connection, only the words of the server's language."""


class PostgresqlServer:
    """A database on a server; satisfies `knowledge.catalog.backend.Backend`."""

    full_text: FullTextStore = PostingsStore()
    literal: LiteralIndex = GramIndex()
    latest: int = LATEST

    def __init__(self, address: str, patience: float) -> None:
        """Know the server at `address`; `patience` as of `Database.open`.

        Raises:
            BadRequestError: It is no address of a PostgreSQL database, or what speaks with one is not installed.
        """
        self._place = address_shown(address)
        self._database = _engine(address, patience, {OPTION: self})
        steady = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self.readers: Engine = self._database.execution_options(**steady)
        self.writers: Engine = self._database.execution_options(one_at_a_time=True)

    @property
    def name(self) -> Literal["postgresql"]:
        """What kind of database it is."""
        return "postgresql"

    @property
    def place(self) -> str:
        """Where it is, as a person knows it; without the password."""
        return self._place

    @contextmanager
    def in_our_words(self) -> Iterator[None]:
        """Turn the complaints of the server into ours."""
        try:
            yield
        except DBAPIError as error:
            raise _from_server(error, self.place) from error

    def prepare(self, *, migrate: bool) -> None:
        """Make sure that the tables are those of this program; only `migrate` changes any.

        Raises:
            CatalogVersionError: They are a newer program's; nothing was changed.
            StorageError: They are older, or there are none, and `migrate` was not given; or the server is too old.
        """
        with self.readers.begin() as connection:
            self._check_server(connection)
            found = self.version(connection)
        if is_current(found, LATEST):
            return
        if not migrate:
            state = "还没有资料库的表" if not found else f"还是旧结构（库版本{found}，本程序需要{LATEST}）"
            raise StorageError(f"PostgreSQL 数据库{state}（{self.place}），请先运行 ronghe migrate。")
        while not self._one_step():
            pass

    def version(self, connection: Connection) -> int:
        """Return the number of the last step that was applied; 0 for an empty database."""
        if connection.exec_driver_sql("SELECT to_regclass('schema_version')").scalar_one() is None:
            return 0
        return int(connection.exec_driver_sql("SELECT number FROM schema_version").scalar_one())

    def insert(self, table: Table) -> postgresql.Insert:
        """Return an insertion that can say what is done where the row is there already."""
        return postgresql.insert(table)

    def next_keys(self, connection: Connection, table: str, count: int) -> range:
        """Return the next keys of the table's sequence, which the writers' lock keeps together."""
        last = self.last_key(connection, table, "pk")
        if count:
            self.give_out_after(connection, table, "pk", last + count)
        return range(last + 1, last + 1 + count)

    def last_key(self, connection: Connection, table: str, column: str) -> int:
        """Return the last value of the column's sequence."""
        query = f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {table}_{column}_seq"  # noqa: S608  # ours
        return int(connection.exec_driver_sql(query).scalar_one())

    def give_out_after(self, connection: Connection, table: str, column: str, last: int) -> None:
        """Give out only keys after one from now on."""
        if last:
            connection.exec_driver_sql(f"SELECT setval('{table}_{column}_seq', {last})")

    @contextmanager
    def begun_copy(self) -> Iterator[Callable[[Path], None]]:
        """Begin to read, and give what copies the catalog as it is now into a new SQLite file in a folder."""
        with self.readers.begin() as source:
            self.version(source)  # the first statement, whose state all later ones see

            def into(folder: Path) -> None:
                made = SqliteFile(folder, CONNECT_SECONDS)
                try:
                    made.prepare(migrate=True)
                    with made.writers.begin() as target:
                        copy(source, target)
                finally:
                    made.close()

            yield into

    def fault(self, connection: Connection) -> str | None:
        """Return whether the server met pages that are not as it wrote them; it says so where it keeps checksums."""
        query = "SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()"
        failures = connection.exec_driver_sql(query).scalar_one_or_none()
        return f"PostgreSQL 发现{failures}个数据页的校验和不符" if failures else None

    def compact(self) -> None:
        """Write every table anew, so that no file of the database has what was deleted.

        The server's write-ahead log and what was backed up of it are not reached.

        Raises:
            LibraryBusyError: Others were reading or writing all the time.
        """
        with self._database.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            query = "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = current_schema()"
            own = connection.exec_driver_sql(query).scalar_one()
            connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {own}")

    def size(self) -> int:
        """Return the bytes of the database."""
        with self.in_our_words(), self.readers.begin() as connection:
            return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())

    def close(self) -> None:
        """Close every connection."""
        self._database.dispose()

    def _check_server(self, connection: Connection) -> None:
        number = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one()) // 10_000
        if number < OLDEST:
            raise StorageError(f"PostgreSQL 的版本是{number}（{self.place}），本程序需要{OLDEST}或更新的版本。")
        encoding = str(connection.exec_driver_sql("SHOW server_encoding").scalar_one())
        if encoding != "UTF8":
            raise StorageError(f"数据库的编码是{encoding}（{self.place}），请改用编码为 UTF8 的数据库。")

    def _one_step(self) -> bool:
        """Apply one step in one transaction; tell whether none was left to apply."""
        with self.writers.begin() as connection:
            found = self.version(connection)
            if is_current(found, LATEST):
                return True
            number = max(found + 1, FIRST)
            connection.exec_driver_sql(STEPS[number])
            connection.exec_driver_sql(f"UPDATE schema_version SET number = {number}")  # noqa: S608  # ours
            return False


def _engine(address: str, patience: float, options: dict[str, object]) -> Engine:
    waiting = {
        "connect_timeout": CONNECT_SECONDS,
        "options": f"-c lock_timeout={int(patience * 1000)}",
        "application_name": "ronghe",
    }
    # Without a limit: whoever holds a connection may need another one, and must not wait for those who hold theirs.
    connections = {"pool_size": CONNECTIONS, "max_overflow": -1, "pool_pre_ping": True}
    try:
        url = make_url(address).set(drivername="postgresql+psycopg")
        engine = create_engine(url, connect_args=waiting, execution_options=options, **connections)
    except ImportError as error:
        raise BadRequestError("没有安装连接 PostgreSQL 的组件，请先运行 make setup EXTRAS=postgresql。") from error
    event.listen(engine, "begin", _wait_for_other_writers)
    return engine


def _wait_for_other_writers(connection: Connection) -> None:
    if connection.get_execution_options().get("one_at_a_time"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def _from_server(error: DBAPIError, place: str) -> KnowledgeError:
    state = getattr(error.orig, "sqlstate", None)
    words = str(error.orig)
    if state is None:
        state = next((code for said, code in _REFUSED if said in words), None)
    if state == _BUSY:
        return LibraryBusyError(f"另一个进程正在写入资料库（{place}），请稍后重试。")
    if state in _SENTENCES:
        return StorageError(_SENTENCES[state].format(place=place))
    if state is None or error.connection_invalidated or state.startswith(("08", "57P")):
        return StorageError(f"连不上 PostgreSQL（{place}），请检查服务器是否在运行、地址是否正确，然后重试。")
    return StorageError(f"读写资料库失败（{place}）：{words.splitlines()[0]}。")
