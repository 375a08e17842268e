"""Documents come and go: whole or not at all, wherever the work is broken off."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from knowledge import storing
from knowledge.catalog import staging, vectors
from knowledge.catalog.keyword import KeywordLookup
from knowledge.errors import IndexMismatchError, IndexUnavailableError, StorageError
from knowledge.intake import Entry, staged, vectors_of
from knowledge.library import Library
from knowledge.ports import VectorKey, Vectors
from knowledge.tokens import words
from knowledge.vectors.owned import OwnedIndex, acquire_lock
from tests.builders import source_file
from tests.fakes import BigramEmbedder, MemoryIndex

PUBLIC = frozenset({"public"})
ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path: Path, both_databases: str) -> Path:  # noqa: ARG001  # on each in turn
    return tmp_path / "home"


@pytest.fixture
def library(home: Path) -> Iterator[Library]:
    with Library.open_owner(home, BigramEmbedder()) as opened:
        yield opened


def texts(library: Library, labels: frozenset[str] = PUBLIC) -> list[str]:
    """Every passage that answers, checked to be the same by vector, by word and by reading."""
    by_vector = {each for each, _ in library.search(library.embedder.embed_query("支部"), limit=1000, labels=labels)}
    by_word = {each for each, _ in library.lexical.search_words(words("支部"), limit=1000, labels=labels)}
    documents = library.catalog.documents(labels)
    read = [each for document in documents for each in library.catalog.passages_of(document.id, labels)]
    assert by_vector == by_word == {each.id for each in read}
    return sorted(each.text for each in read)


def pending(library: Library) -> int:
    with library.catalog.database.reading() as connection:
        return staging.counts(connection).pending


def test_a_file_that_came_answers_and_a_file_that_went_does_not(library: Library) -> None:
    """Replacing and removing take effect at once, for every way of searching."""
    path, original, entries = source_file("/a.txt", "支部甲。", "支部乙。")
    library.replace_file(path, original, entries)
    library.replace_file(*source_file("/b.txt", "支部丙。"))
    assert texts(library) == ["支部丙。", "支部乙。", "支部甲。"]
    library.replace_file(*source_file("/a.txt", "支部甲。", "支部丁。"))
    assert texts(library) == ["支部丁。", "支部丙。", "支部甲。"]
    assert library.remove([entries[0][0].id, "unknown"]) == [entries[0][0].id]
    assert texts(library) == ["支部丙。"]
    assert KeywordLookup(library.catalog.database).look_up("支部甲", labels=PUBLIC).passages == 0
    assert library.remove(["unknown"]) == []


def test_a_file_of_fewer_documents_leaves_none_behind(library: Library) -> None:
    """What came from a file before goes when the file comes again without it."""
    path, original, first = source_file("/a.txt", "支部甲。")
    _, _, other = source_file("/a.txt#2", "支部乙。", sha256=hashlib.sha256(original).hexdigest())
    second = [(other[0][0].model_copy(update={"path": path}), other[0][1])]
    library.replace_file(path, original, [*first, *second])
    assert texts(library) == ["支部乙。", "支部甲。"]
    library.replace_file(path, original, second)
    assert texts(library) == ["支部乙。"]
    library.replace_file(path, original, [])
    assert texts(library) == []


def test_only_what_the_model_has_not_read_is_embedded(home: Path) -> None:
    """The same words under the same title are embedded once, whichever file, label or run they come in."""
    embedder = BigramEmbedder()
    with Library.open_owner(home, embedder) as library:
        library.replace_file(*source_file("/a.txt", "支部甲。", "支部乙。"))
        library.replace_file(*source_file("/a.txt", "支部甲。", "支部丙。", label="unit"))
        library.replace_file(*source_file("/b.txt", "支部丙。"))
    with Library.open_reader(home, embedder) as library:
        library.replace_file(*source_file("/c.txt", "支部乙。", "支部甲。"))
        assert embedder.embedded == [f"测试材料\n支部{which}。" for which in "甲乙丙乙"]
        library.replace_file(*source_file("/c.txt", "支部甲。", title="另一个标题"))
        assert embedder.embedded[-1] == "另一个标题\n支部甲。"


def test_the_model_reads_simplified_text(home: Path) -> None:
    """A Traditional source is embedded as its Simplified reading."""
    embedder = BigramEmbedder()
    with Library.open_reader(home, embedder) as library:
        library.replace_file(*source_file("/a.txt", "黨建與業務融合。", title="談融合"))
    assert embedder.embedded == ["谈融合\n党建与业务融合。"]


def test_a_changed_label_holds_at_once(library: Library) -> None:
    """A document that was narrowed to the unit is gone for everyone else, in the index too."""
    library.replace_file(*source_file("/a.txt", "支部甲。"))
    library.replace_file(*source_file("/a.txt", "支部甲。", label="unit"))
    assert texts(library) == []
    assert texts(library, frozenset({"unit"})) == ["支部甲。"]


def test_originals_are_kept_as_long_as_a_document_needs_them(library: Library, home: Path) -> None:
    """The file is in the home byte for byte, once, until the last document from it goes."""
    path, original, entries = source_file("/a.txt", "支部甲。")
    library.replace_file(path, original, entries)
    library.replace_file(*source_file("/copy.txt", "支部甲。"))
    (kept,) = (home / "originals").iterdir()
    assert (kept.name, kept.read_bytes()) == (hashlib.sha256(original).hexdigest(), original)
    library.remove([entries[0][0].id])
    assert kept.exists()
    library.replace_file(*source_file("/copy.txt", "支部乙。"))
    assert [each.read_text(encoding="utf-8") for each in (home / "originals").iterdir()] == ["支部乙。"]


def test_another_process_changes_what_the_owner_finds(library: Library, home: Path) -> None:
    """The owner notices at its next search what a reader put in or took out."""
    library.replace_file(*source_file("/a.txt", "支部甲。"))
    with Library.open_owner(home, BigramEmbedder()) as other:
        assert not other.owns_index
        path, original, entries = source_file("/b.txt", "支部乙。")
        other.replace_file(path, original, entries)
        assert texts(library) == texts(other) == ["支部乙。", "支部甲。"]
        assert differences_seen_by(library) == set()
        library.replace_file(*source_file("/c.txt", "支部丙。"))
        other.remove([entries[0][0].id])
        assert texts(library) == texts(other) == ["支部丙。", "支部甲。"]


def test_the_index_passes_to_another_process(home: Path) -> None:
    """Whoever finds the owner gone may take the index, and keeps it in step with what it stores."""
    with Library.open_owner(home, BigramEmbedder()) as first, Library.open_owner(home, BigramEmbedder()) as other:
        first.replace_file(*source_file("/a.txt", "支部甲。"))
        other.keep_index()
        assert not other.owns_index
        first.close()
        other.keep_index()
        assert other.owns_index
        other.replace_file(*source_file("/b.txt", "支部乙。"))
        assert texts(other) == ["支部乙。", "支部甲。"]
        assert differences_seen_by(other) == set()


def differences_seen_by(library: Library) -> set[VectorKey]:
    """What the owner's open index has and the catalog has not, or the reverse."""
    assert library._owned is not None
    with library._owned.writing() as index, library.catalog.database.reading() as connection:
        assert index is not None
        return index.keys() ^ vectors.keys(connection).keys()


