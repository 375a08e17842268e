"""The file of the catalog: made, migrated, shared, and honest about what SQLite refuses."""

from __future__ import annotations

import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from knowledge.catalog import migrations
from knowledge.catalog.database import FILE, Database
from knowledge.catalog.schema import metadata
from knowledge.catalog.sqlite.steps import STEPS
from knowledge.errors import CatalogVersionError, LibraryBusyError, StorageError


def test_a_home_that_does_not_exist_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    """A new home belongs to one user, and so does the catalog, even in a folder that others can look into."""
    Database.open(tmp_path / "new" / "home").close()
    assert stat.S_IMODE((tmp_path / "new" / "home").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "new" / "home" / FILE).stat().st_mode) == 0o600


def test_every_connection_is_set_for_durability(tmp_path: Path) -> None:
    """Write-ahead log, full synchronisation, foreign keys and overwritten deletions hold for each connection."""
    database = Database.open(tmp_path)
    with database.reading() as first, database.reading() as second:
        for connection in (first, second):
            names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
            found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names]
            assert found == ["wal", 2, 1, 1]
    database.close()


def test_migrations_and_schema_describe_the_same_tables(tmp_path: Path) -> None:
    """What the steps create is what the queries expect, column by column."""
    database = Database.open(tmp_path)
    with database.reading() as connection:
        for table in metadata.tables.values():
            held = [row.name for row in connection.exec_driver_sql(f"PRAGMA table_info({table.name})")]
            assert held == [column.name for column in table.columns]
    database.close()


def test_a_newer_catalog_is_refused_and_left_alone(tmp_path: Path) -> None:
    """A catalog of a future version is not touched."""
    Database.open(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    connection.close()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(CatalogVersionError, match="升级程序"):
        Database.open(tmp_path)
    assert (tmp_path / FILE).read_bytes() == before


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    """A step is applied whole or not at all."""
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("CREATE TABLE replies (in_the_way)")
    with pytest.raises(StorageError):
        Database.open(tmp_path)
    assert [name for (name,) in connection.execute("SELECT name FROM sqlite_master")] == ["replies"]
    assert connection.execute("PRAGMA user_version").fetchone() == (0,)
    connection.close()


def test_several_may_open_a_new_home_at_once(tmp_path: Path) -> None:
    """The first one migrates, the others wait, and all find the same tables."""
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: Database.open(tmp_path / "home"), range(8)))
    for database in opened:
        with database.reading() as connection:
            assert migrations.version(connection) == len(STEPS)
        database.close()


def test_a_block_that_fails_writes_nothing(tmp_path: Path) -> None:
    """A write transaction is undone by any exception."""
    database = Database.open(tmp_path)
    with suppress(ZeroDivisionError), database.writing() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = '7' WHERE key = 'revision'")
        _ = 1 / 0
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT value FROM meta").scalar_one() == "0"
    database.close()


def test_a_block_within_another_is_on_disk_with_it_or_not_at_all(tmp_path: Path) -> None:
    """What belongs together waits for the disk once."""
    database = Database.open(tmp_path, patience=0.1)
    with database.writing() as outer, database.writing() as inner:
        assert inner is outer
        inner.exec_driver_sql("CREATE TABLE kept (name)")
    with suppress(KeyError), database.writing():
        with database.writing() as connection:
            connection.exec_driver_sql("INSERT INTO kept VALUES ('a')")
        raise KeyError
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM kept").scalar_one() == 0
    database.close()


def test_readers_see_one_state_while_somebody_writes(tmp_path: Path) -> None:
    """Statements of one read transaction agree with each other."""
    database = Database.open(tmp_path)
    with database.reading() as reader:
        before = reader.exec_driver_sql("SELECT value FROM meta").scalar_one()
        with database.writing() as writer:
            writer.exec_driver_sql("UPDATE meta SET value = '7'")
        assert reader.exec_driver_sql("SELECT value FROM meta").scalar_one() == before
    database.close()


def test_a_writer_that_waits_in_vain_says_so(tmp_path: Path) -> None:
    """While another one writes, in this process or in another, the fault is that the library is busy."""
    database, other = Database.open(tmp_path, patience=0.05), Database.open(tmp_path, patience=0.05)

    def write(to: Database) -> None:
        with pytest.raises(LibraryBusyError, match="稍后重试"), to.writing():
            pass

    with database.writing(), ThreadPoolExecutor(2) as threads:
        list(threads.map(write, (database, other)))
    database.close()
    other.close()


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    """When there is no room, the message says what to do, and nothing half-written stays."""
    database = Database.open(tmp_path)
    with database.reading() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 60")
    with pytest.raises(StorageError, match="磁盘空间不足"), database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('big', zeroblob(1000000))")
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM meta").scalar_one() == 1
    database.close()


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    """A file in the place of the folder is a storage error, not a traceback."""
    (tmp_path / "home").write_text("", encoding="utf-8")
    with pytest.raises(StorageError, match="同名文件"):
        Database.open(tmp_path / "home")


def test_a_file_that_is_no_catalog_is_refused(tmp_path: Path) -> None:
    """Something else under the catalog's name is named and left alone."""
    (tmp_path / FILE).write_bytes(b"no database" * 100)
    with pytest.raises(StorageError, match="不是本程序的资料库"):
        Database.open(tmp_path)
    assert (tmp_path / FILE).read_bytes() == b"no database" * 100


def test_a_snapshot_is_one_state_for_all_who_read_in_it(tmp_path: Path) -> None:
    """Whatever is committed meanwhile, readings of the same thread agree; afterwards, and to others, it is there."""

    def held(*, anew: bool = False) -> str | None:
        with database.reading(anew=anew) as connection:
            return connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'mark'").scalar_one_or_none()

    def marked() -> None:
        with database.writing() as connection:
            connection.exec_driver_sql("INSERT INTO meta VALUES ('mark', 'here')")

    database = Database.open(tmp_path)
    with ThreadPoolExecutor(1) as other:
        with database.snapshot():
            assert held() is None
            other.submit(marked).result()
            assert other.submit(held).result() == held(anew=True) == "here"
            with database.snapshot():
                assert held() is None
            assert held() is None
        assert held() == "here"
    database.close()


def test_however_many_read_at_once_nobody_waits_for_the_others(tmp_path: Path) -> None:
    """Fifty people each within a search, each of whom needs the catalog as it is now besides."""
    database, together = Database.open(tmp_path), threading.Barrier(50, timeout=20)

    def search(_: int) -> int:
        with database.snapshot(), database.reading():
            together.wait()
            with database.reading(anew=True) as connection:
                return int(connection.exec_driver_sql("SELECT 1").scalar_one())

    with ThreadPoolExecutor(50) as people:
        assert sum(people.map(search, range(50))) == 50
    database.close()
