"""A catalog moved to a server and back: nothing is lost, nothing is embedded again, and a failure changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from knowledge.access import Role
from knowledge.callers import OPERATOR, Conversation, Someone
from knowledge.catalog import copying
from knowledge.catalog.address import note_address, noted_address, settle_address
from knowledge.catalog.audit import AuditLog
from knowledge.catalog.conversations import Conversations
from knowledge.catalog.copying import tables
from knowledge.catalog.database import FILE, Database
from knowledge.catalog.people import PeopleTable
from knowledge.errors import BadRequestError, LibraryBusyError, StorageError
from knowledge.library import Library
from knowledge.questions.turns import Turn
from knowledge.upkeep.moving import LEFT, OWN_FILE, move
from tests.builders import source_file
from tests.databases import Server
from tests.fakes import BigramEmbedder

HERE = Conversation(channel="web", place="1")
PUBLIC = frozenset({"public"})


@pytest.fixture
def address(postgresql: Server) -> Iterator[str]:
    yield postgresql.take()
    postgresql.give_back()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    with Library.open_owner(home, BigramEmbedder()) as library:
        for number in range(3):
            library.replace_file(*source_file(f"/{number}.txt", f"支部{number}学习。", f"第{number}支部走访。"))
        library.remove([library.documents()[2].id])
        database = library.catalog.database
        PeopleTable(database).put(2**40, name="张三", role=Role.READER)
        PeopleTable(database).grant(2**40, ["dept:a"])
        Conversations(database).remember(HERE, by=Someone(number=2**40), question="问", turn=Turn(standalone="问"))
        AuditLog(database).record(OPERATOR, "search", passages=("p1",))
    return home


def rows(home: Path) -> dict[str, list[Any]]:
    """Return every row of a home's catalog, by table."""
    database = Database.open(home)
    with database.reading() as connection:
        held = {table.name: sorted(map(repr, connection.execute(table.select()).all())) for table in tables()}
    database.close()
    return held


class NeverEmbeds(BigramEmbedder):
    def embed_passages(self, texts: object) -> Any:  # noqa: ARG002
        pytest.fail("a passage was embedded again")


def searched(library: Library) -> list[list[tuple[str, float]]]:
    vector = BigramEmbedder().embed_query("支部走访")
    by_words = library.lexical.search_words(["支部", "走访"], limit=5, labels=PUBLIC)
    return [library.search(vector, limit=5, labels=PUBLIC), by_words]


def test_a_home_is_moved_and_comes_back_as_it_was(home: Path, address: str) -> None:
    """Row by row, both ways; sources, index and scores go on; a key that was given out once never comes back."""
    with Library.open_owner(home, NeverEmbeds()) as library:
        found = searched(library)
    before = rows(home)
    done = move(home, address)
    assert done.rows == sum(map(len, before.values()))
    assert (noted_address(home), (home / FILE).exists(), (home / LEFT).exists()) == (address, False, True)
    assert rows(home) == before
    with Library.open_owner(home, NeverEmbeds()) as library:
        assert library.catalog.database.backend.name == "postgresql"
        assert library.index_is_ready
        assert searched(library) == found
        assert AuditLog(library.catalog.database).is_intact()
        with library.catalog.database.writing() as connection:
            assert library.catalog.database.backend.next_keys(connection, "documents", 1) == range(4, 5)
            connection.rollback()
    before = rows(home)
    assert move(home, OWN_FILE).rows == sum(map(len, before.values()))
    assert (noted_address(home), rows(home)) == (None, before)


def test_a_move_that_fails_changes_nothing(home: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The home stays where it was, and the database is empty as before, so that the move can be tried again."""

    def broken(_source: Connection, _target: Connection, table: object) -> None:
        raise StorageError(f"核对不一致：{table}。")

    before = rows(home)
    with monkeypatch.context() as patched:
        patched.setattr(copying, "_compare", broken)
        with pytest.raises(StorageError):
            move(home, address)
    assert (noted_address(home), rows(home)) == (None, before)
    assert move(home, address).rows == sum(map(len, before.values()))


def test_what_cannot_be_moved_is_said(home: Path, address: str, tmp_path: Path) -> None:
    """A home in use, a database that holds something, an address that is none."""
    with Library.open_owner(home, BigramEmbedder()), pytest.raises(LibraryBusyError, match="先停止"):
        move(home, address)
    for wrong in ("mysql://a/b", "postgresql://host", "数据库", "postgresql://a:b@c:x/d"):
        with pytest.raises(BadRequestError, match="postgresql://用户:密码@主机:5432/数据库"):
            move(home, wrong)
    move(home, address)
    with pytest.raises(BadRequestError, match="已在 PostgreSQL"):
        move(home, address)
    with Library.open_reader(tmp_path / "other", BigramEmbedder()) as other:
        other.replace_file(*source_file("/a.txt", "支部学习。"))
    with pytest.raises(BadRequestError, match="已有内容"):
        move(tmp_path / "other", address)


def test_a_home_knows_where_its_catalog_is(home: Path, tmp_path: Path) -> None:
    """The settings name the database of a new home; of one that has its catalog elsewhere they change nothing."""
    first, other = "postgresql://u:secret@db/one", "postgresql://u:secret@db/two"
    settle_address(tmp_path / "new", first, own_file=FILE)
    assert noted_address(tmp_path / "new") == first
    assert (tmp_path / "new" / "database.url").stat().st_mode & 0o077 == 0
    settle_address(tmp_path / "new", "", own_file=FILE)
    settle_address(tmp_path / "new", first.replace("secret", "changed"), own_file=FILE)
    assert noted_address(tmp_path / "new") == "postgresql://u:changed@db/one"
    for place, match in ((tmp_path / "new", "不同"), (home, "ronghe migrate --to")):
        with pytest.raises(BadRequestError, match=match) as refused:
            settle_address(place, other, own_file=FILE)
        assert "secret" not in str(refused.value)
    note_address(tmp_path / "new", None)
    assert noted_address(tmp_path / "new") is None
