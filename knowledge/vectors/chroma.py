"""The vector index in Chroma, derived from the catalog: one folder, one collection a label.

Chroma's metadata never decides what answers; whoever searches joins every id back to the catalog. Only the process that
holds the index lock may open a folder: two writers on one folder lose vectors without an error.
"""

from __future__ import annotations

import hashlib
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from knowledge.errors import IndexUnavailableError, StorageError
from knowledge.ports import VectorKey, Vectors

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api import ClientAPI

BATCH = 1000
"""Vectors a call; below Chroma's own limit of 5461, and small enough for the variables of one SQLite statement."""

BREADTH = 200
"""Chroma's ef_search: how many neighbours a search keeps in view; we ask for up to 100, its default is just that."""

RESERVE = 512 << 10
"""Bytes that must be free beside four times the vectors: on a full disk Chroma 1.5.9 waits for ever in its own pool."""

TOLERANCE = 1e-5
"""Chroma scales vectors to unit length again: a float32 may change in its last places."""

REACHABLE = 0.995
"""Share of vectors that a search for everything must find: 39,995 of 40,000 and more in sound indexes; 97.5 % after two
writers on one folder, next to nothing without the index files."""


class ChromaIndex:
    """Nearest vectors by cosine similarity; satisfies `knowledge.ports.WritableVectorIndex`."""

    def __init__(self, folder: Path, client: ClientAPI, collections: dict[str, Collection]) -> None:
        self._folder = folder
        self._client = client
        self._collections = collections

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the index in `folder`, or make an empty one there.

        Raises:
            IndexUnavailableError: The folder holds something else or is damaged.
        """
        with _chroma_errors():
            import chromadb
            from chromadb.config import Settings

            client = chromadb.PersistentClient(folder, Settings(anonymized_telemetry=False))
            held = [client.get_collection(each.name, embedding_function=None) for each in client.list_collections()]
            return cls(folder, client, {str((each.metadata or {}).get("label")): each for each in held})

    def close(self) -> None:
        """Release the folder; another process, or this one, may open it then."""
        self._client.close()  # type: ignore[attr-defined]  # every client has it, the type does not say so

    def search(self, vector: Vectors, *, limit: int, labels: frozenset[str]) -> list[tuple[str, float]]:
        """Return at most `limit` (passage id, cosine similarity in -1 to 1) pairs, best first."""
        collections = [self._collections[label] for label in sorted(labels) if label in self._collections]
        if not collections:
            return []
        # A thousand of five labels are some two hundred of each; a label that may have more of them is asked again.
        share = min(limit, -(-3 * limit // (2 * len(collections))))
        with _chroma_errors():
            found = [_nearest(collection, vector, share) for collection in collections]
            best = _merged(found, limit)
            for number, some in enumerate(found):
                if len(some) == share < limit and 1.0 - some[-1][0] >= best[-1][1]:
                    found[number] = _nearest(collections[number], vector, limit)
        return _merged(found, limit)

    def keys(self) -> set[VectorKey]:
        """Return what the index has."""
        with _chroma_errors():
            return {
                VectorKey(label, *_from_id(chroma_id))
                for label, collection in self._collections.items()
                for chroma_id in collection.get(include=[])["ids"]
            }

    def upsert(self, keys: Sequence[VectorKey], vectors: Vectors) -> None:
        """Put vectors, unit length, one row a key; repeating it changes nothing.

        Raises:
            StorageError: There is no room for them; nothing was written.
        """
        if shutil.disk_usage(self._folder).free < RESERVE + 4 * vectors.nbytes:
            raise StorageError(f"磁盘空间不足，未能写入资料库（{self._folder.parent}），请清理磁盘后重试。")
        for label, rows in _by_label(keys).items():
            collection = self._collection(label)
            for some in _batches(rows):
                with _chroma_errors():
                    collection.upsert([_to_id(keys[row]) for row in some], embeddings=vectors[some])

    def delete(self, keys: Iterable[VectorKey]) -> None:
        """Forget vectors; an unknown key is no error."""
        held = [key for key in keys if key.label in self._collections]
        for label, rows in _by_label(held).items():
            for some in _batches(rows):
                with _chroma_errors():
                    self._collections[label].delete([_to_id(held[row]) for row in some])

    def holds(self, keys: Sequence[VectorKey], vectors: Vectors) -> bool:
        """Tell whether the index has these very vectors, as Chroma keeps no checksums."""
        return all(self._holds(label, keys, rows, vectors) for label, rows in _by_label(keys).items())

    def reaches_all(self) -> bool:
        """Tell whether a search comes across (nearly) everything that is held."""
        with _chroma_errors():
            return all(_reaches_all(collection) for collection in self._collections.values())

    def _holds(self, label: str, keys: Sequence[VectorKey], rows: Sequence[int], vectors: Vectors) -> bool:
        by_id = {_to_id(keys[row]): row for row in rows}
        for some in _batches(rows):
            with _chroma_errors():
                found = self._collection(label).get([_to_id(keys[row]) for row in some], include=["embeddings"])
            expected = vectors[[by_id[chroma_id] for chroma_id in found["ids"]]]
            held = np.asarray(found["embeddings"], dtype=np.float32)
            if len(found["ids"]) != len(some) or not np.allclose(held, expected, rtol=0, atol=TOLERANCE):
                return False
        return True

    def _collection(self, label: str) -> Collection:
        if label not in self._collections:
            with _chroma_errors():
                self._collections[label] = self._client.get_or_create_collection(
                    _name(label),
                    embedding_function=None,
                    configuration={"hnsw": {"space": "cosine", "ef_search": BREADTH}},
                    metadata={"label": label},
                )
        return self._collections[label]


def _nearest(collection: Collection, vector: Vectors, limit: int) -> list[tuple[float, str]]:
    """Return Chroma's distances and ids, the nearest first."""
    found = collection.query(query_embeddings=vector[np.newaxis], n_results=limit, include=["distances"])
    distances = found["distances"]
    if distances is None:
        raise IndexUnavailableError("向量索引没有返回相似度，请运行 ronghe doctor --repair 重建索引。")
    return list(zip(distances[0], found["ids"][0], strict=True))


