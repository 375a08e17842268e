"""One contract for every vector index: the fake, the exact scan, Chroma, and a library with either."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from knowledge.library import Library
from knowledge.ports import VectorIndex
from knowledge.vectors.chroma import ChromaIndex
from knowledge.vectors.exact import ExactIndex
from knowledge.vectors.files import catch_up
from tests.builders import source_file
from tests.fakes import BigramEmbedder, MemoryIndex

pytestmark = pytest.mark.usefixtures("both_databases")

PUBLIC = frozenset({"public"})
EVERYTHING = frozenset({"public", "unit", "dept:组织"})


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Library]:
    """A home with three labels, written without any index."""
    with Library.open_reader(tmp_path / "home", BigramEmbedder()) as library:
        library.replace_file(*source_file("/a.txt", "支部每月召开支委会。", "医院党委每季度学习一次。"))
        library.replace_file(*source_file("/b.txt", "支部每月召开党员大会。", label="unit"))
        library.replace_file(*source_file("/c.txt", "支部每年换届一次。", label="dept:组织"))
        yield library


@pytest.fixture(params=["memory", "exact", "chroma", "reader", "owner"])
def index(request: pytest.FixtureRequest, shelf: Library, tmp_path: Path) -> Iterator[VectorIndex]:
    if request.param == "memory":
        memory = MemoryIndex()
        catch_up(shelf.catalog.database, memory)
        yield memory
    elif request.param == "exact":
        yield ExactIndex(shelf.catalog.database, shelf.catalog.ranges, shelf.embedder.identity)
    elif request.param == "reader":
        yield shelf
    elif request.param == "chroma":
        chroma = ChromaIndex.open(tmp_path / "chroma")
        catch_up(shelf.catalog.database, chroma)
        yield chroma
        chroma.close()
    else:
        with Library.open_owner(shelf.catalog.database.home, BigramEmbedder()) as owner:
            assert owner.owns_index
            yield owner


def texts(shelf: Library, hits: list[tuple[str, float]]) -> list[str]:
    found = shelf.catalog.hits_for([passage_id for passage_id, _ in hits], EVERYTHING)
    return [passage.text for passage, _, _ in found.values()]


def test_the_nearest_come_first_with_their_cosine(shelf: Library, index: VectorIndex) -> None:
    """Scores are cosine similarities, highest first."""
    vector = shelf.embedder.embed_query("支部每月召开支委会。")
    hits = index.search(vector, limit=10, labels=EVERYTHING)
    assert texts(shelf, hits)[0] == "支部每月召开支委会。"
    scores = [score for _, score in hits]
    assert scores == sorted(scores, reverse=True)
    (row,) = shelf.embedder.embed_passages(["测试材料\n支部每月召开支委会。"])
    assert scores[0] == pytest.approx(float(row @ vector), abs=1e-5)


def test_only_the_labels_asked_for_answer(shelf: Library, index: VectorIndex) -> None:
    """A search sees no label but those given, and each of them."""
    vector = shelf.embedder.embed_query("支部")
    found = {labels: set(texts(shelf, index.search(vector, limit=10, labels=labels))) for labels in LABELS}
    assert found[frozenset({"unit"})] == {"支部每月召开党员大会。"}
    assert found[frozenset({"unit", "dept:组织"})] == {"支部每月召开党员大会。", "支部每年换届一次。"}
    assert found[frozenset()] == found[frozenset({"nobody"})] == set()


LABELS = [frozenset(labels) for labels in ({"unit"}, {"unit", "dept:组织"}, set[str](), {"nobody"})]


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_no_more_is_returned_than_asked_for(shelf: Library, index: VectorIndex, limit: int) -> None:
    """The limit holds over all labels together, and the best are kept."""
    vector = shelf.embedder.embed_query("支部每年换届一次。")
    hits = index.search(vector, limit=limit, labels=EVERYTHING)
    assert len(hits) == min(limit, 4)
    assert texts(shelf, hits)[0] == "支部每年换届一次。"


def test_an_empty_home_has_no_hits(tmp_path: Path) -> None:
    """Nothing is nearest to anything before the first document."""
    with Library.open_owner(tmp_path, BigramEmbedder()) as library:
        assert library.search(np.ones(512, dtype=np.float32), limit=5, labels=PUBLIC) == []
    with Library.open_reader(tmp_path, BigramEmbedder()) as library:
        assert library.search(np.ones(512, dtype=np.float32), limit=5, labels=PUBLIC) == []
