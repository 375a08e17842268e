"""Chroma as a derived index: it gives back what it was given, and damage is noticed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import IndexUnavailableError
from knowledge.ports import VectorKey, Vectors
from knowledge.vectors.chroma import BATCH, ChromaIndex

COUNT = BATCH + 100


def unit_vectors(count: int) -> Vectors:
    vectors = np.random.default_rng(7).standard_normal((count, 32)).astype(np.float32)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def keys(count: int, label: str = "public") -> list[VectorKey]:
    return [VectorKey(label, f"{number:024x}", "0" * 32) for number in range(count)]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[ChromaIndex]:
    opened = ChromaIndex.open(tmp_path / "chroma")
    yield opened
    opened.close()


def test_an_older_index_is_searched_as_broadly_as_a_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that looked at fewer neighbours finds nearly all of the hundred nearest, once it was opened again."""
    made, questions = unit_vectors(COUNT)[:-20], unit_vectors(COUNT)[-20:]
    with monkeypatch.context() as earlier:
        earlier.setattr("knowledge.vectors.chroma.BREADTH", 10)
        index = ChromaIndex.open(tmp_path)
        index.upsert(keys(len(made)), made)
        index.close()
    for _ in range(2):
        index = ChromaIndex.open(tmp_path)
        found = [index.search(question, limit=100, labels=frozenset({"public"})) for question in questions]
        index.close()
    nearest = [np.argsort(-(made @ question))[:100] for question in questions]
    shared = [
        {f"{row:024x}" for row in rows} & {key for key, _ in one} for rows, one in zip(nearest, found, strict=True)
    ]
    assert sum(map(len, shared)) >= 0.999 * 100 * len(questions)


def test_keys_survive_reopening(tmp_path: Path) -> None:
    """Labels of any characters, passages and contents come back as they were."""
    held = [*keys(2), *keys(2, "dept:组织部 · 一科")]
    index = ChromaIndex.open(tmp_path)
    index.upsert(held, unit_vectors(4))
    index.close()
    index = ChromaIndex.open(tmp_path)
    assert index.keys() == set(held)
    index.close()


def test_writing_twice_changes_nothing(index: ChromaIndex) -> None:
    """A repeated upsert leaves one vector a key."""
    for _ in range(2):
        index.upsert(keys(3), unit_vectors(3))
    assert index.keys() == set(keys(3))
    assert index.holds(keys(3), unit_vectors(3))


def test_more_than_a_batch_is_stored_and_reached(index: ChromaIndex) -> None:
    """Chroma's limits on one call are not ours."""
    index.upsert(keys(COUNT), unit_vectors(COUNT))
    assert index.holds(keys(COUNT), unit_vectors(COUNT))
    assert index.reaches_all()
    index.delete(keys(COUNT)[1:])
    assert index.keys() == set(keys(1))


@pytest.mark.parametrize("limit", [5, 20, 60])
def test_labels_together_give_what_one_would(index: ChromaIndex, limit: int) -> None:
    """The best of all labels are found however unevenly they lie, and a passage under two labels comes once."""
    matrix = unit_vectors(COUNT)
    near = np.argsort(-(matrix @ matrix[0]), kind="stable")
    whole = keys(COUNT)
    index.upsert([whole[i]._replace(label="a") for i in near[:40]], matrix[near[:40]])
    index.upsert([whole[i]._replace(label="b") for i in near[40:200]], matrix[near[40:200]])
    index.upsert([whole[i]._replace(label="c") for i in near[190:]], matrix[near[190:]])
    found = index.search(matrix[0], limit=limit, labels=frozenset("abc"))
    assert [passage_id for passage_id, _ in found] == [whole[i].passage_id for i in near[:limit]]
    assert [similarity for _, similarity in found] == sorted((s for _, s in found), reverse=True)


def test_deleting_what_is_not_there_is_no_error(index: ChromaIndex) -> None:
    """Neither an unknown passage nor an unknown label matters."""
    index.upsert(keys(1), unit_vectors(1))
    index.delete([VectorKey("public", "unknown", ""), VectorKey("nobody", "unknown", "")])
    assert index.keys() == set(keys(1))


def test_another_vector_than_expected_is_noticed(index: ChromaIndex) -> None:
    """The index must hold the catalog's very vectors."""
    index.upsert(keys(3), unit_vectors(3))
    assert not index.holds(keys(3), unit_vectors(4)[1:])
    assert not index.holds(keys(4), unit_vectors(4))


def test_a_folder_of_something_else_is_an_error(tmp_path: Path) -> None:
    """A file that is no database under Chroma's name cannot be opened."""
    (tmp_path / "chroma.sqlite3").write_bytes(b"something else" * 100)
    with pytest.raises(IndexUnavailableError):
        ChromaIndex.open(tmp_path)
