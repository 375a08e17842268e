from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.catalog.regulations import ProvisionSource, Register
from knowledge.documents import Kind, Status
from knowledge.library import Library
from knowledge.regulations.current import CurrentTexts
from knowledge.regulations.validity import Confirmation
from tests.builders import source_file
from tests.fakes import BigramEmbedder

PUBLIC = frozenset({"public"})
TITLE = "示例市河道管理办法"
OLD, NEW = "第一条 河长每月巡河。", "第一条 河长每旬巡河。"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open_reader(tmp_path / "home", BigramEmbedder()) as opened:
        keep(opened, "old", OLD, "2020-01-01")
        yield opened


def keep(library: Library, name: str, text: str, date: str, label: str = "public") -> None:
    library.replace_file(*source_file(f"/{name}", text, title=TITLE, kind=Kind.NORMATIVE, date=date, label=label))


def found(library: Library, as_of: str | None = None) -> dict[str, Status]:
    """Return the passages that may answer, with the status of their texts."""
    ids = [hit.id for one in library.documents() for hit in library.catalog.passages_of(one.id, PUBLIC)]
    texts = CurrentTexts(library.catalog, Register(library.catalog.database), as_of)
    return {passage.text: document.status for passage, document, _ in texts.hits_for(ids, PUBLIC).values()}


def test_a_newer_version_changes_what_was_shown(library: Library) -> None:
    """As soon as a newer text is held, the older answers no more, but for a day on which it applied."""
    assert found(library) == {OLD: Status.UNKNOWN}
    keep(library, "new", NEW, "2024-01-01")
    assert found(library) == {NEW: Status.UNKNOWN}
    assert found(library, "2022-06-30") == {OLD: Status.UNKNOWN}


def test_an_old_text_that_is_asked_for_is_marked(library: Library) -> None:
    """A passage opened by its id, and the list of documents, carry the state."""
    keep(library, "new", NEW, "2024-01-01")
    texts = CurrentTexts(library.catalog, Register(library.catalog.database))
    assert [one.status for one in texts.documents(PUBLIC)] == [Status.UNKNOWN, Status.SUPERSEDED]
    (passage,) = (one for one in library.catalog.passages_of(library.documents()[1].id, PUBLIC))
    opened = texts.passage(passage.id, PUBLIC)
    assert opened is not None
    assert opened[1].status is Status.SUPERSEDED


def test_a_hidden_text_ends_nothing(library: Library) -> None:
    """Who may not see the newer text is not told of it."""
    keep(library, "new", NEW, "2024-01-01", label="unit")
    assert found(library) == {OLD: Status.UNKNOWN}


def test_confirmations_are_kept(library: Library) -> None:
    """What a person confirmed is there for the next process, survives a repeated ingest, and can be withdrawn."""
    register = Register(library.catalog.database)
    (document,) = library.documents()
    before = register.validity(PUBLIC)
    sha256 = before.records[document.id].sha256
    register.confirm(
        Confirmation(document_id=document.id, sha256=sha256, status=Status.IN_FORCE, checked_on="2025-05-01")
    )
    keep(library, "old", OLD, "2020-01-01")
    standing = Register(library.catalog.database).validity(PUBLIC).standing(document.id, "2026-01-01")
    assert standing is not None
    assert (standing.status, standing.checked_on) == (Status.IN_FORCE, "2025-05-01")
    assert register.withdraw(document.id)
    assert not register.withdraw(document.id)


def test_repetitions_are_looked_for_literally(library: Library) -> None:
    """Passages with the words, of what the person may see."""
    source = ProvisionSource(library.catalog)
    assert [one.text for one in source.passages_with("每月巡河", PUBLIC)] == [OLD]
    assert source.passages_with("每月巡河", frozenset({"unit"})) == []
