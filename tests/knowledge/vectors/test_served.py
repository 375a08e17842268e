"""An index on a real Chroma server: whatever happens to the server, the same passages answer, and no others."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from knowledge.catalog import vectors
from knowledge.errors import IndexUnavailableError
from knowledge.library import Library
from knowledge.ports import VectorKey
from knowledge.upkeep.health import checks
from knowledge.upkeep.purging import purge_documents
from knowledge.vectors import reconciling
from knowledge.vectors import served as served_index
from knowledge.vectors.chroma import ChromaIndex, Stamp
from knowledge.vectors.chroma_client import ChromaServer
from knowledge.vectors.reconciling import served
from tests.builders import source_file
from tests.fakes import BigramEmbedder
from tests.knowledge.vectors.chroma_server import ChromaProcess, checking_proxy, free_port

PUBLIC, EVERYTHING = frozenset({"public"}), frozenset({"public", "unit"})
WAIT_SECONDS = 15.0

Beside = Callable[[Library], ChromaIndex]


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served_index, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(reconciling, "COUNT_EVERY", 0.2)


@pytest.fixture
def server(one_server: ChromaProcess) -> ChromaServer:
    return ChromaServer(one_server.url)


@pytest.fixture(scope="module")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("filled") / "home"
    with Library.open_reader(home, BigramEmbedder()) as library:
        library.replace_file(*source_file("/a.txt", *(f"第{n}支部本月走访{n * 7}户。" for n in range(40))))
        library.replace_file(*source_file("/b.txt", "支部每月召开党员大会。", label="unit"))
    return home


@pytest.fixture
def home(filled_home: Path, tmp_path: Path) -> Path:
    return shutil.copytree(filled_home, tmp_path / "home")


@pytest.fixture
def library(home: Path, server: ChromaServer) -> Iterator[Library]:
    with Library.open_owner(home, BigramEmbedder(), server) as library:
        until(lambda: library.index_is_ready)
        yield library


def until(come: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not come():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def asked(library: Library, labels: frozenset[str] = PUBLIC) -> list[list[float]]:
    """Return the similarities of what is found: passages that are equally near come in any order."""
    questions = ("第3支部走访", "第17支部本月", "支部每月召开党员大会", "走访280户")
    vectors = [library.embedder.embed_query(question) for question in questions]
    return [[round(near, 4) for _, near in library.search(each, limit=5, labels=labels)] for each in vectors]


def scanned(library: Library, labels: frozenset[str] = PUBLIC) -> list[list[float]]:
    """Return what the exact scan finds."""
    with Library.open_reader(library.catalog.database.home, BigramEmbedder()) as reader:
        return asked(reader, labels)


@pytest.fixture
def index_of(server: ChromaServer) -> Iterator[Beside]:
    """Return what opens the index of a library beside it, as somebody else might."""
    opened: list[ChromaIndex] = []

    def index(library: Library) -> ChromaIndex:
        noted = served(library.catalog.database)
        assert noted is not None
        opened.append(ChromaIndex.connect(server, noted.generation, seconds=10))
        return opened[-1]

    yield index
    for each in opened:
        each.close()


def test_what_is_committed_is_found_through_the_server(library: Library, index_of: Beside) -> None:
    """Passages come and go with their documents; the server holds those of the catalog and no others."""
    assert asked(library, EVERYTHING) == scanned(library, EVERYTHING)
    library.replace_file(*source_file("/c.txt", "支部每年换届一次。"))
    library.remove([source_file("/b.txt", "")[2][0][0].id])
    until(lambda: library.index_is_ready)
    assert library.index_fault == ""
    assert asked(library, EVERYTHING) == scanned(library, EVERYTHING)
    with library.catalog.database.reading() as connection:
        assert index_of(library).keys() == set(vectors.keys(connection))


def changed(index: ChromaIndex) -> None:
    """Put another vector in the place of each, as a crash may leave it: counts and stamp are as they were."""
    held = sorted(index.keys())
    index.upsert(held, np.tile(BigramEmbedder().embed_query("别的"), (len(held), 1)))


def test_a_killed_server_changes_no_answer(
    library: Library, one_server: ChromaProcess, index_of: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in the middle, the scan answers and says why; started again, what it has left is examined before use."""
    monkeypatch.setattr(reconciling, "COUNT_EVERY", 3600.0)
    before = served(library.catalog.database)
    changed(index_of(library))
    one_server.kill()
    assert asked(library) == scanned(library)
    until(lambda: "连不上 Chroma" in library.index_fault)
    one_server.start()
    until(lambda: library.index_is_ready)
    assert asked(library) == scanned(library)
    after = served(library.catalog.database)
    assert before is not None
    assert after is not None
    assert after.generation != before.generation


