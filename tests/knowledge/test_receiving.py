"""Files on their way in: stored in batches, nothing lost that was acknowledged, nothing half done seen."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import event

from knowledge import receiving
from knowledge.errors import StorageError
from knowledge.intake import Entry
from knowledge.library import Library
from knowledge.ports import Vectors
from tests.builders import source_file
from tests.fakes import BigramEmbedder

pytestmark = pytest.mark.usefixtures("both_databases")

PUBLIC = frozenset({"public"})


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def library(home: Path) -> Iterator[Library]:
    with Library.open_reader(home, BigramEmbedder()) as opened:
        yield opened


def taken(library: Library, *names: str) -> None:
    with library.receiving() as incoming:
        for name in names:
            incoming.replace_file(*source_file(f"/{name}.txt", f"{name}支部学习。", f"{name}支部走访。"), ())


def held(library: Library) -> list[str]:
    return sorted(Path(each.path).stem for each in library.documents())


def commits(library: Library) -> list[str]:
    """Return what grows with every write transaction from now on."""
    seen: list[str] = []
    engine = library.catalog.database.backend.writers
    event.listen(engine, "commit", lambda _: seen.append("commit"))
    return seen


@pytest.mark.parametrize("role", ["owner", "reader"])
def test_files_are_stored_together(home: Path, role: str) -> None:
    """Twenty small files cost one write of the catalog where it is read only, two where the index is ours."""
    with (Library.open_owner if role == "owner" else Library.open_reader)(home, BigramEmbedder()) as library:
        library.catch_up()
        seen = commits(library)
        taken(library, *map(str, range(20)))
        assert len(seen) == {"owner": 2, "reader": 1}[role]
        assert held(library) == sorted(map(str, range(20)))
        vector = library.embedder.embed_query("支部走访")
        assert len(library.search(vector, limit=100, labels=PUBLIC)) == 40
        assert len(library.lexical.search_words(["走访"], limit=100, labels=PUBLIC)) == 20


class Gated(BigramEmbedder):
    """Reads a batch only once it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.may = threading.Event()
        self.began = threading.Event()

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.began.set()
        assert self.may.wait(5)
        return super().embed_passages(texts)


def test_the_next_files_are_prepared_while_the_model_reads(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Handing in goes on while a batch is being read; its texts can be compared with meanwhile, and nothing is seen."""
    monkeypatch.setattr(receiving, "BATCH", 4)
    embedder = Gated()
    with Library.open_reader(home, embedder) as library:
        with library.receiving() as incoming:
            for name in "abc":
                incoming.replace_file(*source_file(f"/{name}.txt", f"{name}支部学习。", f"{name}支部走访。"), ())
            assert embedder.began.wait(5)
            ids = {path: entries[0][0].id for path, _, entries in map(file_of, "abc")}
            assert [incoming.text(each) is not None for each in ids.values()] == [True] * 3
            assert held(library) == []
            embedder.may.set()
        assert held(library) == ["a", "b", "c"]


def file_of(name: str) -> tuple[str, bytes, Sequence[Entry]]:
    return source_file(f"/{name}.txt", f"{name}支部学习。", f"{name}支部走访。")


def test_the_same_file_twice_is_its_last_version(library: Library) -> None:
    """Whatever comes in one go, the last word holds, and no link outlives the document that it was for."""
    with library.receiving() as incoming:
        incoming.replace_file(*source_file("/a.txt", "支部旧。"), ())
        incoming.replace_file(*source_file("/b.txt", "支部乙。"), ())
        first, other = (source_file(f"/{name}.txt", f"支部{text}。")[2][0][0].id for name, text in ("a旧", "b乙"))
        incoming.link(other, first)
        incoming.replace_file(*source_file("/a.txt", "支部新。"), ())
    assert held(library) == ["a", "b"]
    texts = {p.text for each in library.documents() for p in library.catalog.passages_of(each.id, PUBLIC)}
    assert texts == {"支部新。", "支部乙。"}


def test_what_cannot_be_stored_is_told_and_the_batches_before_stay(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the disk ends the run with its sentence; what was stored before it answers."""
    monkeypatch.setattr(receiving, "BATCH", 2)
    with Library.open_reader(home, BigramEmbedder()) as library:
        taken(library, "a")
        (home / "originals").rename(home / "elsewhere")
        (home / "originals").write_text("in the way", encoding="utf-8")
        with pytest.raises(StorageError):
            taken(library, "b", "c", "d")
        assert held(library) == ["a"]


def test_a_run_that_is_stopped_leaves_whole_batches(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who presses Ctrl-C keeps what was handed on; the rest is not begun."""
    monkeypatch.setattr(receiving, "BATCH", 4)
    with Library.open_reader(home, BigramEmbedder()) as library:
        with pytest.raises(KeyboardInterrupt):
            stopped_after(library, "abc")
        assert held(library) == ["a", "b"]


def stopped_after(library: Library, names: str) -> None:
    with library.receiving() as incoming:
        for name in names:
            incoming.replace_file(*source_file(f"/{name}.txt", f"{name}支部学习。", f"{name}支部走访。"), ())
        raise KeyboardInterrupt
