"""The catalog on a server: what is refused, what is left of what was purged, and how writers wait."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import inspect, select

from knowledge.catalog.address import note_address
from knowledge.catalog.copying import tables
from knowledge.catalog.database import Database
from knowledge.catalog.postgresql.steps import LATEST
from knowledge.catalog.schema import meta, passage_texts
from knowledge.catalog.sqlite.steps import STEPS
from knowledge.errors import CatalogVersionError, KnowledgeError, LibraryBusyError, StorageError
from knowledge.library import Library
from knowledge.upkeep.health import checks
from knowledge.upkeep.moving import migrate
from knowledge.upkeep.purging import purge_documents
from tests.builders import source_file
from tests.databases import GUARDED, Server
from tests.fakes import BigramEmbedder

CANARY = "云雀行动"


@pytest.fixture
def home(tmp_path: Path, postgresql: Server) -> Iterator[Path]:
    note_address(tmp_path / "home", postgresql.take())
    yield tmp_path / "home"
    postgresql.give_back()


def refusal(home: Path, address: str) -> str:
    note_address(home, address)
    with pytest.raises(KnowledgeError) as refused:
        Database.open(home)
    return str(refused.value)


def test_both_databases_have_the_same_tables(home: Path) -> None:
    """The steps of both end with one number, and what they create is what the queries expect, column by column."""
    assert len(STEPS) == LATEST
    database = Database.open(home)
    found = inspect(database.backend.readers)
    for table in tables():
        held = [column["name"] for column in found.get_columns(table.name)]
        assert sorted(held) == sorted(column.name for column in table.columns), table.name
    database.close()


def test_what_cannot_be_reached_is_said_in_one_sentence(tmp_path: Path, postgresql: Server) -> None:
    """Server away, no such database, no such user: where, and what to do; no password is shown."""
    folder = postgresql.address("x").split("host=")[1]
    nowhere = refusal(tmp_path, "postgresql://u:geheim@127.0.0.1:9/ronghe")
    assert nowhere == "连不上 PostgreSQL（127.0.0.1:9/ronghe），请检查服务器是否在运行、地址是否正确，然后重试。"
    assert "没有这个数据库" in refusal(tmp_path, f"postgresql://ronghe@/nothing?host={folder}")
    wrong = refusal(tmp_path, f"postgresql://{GUARDED}:geheim@/postgres?host={folder}")
    assert wrong == "PostgreSQL 不接受用户名或密码（本机/postgres），请检查 RONGHE_DATABASE_URL。"
    assert "请先运行 ronghe migrate" in refusal(tmp_path, f"postgresql://{GUARDED}:right@/postgres?host={folder}")
    assert "geheim" not in refusal(tmp_path, f"postgresql://nobody_here:geheim@/postgres?host={folder}")
    assert refusal(tmp_path, "mysql://host/db").startswith("数据库的地址不对")


def test_tables_are_made_and_changed_by_migrate_alone(tmp_path: Path, postgresql: Server) -> None:
    """An empty database and an older one are refused with what to run; a newer one is left alone."""
    address = postgresql.make(f"t{uuid4().hex[:12]}")
    assert "请先运行 ronghe migrate" in refusal(tmp_path, address)
    assert "postgresql" not in migrate(tmp_path)
    database = Database.open(tmp_path)
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE schema_version SET number = number + 1")
    database.close()
    with pytest.raises(CatalogVersionError, match="升级程序"):
        Database.open(tmp_path)
    with pytest.raises(CatalogVersionError):
        migrate(tmp_path)


def test_several_may_migrate_at_once(tmp_path: Path, postgresql: Server) -> None:
    """The first one makes the tables, the others wait."""
    note_address(tmp_path, postgresql.make(f"t{uuid4().hex[:12]}"))
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: migrate(tmp_path), range(4)))) == 1


def test_one_writes_at_a_time_and_readers_see_one_state(home: Path) -> None:
    """A writer that waits in vain is told so; a reader sees what was there at its first look."""
    database, other = Database.open(home), Database.open(home, patience=0.05)
    with database.reading() as reader:
        before = reader.execute(select(meta)).all()
        with database.writing() as writer:
            writer.exec_driver_sql("UPDATE meta SET value = '7' WHERE key = 'revision'")
            with pytest.raises(LibraryBusyError, match="稍后重试"), other.writing():
                pass
        assert reader.execute(select(meta)).all() == before
    with pytest.raises(StorageError), database.reading() as reader:
        reader.exec_driver_sql("UPDATE meta SET value = '8'")
    database.close()
    other.close()


def test_a_connection_that_broke_is_made_again(home: Path, postgresql: Server) -> None:
    """After the server dropped every connection, the next question is answered."""
    database = Database.open(home)
    with database.reading() as connection:
        connection.execute(select(meta))
    postgresql.drop_connections(database.backend.place)
    with database.reading() as connection:
        assert connection.execute(select(meta)).all()
    database.close()


def test_no_table_has_what_was_purged(home: Path, postgresql: Server) -> None:
    """The files of the database are written anew: text, words and vectors are in none of them."""
    with Library.open_reader(home, BigramEmbedder()) as library:
        path, original, entries = source_file("/a.txt", f"{CANARY}由第七支部负责。")
        library.replace_file(path, original, entries)
        library.replace_file(*source_file("/b.txt", "第八支部走访。"))
        database = library.catalog.database
        assert postgresql.files_with(database.backend.place, CANARY)
        assert purge_documents(database, [entries[0][0].id]).documents == 1
        assert postgresql.files_with(database.backend.place, CANARY) == []
        with database.reading() as connection:
            assert connection.scalars(select(passage_texts.c.text)).all() == ["第八支部走访。"]


def test_what_was_acknowledged_outlives_the_server(home: Path, postgresql: Server) -> None:
    """The server is killed while documents come in: what is said is one sentence, and afterwards nothing is missing."""
    with Library.open_reader(home, BigramEmbedder()) as library:
        for number in range(5):
            library.replace_file(*source_file(f"/{number}.txt", f"第{number}支部走访。"))
        postgresql.stop()
        for refused in (library.documents, lambda: library.replace_file(*source_file("/x.txt", "支部学习。"))):
            with pytest.raises(StorageError, match="连不上 PostgreSQL"):
                refused()
        postgresql.start()
        library.replace_file(*source_file("/5.txt", "第5支部走访。"))
        assert [each.path for each in library.documents()] == [f"/{number}.txt" for number in range(6)]
        assert len(library.lexical.search_words(["走访"], limit=9, labels=frozenset({"public"}))) == 6
    assert [each.name for each in checks(home, BigramEmbedder()) if not each.ok] == []