def test_an_emptied_server_gets_a_new_index(library: Library, index_of: Beside) -> None:
    """While it is gone the scan answers, and the catalog names its successor."""
    before = served(library.catalog.database)
    index_of(library).drop()
    assert asked(library) == scanned(library)
    until(lambda: served(library.catalog.database) not in {before, None} and library.index_is_ready)
    assert asked(library) == scanned(library)


@pytest.mark.parametrize(("model", "behind"), [("bigram-512", 1), ("another-model", 0)])
def test_an_older_copy_is_not_searched(
    library: Library, index_of: Beside, monkeypatch: pytest.MonkeyPatch, model: str, behind: int
) -> None:
    """An index whose stamp is of another revision is behind, and one of another model none of ours; both are mended."""
    monkeypatch.setattr(reconciling, "COUNT_EVERY", 3600.0)
    noted = served(library.catalog.database)
    assert noted is not None
    index_of(library).mark(Stamp(model, noted.revision - behind))
    until(lambda: not library.index_is_ready)
    assert asked(library) == scanned(library)
    monkeypatch.setattr(reconciling, "COUNT_EVERY", 0.0)
    until(lambda: library.index_is_ready)


def test_foreign_contents_leak_nothing(library: Library, index_of: Beside, monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors of others, and of passages that somebody may not see under a label that they may, never answer."""
    monkeypatch.setattr(reconciling, "COUNT_EVERY", 3600.0)  # nobody notices what is there
    hidden = library.search(library.embedder.embed_query("党员大会"), limit=1, labels=frozenset({"unit"}))[0][0]
    index, question = index_of(library), library.embedder.embed_query("第3支部走访")
    foreign = [VectorKey("public", f"{n:024x}", "0" * 32) for n in range(30)]
    index.upsert([*foreign, VectorKey("public", hidden, "0" * 32)], np.tile(question, (31, 1)))
    assert asked(library) == scanned(library)
    assert hidden not in [passage for passage, _ in library.search(question, limit=60, labels=PUBLIC)]


def test_a_server_that_lost_most_is_not_believed(
    library: Library, index_of: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search that comes back with less than half of what was asked for is answered by the scan."""
    monkeypatch.setattr(reconciling, "COUNT_EVERY", 3600.0)  # nobody counts
    index = index_of(library)
    index.delete(sorted(index.keys())[2:])
    assert library.index_is_ready
    assert asked(library) == scanned(library)


def test_what_the_reconciler_did_not_put_there_goes(library: Library, index_of: Beside) -> None:
    """The counts tell of it, and the index is brought in step."""
    index = index_of(library)
    index.upsert([VectorKey("public", "f" * 24, "0" * 32)], library.embedder.embed_query("走访")[np.newaxis])
    until(lambda: index.count() == 41)


def test_vectors_that_changed_are_noticed_by_the_next_one(home: Path, server: ChromaServer, index_of: Beside) -> None:
    """An index that does not hold the catalog's vectors gets a successor when a process takes it over."""
    with Library.open_owner(home, BigramEmbedder(), server) as library:
        until(lambda: library.index_is_ready)
        before, index = served(library.catalog.database), index_of(library)
    changed(index)
    with Library.open_owner(home, BigramEmbedder(), server) as library:
        until(lambda: served(library.catalog.database) != before and library.index_is_ready)
        assert asked(library) == scanned(library)


def test_one_process_brings_it_in_step_and_all_search_it(library: Library, server: ChromaServer) -> None:
    """A second library searches without writing, and follows what the first one puts there; then it takes over."""
    with Library.open_owner(library.catalog.database.home, BigramEmbedder(), server) as other:
        assert (library.owns_index, other.owns_index) == (True, False)
        until(lambda: other.index_is_ready)
        library.replace_file(*source_file("/c.txt", "第99支部本月走访。", label="unit"))
        until(lambda: other.index_is_ready)
        assert asked(other, EVERYTHING) == scanned(other, EVERYTHING)
        library.close()
        until(lambda: other.owns_index)


def test_who_only_searches_examines_first(
    library: Library, server: ChromaServer, index_of: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that connects does not take another's word, nor the stamp's, and the scan answers meanwhile."""
    monkeypatch.setattr(reconciling, "COUNT_EVERY", 3600.0)  # the first process notices nothing
    changed(index_of(library))
    with Library.open_owner(library.catalog.database.home, BigramEmbedder(), server) as other:
        time.sleep(0.5)
        assert not other.index_is_ready
        assert asked(other) == scanned(other)


def test_a_server_that_is_away_is_no_obstacle(home: Path) -> None:
    """A home opens, answers and takes documents; the doctor says in a sentence that it is degraded."""
    away = ChromaServer(f"http://127.0.0.1:{free_port()}")
    with Library.open_owner(home, BigramEmbedder(), away) as library:
        library.replace_file(*source_file("/c.txt", "第99支部本月走访。"))
        library.catch_up()
        assert asked(library) == scanned(library)
        assert library.index_lag > 0
    (check,) = (each for each in checks(home, BigramEmbedder(), server=away) if each.name == "index")
    assert (check.ok, check.message.startswith("已降级：")) == (False, True)


def test_the_doctor_brings_an_index_in_step(home: Path, server: ChromaServer) -> None:
    """What no process has brought in step yet is, when asked."""
    (check,) = (each for each in checks(home, BigramEmbedder(), repair=True, server=server) if each.name == "index")
    assert (check.ok, check.message) == (True, "已修复：Chroma 服务上的向量索引与资料库一致。")


def test_purging_leaves_no_vector_on_the_server(home: Path, server: ChromaServer, index_of: Beside) -> None:
    """The whole index goes with the next process that stays, and a new one takes its place."""
    with Library.open_owner(home, BigramEmbedder(), server) as library:
        until(lambda: library.index_is_ready)
        before = index_of(library)
    with Library.open_reader(home, BigramEmbedder()) as library:
        purge_documents(library.catalog.database, [source_file("/b.txt", "")[2][0][0].id])
    with Library.open_owner(home, BigramEmbedder(), server) as library:
        until(lambda: library.index_is_ready)
        assert asked(library, EVERYTHING) == scanned(library, EVERYTHING)
    assert before.stamp() is None
    before.look_again()
    assert before.keys() == set()


def test_a_token_opens_the_proxy_before_the_server(one_server: ChromaProcess) -> None:
    """With it the index is used as without a proxy; without it one sentence names the setting."""
    with checking_proxy(one_server.url, "open-sesame-1234") as url:
        index = ChromaIndex.connect(ChromaServer(url, "open-sesame-1234"), "proxied", seconds=10)
        index.mark(Stamp("model", 7))
        assert index.stamp() == Stamp("model", 7)
        index.drop()
        index.close()
        for token in ("", "wrong"):
            with pytest.raises(IndexUnavailableError, match="RONGHE_CHROMA_TOKEN"):
                ChromaIndex.connect(ChromaServer(url, token), "proxied", seconds=10)


@pytest.mark.parametrize("place", ["http://127.0.0.1:{port}", "http://someone:secret@127.0.0.1:{port}/chroma"])
def test_a_wrong_address_is_said_without_its_password(place: str) -> None:
    """One sentence with the setting's name, and nothing that is secret."""
    with pytest.raises(IndexUnavailableError, match="RONGHE_CHROMA_URL") as refused:
        ChromaIndex.connect(ChromaServer(place.format(port=free_port())), "g", seconds=1)
    assert "secret" not in str(refused.value)


def test_nearly_the_same_is_found_as_by_a_scan(server: ChromaServer) -> None:
    """Of the ten nearest of 800 made vectors under two labels, at least .99 are found, over 50 questions."""
    chance = np.random.default_rng(11)
    made = chance.standard_normal((850, 32)).astype(np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    held, questions = made[:800], made[800:]
    keys = [VectorKey(("public", "unit")[n % 2], f"{n:024x}", "0" * 32) for n in range(800)]
    index = ChromaIndex.connect(server, "overlap", seconds=30)
    index.upsert(keys, held)
    shared = 0
    for question in questions:
        nearest = {keys[row].passage_id for row in np.argsort(-(held @ question))[:10]}
        shared += len(nearest & {found for found, _ in index.search(question, limit=10, labels=EVERYTHING)})
    index.drop()
    index.close()
    assert shared >= 0.99 * 10 * len(questions)
