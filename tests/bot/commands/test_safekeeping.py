"""`backup`, `restore`, `audit`, `stats` and `purge`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.ronghe import Ronghe

pytestmark = pytest.mark.slow


@pytest.fixture
def held(empty: Ronghe, tmp_path: Path) -> Ronghe:
    (tmp_path / "note.txt").write_text("青石岭联络点值班办法\n\n青石岭联络点每月由支部委员值班两次。\n", "utf-8")
    empty.json("ingest", str(tmp_path / "note.txt"))
    return empty


def test_a_home_is_written_to_a_file_and_put_back(
    held: Ronghe, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where no home is yet; neither file nor home is overwritten."""
    file = str(tmp_path / "备份.tar")
    assert held.json("backup", file)["documents"] == 1
    assert held.fault("backup", file) == (2, "bad_request")
    assert held.fault("restore", file) == (2, "bad_request")
    again = Ronghe(tmp_path / "恢复", capsys)
    assert again.json("restore", file)["documents"] == 1
    assert again.json("keyword", "青石岭")["documents"] == 1


def test_who_looked_is_put_down_and_counted(held: Ronghe) -> None:
    """A person by their number, the machine as such; what was asked is not in it."""
    held.run("people", "add", "42")
    held.json("search", "值班", "--as", "42")
    held.json("ask", "青石岭联络点怎么值班")
    entries = held.json("audit")["entries"]
    assert [(entry["who"], entry["user"], entry["what"]) for entry in entries] == [
        ("operator", None, "ask"),
        ("person", 42, "search"),
    ]
    assert [entry["what"] for entry in held.json("audit", "--user", "42")["entries"]] == ["search"]
    assert held.json("stats")["questions"] == 1
    assert "值班两次" not in held.run("audit")[1]


def test_what_is_purged_is_named_first(held: Ronghe) -> None:
    """Nothing named, nothing done; a person, a document and what is past its time."""
    assert held.fault("purge") == (2, "bad_request")
    held.run("people", "add", "42")
    held.json("ask", "青石岭联络点怎么值班", "--as", "42", "--session", "备课")
    assert held.json("purge", "--user", "42")["questions"] == 1
    assert held.json("people")["people"] == []
    (document,) = held.json("documents")["documents"]
    assert held.json("purge", "--document", document["id"])["documents"] == 1
    assert held.json("keyword", "青石岭")["passages"] == 0
    assert "已彻底删除" in held.run("purge", "--expired")[1]