def test_threads_search_while_documents_change(library: Library) -> None:
    """Several threads may search while one replaces files; each answer is of one committed version."""
    vector = library.embedder.embed_query("支部")
    versions = [[f"支部第{version}版第{part}段。" for part in range(4)] for version in range(12)]
    library.replace_file(*source_file("/a.txt", *versions[0]))

    def search(_: int) -> set[str]:
        hits = library.search(vector, limit=10, labels=PUBLIC)
        found = library.catalog.hits_for([passage_id for passage_id, _ in hits], PUBLIC)
        return {passage.text for passage, _, _ in found.values()}

    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(search, range(80))
        for version in versions[1:]:
            library.replace_file(*source_file("/a.txt", *version))
        assert all(any(answer <= set(version) for version in versions) for answer in answers)
    assert search(0) == set(versions[-1])


def test_another_model_is_refused_with_what_to_do(home: Path) -> None:
    """Vectors of different models are never compared."""
    with Library.open_reader(home, BigramEmbedder()) as library:
        library.replace_file(*source_file("/a.txt", "支部甲。"))
    for opened in (Library.open_owner, Library.open_reader):
        with pytest.raises(IndexMismatchError, match="ronghe reindex"):
            opened(home, BigramEmbedder("another"))


def test_a_model_that_changed_meanwhile_is_refused(home: Path) -> None:
    """A library that was opened before a reindexing neither searches nor stores with the old model."""
    with Library.open_reader(home, BigramEmbedder()) as library:
        library.replace_file(*source_file("/a.txt", "支部甲。"))
        Library.reindex(home, BigramEmbedder("another"))
        with pytest.raises(IndexMismatchError):
            library.search(library.embedder.embed_query("支部"), limit=1, labels=PUBLIC)
        with pytest.raises(IndexMismatchError):
            library.replace_file(*source_file("/b.txt", "支部乙。"))
        assert [each.path for each in library.documents()] == ["/a.txt"]