def _merged(found: Iterable[list[tuple[float, str]]], limit: int) -> list[tuple[str, float]]:
    """Return passage ids and similarities, best first: Chroma's cosine distance is 1 - cosine similarity."""
    best: dict[str, float] = {}
    for distance, chroma_id in sorted(chain.from_iterable(found)):
        best.setdefault(_from_id(chroma_id)[0], 1.0 - distance)
        if len(best) == limit:
            break
    return list(best.items())


def _reaches_all(collection: Collection) -> bool:
    count = collection.count()
    if not count:
        return True
    anywhere = collection.get(limit=1, include=["embeddings"])["embeddings"]
    found = collection.query(query_embeddings=np.asarray(anywhere, dtype=np.float32), n_results=count, include=[])
    return len(found["ids"][0]) >= REACHABLE * count


def _to_id(key: VectorKey) -> str:
    return f"{key.passage_id}:{key.content}"


def _from_id(chroma_id: str) -> tuple[str, str]:
    passage_id, _, content = chroma_id.rpartition(":")
    return passage_id, content


def _name(label: str) -> str:
    """Return a collection name, of the few characters that Chroma allows, for any label."""
    return f"label-{hashlib.sha256(label.encode()).hexdigest()[:24]}"


def _by_label(keys: Sequence[VectorKey]) -> dict[str, list[int]]:
    rows = defaultdict(list)
    for row, key in enumerate(keys):
        rows[key.label].append(row)
    return rows


def _batches(rows: Sequence[int]) -> Iterator[list[int]]:
    for first in range(0, len(rows), BATCH):
        yield list(rows[first : first + BATCH])


@contextmanager
def _chroma_errors() -> Iterator[None]:
    """Turn Chroma's complaints into ours."""
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, OSError, ValueError, KeyError) as error:
        raise IndexUnavailableError(f"向量索引无法读写（{error}），请运行 ronghe doctor --repair 重建索引。") from error