def test_an_emptied_home_takes_any_model(home: Path) -> None:
    """Without vectors there is nothing to disagree with."""
    path, original, entries = source_file("/a.txt", "支部甲。")
    with Library.open_owner(home, BigramEmbedder()) as library:
        library.replace_file(path, original, entries)
        library.remove([entries[0][0].id])
    with Library.open_owner(home, BigramEmbedder("another")) as library:
        library.replace_file(path, original, entries)
        assert texts(library) == ["支部甲。"]


class FailingIndex(MemoryIndex):
    """An index that fails at one kind of call."""

    def __init__(self, failing: str) -> None:
        super().__init__()
        self.failing = failing

    def _fail(self, call: str) -> None:
        if call == self.failing:
            raise IndexUnavailableError("向量索引无法写入。")

    def search(self, vector: Vectors, *, limit: int, labels: frozenset[str]) -> list[tuple[str, float]]:
        self._fail("search")
        return super().search(vector, limit=limit, labels=labels)

    def upsert(self, keys: Sequence[VectorKey], vectors: Vectors) -> None:
        self._fail("upsert")
        super().upsert(keys, vectors)

    def delete(self, keys: Iterable[VectorKey]) -> None:
        self._fail("delete")
        super().delete(keys)


@pytest.fixture
def failing(home: Path) -> Iterator[tuple[Library, FailingIndex]]:
    """A library over an index that fails on demand, with one file in it."""
    with Library.open_reader(home, BigramEmbedder()) as reader:
        lock = acquire_lock(reader.catalog.database)
        assert lock is not None
        index = FailingIndex(failing="nothing")
        owned = OwnedIndex(reader.catalog.database, lock, index, synced=0)
        library = Library(reader.catalog, reader.embedder, owned)
        library.replace_file(*source_file("/a.txt", "支部旧。"))
        yield library, index
        lock.release()


def test_an_index_that_refuses_leaves_the_former_documents(failing: tuple[Library, FailingIndex]) -> None:
    """When the index cannot take the new vectors, the file's former documents answer, and nothing is left half done."""
    library, index = failing
    index.failing = "upsert"
    with pytest.raises(IndexUnavailableError):
        library.replace_file(*source_file("/a.txt", "支部新。"))
    assert texts(library) == ["支部旧。"]
    assert pending(library) == 0
    index.failing = "nothing"
    library.replace_file(*source_file("/a.txt", "支部新。"))
    assert texts(library) == ["支部新。"]


def test_an_index_that_cannot_forget_does_no_harm(failing: tuple[Library, FailingIndex]) -> None:
    """What was removed answers no more even while its vector is still in the index."""
    library, index = failing
    index.failing = "delete"
    library.replace_file(*source_file("/a.txt", "支部新。"))
    assert texts(library) == ["支部新。"]
    assert len(index.keys()) == 2
    library.remove([each.id for each in library.documents()])
    assert texts(library) == []


def test_an_index_that_cannot_search_is_replaced_by_the_scan(failing: tuple[Library, FailingIndex]) -> None:
    """The exact scan answers when the index does not."""
    library, index = failing
    index.failing = "search"
    assert texts(library) == ["支部旧。"]


def stage(library: Library, connection: Connection, entries: Sequence[Entry]) -> list[int]:
    """Stage documents as a process does that is killed before it publishes them."""
    documents = staged(library.embedder.identity, entries)
    return staging.stage(connection, documents, vectors_of(library.catalog.database, library.embedder, documents))


def test_the_index_serves_while_a_document_is_stored(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """At no moment is the catalog scanned instead, and the former text answers until the new one does."""
    library.replace_file(*source_file("/a.txt", "支部旧。"))
    seen: dict[str, list[str]] = {}
    monkeypatch.setattr(library._exact, "search", None)  # calling it is an error
    monkeypatch.setattr(storing, "reached", lambda point: seen.setdefault(point, texts(library)))
    library.replace_file(*source_file("/a.txt", "支部新。"))
    before, after = ("original_kept", "staged", "pending", "indexed", "published"), ("committed", "forgotten")
    assert seen == {point: ["支部旧。"] for point in before} | {point: ["支部新。"] for point in after}


def test_what_is_staged_answers_nothing(library: Library) -> None:
    """Between staging and committing, the new documents are in no search, list or look-up."""
    database = library.catalog.database
    path, _, entries = source_file("/a.txt", "支部甲。")
    with database.writing() as connection:
        stage(library, connection, entries)
    assert pending(library) == 1
    assert texts(library) == []
    assert library.file_hash(path) is None
    assert KeywordLookup(database).look_up("支部", labels=PUBLIC).passages == 0
    assert library.lexical.passage_count() == 0


def test_what_is_staged_while_people_search_answers_nothing(library: Library) -> None:
    """What was read for searches before does not take new passages for those of a document that is there."""
    database = library.catalog.database
    library.replace_file(*source_file("/a.txt", "支部甲。"))
    assert texts(library) == ["支部甲。"]
    _, _, entries = source_file("/b.txt", "支部乙。")
    with database.writing() as connection:
        stage(library, connection, entries)
    fresh = entries[0][1][0].id
    assert library.catalog.visible([fresh], PUBLIC) == set()
    assert [score for _, score in library.lexical.search_words(["乙"], limit=5, labels=PUBLIC)] == []
    assert texts(library) == ["支部甲。"]


def test_two_who_take_in_the_same_file_do_not_lose_it(library: Library, home: Path) -> None:
    """When another process commits a file while this one has it staged, one of the two versions stays whole."""
    database = library.catalog.database
    path, _, entries = source_file("/a.txt", "支部甲。")
    with database.writing() as connection:
        keys = stage(library, connection, entries)
    with Library.open_reader(home, BigramEmbedder()) as other:
        other.replace_file(*source_file("/a.txt", "支部乙。"))
    with pytest.raises(Exception, match="稍后重试"), database.writing() as connection:
        staging.publish(connection, [path], keys)
    assert texts(library) == ["支部乙。"]


def test_a_wrong_hash_is_refused(library: Library) -> None:
    """An original is kept under its own hash, so documents must name that one."""
    path, _, entries = source_file("/a.txt", "支部甲。")
    with pytest.raises(ValueError, match="sha256"):
        library.replace_file(path, b"other bytes", entries)
    assert texts(library) == []


def test_a_home_that_cannot_take_originals_keeps_what_it_had(library: Library, home: Path) -> None:
    """A fault of the file system is a storage error, and the former documents stay."""
    (home / "originals").write_text("in the way", encoding="utf-8")
    with pytest.raises(StorageError):
        library.replace_file(*source_file("/a.txt", "支部甲。"))
    assert (texts(library), pending(library)) == ([], 0)


WORK = """
import itertools, sys
from pathlib import Path
from knowledge.library import Library
from tests.builders import source_file
from tests.fakes import BigramEmbedder
with Library.open_owner(Path(sys.argv[1]), BigramEmbedder()) as library:
    for version in itertools.count(int(sys.argv[2])):
        texts = [f"支部第{version}版第{part}段。" for part in range(5)]
        library.replace_file(*source_file("/a.txt", *texts))
        print(version, flush=True)
"""


@pytest.mark.slow
def test_killed_at_any_moment_a_file_is_whole(home: Path) -> None:
    """After kill -9 a file answers in one whole version, no older than the last one that was acknowledged."""
    acknowledged = 0
    Library.open_reader(home, BigramEmbedder()).close()  # so that it names its database
    for patience in (1, 6, 15):
        command = [sys.executable, "-c", WORK, str(home), str(acknowledged + 1)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as run:
            assert run.stdout is not None
            acknowledged = [int(run.stdout.readline()) for _ in range(patience)][-1]
            os.kill(run.pid, signal.SIGKILL)
        with Library.open_owner(home, BigramEmbedder()) as library:
            assert (library.owns_index, pending(library), differences_seen_by(library)) == (True, 0, set())
            found = texts(library)
        (version,) = {int(text.removeprefix("支部第").split("版")[0]) for text in found}
        assert (len(found), version >= acknowledged) == (5, True)


actions = st.lists(
    st.one_of(
        st.tuples(
            st.just("put"), st.sampled_from("ab"), st.lists(st.sampled_from("甲乙丙"), max_size=3), st.booleans()
        ),
        st.tuples(st.just("remove"), st.sampled_from("ab")),
        st.tuples(st.just("reopen")),
    ),
    max_size=8,
)


@pytest.mark.usefixtures("both_databases")
@given(actions)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_index_holds_what_was_committed(steps: list[tuple[object, ...]]) -> None:
    """After any sequence of replacing, removing and reopening, by owner or reader, all searches agree with a dict."""
    expected: dict[object, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        owner = Library.open_owner(Path(folder), BigramEmbedder())
        reader = Library.open_reader(Path(folder), BigramEmbedder())
        for step in steps:
            if step[0] == "put":
                _, name, letters, by_owner = step
                expected[name] = [f"支部{letter}{name}。" for letter in dict.fromkeys(letters)]  # type: ignore[call-overload]
                (owner if by_owner else reader).replace_file(*source_file(f"/{name}.txt", *expected[name]))
            elif step[0] == "remove":
                held = [each.id for each in owner.documents() if each.path == f"/{step[1]}.txt"]
                expected.pop(step[1], None)
                assert owner.remove(held) == held
            else:
                owner.close()
                owner = Library.open_owner(Path(folder), BigramEmbedder())
            wanted = sorted(text for held in expected.values() for text in held)
            assert texts(owner) == texts(reader) == wanted
            assert differences_seen_by(owner) == set()
        owner.close()
        reader.close()
