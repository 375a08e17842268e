"""The vector index in Chroma, derived from the catalog: a folder or a server, one collection a label.

Chroma's metadata never decides what answers; whoever searches joins every id back to the catalog. Only the process that
holds the index lock may open a folder, as two writers on one lose vectors without an error, or write to a server. On a
server every index has a generation in the names of its collections, since others may keep theirs there too.
"""

from __future__ import annotations

import hashlib
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self
from warnings import catch_warnings, simplefilter

import numpy as np

from knowledge.errors import IndexUnavailableError, StorageError
from knowledge.ports import VectorKey, Vectors
from knowledge.vectors import chroma_client
from knowledge.vectors.chroma_client import ChromaServer, chroma_errors

if TYPE_CHECKING:
    import httpx
    from chromadb import Collection
    from chromadb.api import ClientAPI

BATCH = 1000
"""Vectors a call; below Chroma's own limit of 5461, and small enough for the variables of one SQLite statement."""

BREADTH = 800
"""Chroma's ef_search: how many neighbours a search keeps in view. Of the hundred nearest of 6,477 passages to real
questions, 97.8 % are found with 200 and 99.9 % with 800 (docs/decisions/0218-a-search-looks-broadly.md)."""

RESERVE = 512 << 10
"""Bytes that must be free beside four times the vectors: on a full disk Chroma 1.5.9 waits for ever in its own pool."""

TOLERANCE = 1e-5
"""Chroma scales vectors to unit length again: a float32 may change in its last places."""

REACHABLE = 0.995
"""Share of vectors that a search for everything must find: 39,995 of 40,000 and more in sound indexes; 97.5 % after two
writers on one folder, next to nothing without the index files."""


_FOLDER_PREFIX = "label-"
"""Before the names of collections in a folder, which has one index."""


class Stamp(NamedTuple):
    """What an index on a server says of itself."""

    model: str
    """Identity of the embedding model that made its vectors."""

    revision: int
    """Of the catalog, that it was last brought to."""


class ChromaIndex:
    """Nearest vectors by cosine similarity; satisfies `knowledge.ports.WritableVectorIndex`."""

    def __init__(
        self, client: ClientAPI, *, prefix: str, folder: Path | None = None, session: httpx.Client | None = None
    ) -> None:
        self._client = client
        self._session = session
        self._prefix = prefix
        self._folder = folder
        with chroma_errors():
            self._collections = self._held()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the index in `folder`, or make an empty one there.

        Raises:
            IndexUnavailableError: The folder holds something else or is damaged.
        """
        index = cls(chroma_client.in_folder(folder), prefix=_FOLDER_PREFIX, folder=folder)
        with chroma_errors():
            for each in index._collections.values():
                _widen(each)
        return index

    @classmethod
    def connect(cls, server: ChromaServer, generation: str, *, seconds: float) -> Self:
        """Open an index on a server, one that is not there yet as an empty one.

        Args:
            server: Where it is.
            generation: Which index of those there: some letters and digits.
            seconds: How long the server may take over a call.

        Raises:
            IndexUnavailableError: The server cannot be reached, refuses the token, or is no Chroma.
        """
        connected = chroma_client.of_server(server, seconds)
        try:
            return cls(connected.client, prefix=f"ronghe-{generation}-", session=connected.session)
        except BaseException:
            connected.session.close()
            raise

    def close(self) -> None:
        """Release the folder or the connections; another process, or this one, may open it then."""
        self._client.close()  # type: ignore[attr-defined]  # every client has it, the type does not say so
        if self._session is not None:
            self._session.close()

    def search(self, vector: Vectors, *, limit: int, labels: frozenset[str]) -> list[tuple[str, float]]:
        """Return at most `limit` (passage id, cosine similarity in -1 to 1) pairs, best first."""
        collections = [self._collections[label] for label in sorted(labels) if label in self._collections]
        if not collections:
            return []
        # A thousand of five labels are some two hundred of each; a label that may have more of them is asked again.
        share = min(limit, -(-3 * limit // (2 * len(collections))))
        with chroma_errors():
            found = [_nearest(collection, vector, share) for collection in collections]
            best = _merged(found, limit)
            for number, some in enumerate(found):
                if len(some) == share < limit and 1.0 - some[-1][0] >= best[-1][1]:
                    found[number] = _nearest(collections[number], vector, limit)
        return _merged(found, limit)

    def look_again(self) -> None:
        """Notice the labels that another process has put vectors under, or taken them from, since."""
        with chroma_errors():
            self._collections = self._held()

    def stamp(self) -> Stamp | None:
        """Return what was last written by `mark`; None where it never was, or is gone."""
        from chromadb.errors import NotFoundError

        with chroma_errors():
            try:
                noted = self._client.get_collection(self._stamp_name, embedding_function=None).metadata or {}
            except NotFoundError:
                return None
            return Stamp(str(noted.get("model")), int(str(noted.get("revision", -1))))

    def mark(self, stamp: Stamp) -> None:
        """Write what the index says of itself."""
        with chroma_errors():
            noted = {"model": stamp.model, "revision": stamp.revision}
            self._client.get_or_create_collection(self._stamp_name, embedding_function=None).modify(metadata=noted)

    def drop(self) -> None:
        """Delete the index from its server."""
        from chromadb.errors import NotFoundError

        with chroma_errors():
            for name in (*(each.name for each in self._held().values()), self._stamp_name):
                with suppress(NotFoundError):
                    self._client.delete_collection(name)
            self._collections = {}

    def count(self) -> int:
        """Return how many vectors the index has, by its own account."""
        with chroma_errors():
            return sum(collection.count() for collection in self._collections.values())

    def keys(self) -> set[VectorKey]:
        """Return what the index has."""
        with chroma_errors():
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
        if self._folder is not None and shutil.disk_usage(self._folder).free < RESERVE + 4 * vectors.nbytes:
            raise StorageError(f"磁盘空间不足，未能写入资料库（{self._folder.parent}），请清理磁盘后重试。")
        for label, rows in _by_label(keys).items():
            collection = self._collection(label)
            for some in _batches(rows):
                with chroma_errors():
                    collection.upsert([_to_id(keys[row]) for row in some], embeddings=vectors[some])

    def delete(self, keys: Iterable[VectorKey]) -> None:
        """Forget vectors; an unknown key is no error."""
        held = [key for key in keys if key.label in self._collections]
        for label, rows in _by_label(held).items():
            for some in _batches(rows):
                with chroma_errors():
                    self._collections[label].delete([_to_id(held[row]) for row in some])

    def holds(self, keys: Sequence[VectorKey], vectors: Vectors) -> bool:
        """Tell whether the index has these very vectors, as Chroma keeps no checksums."""
        return all(self._holds(label, keys, rows, vectors) for label, rows in _by_label(keys).items())

    def reaches_all(self) -> bool:
        """Tell whether a search comes across (nearly) everything that is held."""
        with chroma_errors():
            return all(_reaches_all(collection) for collection in self._collections.values())

    def _holds(self, label: str, keys: Sequence[VectorKey], rows: Sequence[int], vectors: Vectors) -> bool:
        by_id = {_to_id(keys[row]): row for row in rows}
        for some in _batches(rows):
            with chroma_errors():
                found = self._collection(label).get([_to_id(keys[row]) for row in some], include=["embeddings"])
            expected = vectors[[by_id[chroma_id] for chroma_id in found["ids"]]]
            held = np.asarray(found["embeddings"], dtype=np.float32)
            if held.shape != (len(some), vectors.shape[1]) or not np.allclose(held, expected, rtol=0, atol=TOLERANCE):
                return False
        return True

    def _collection(self, label: str) -> Collection:
        if label not in self._collections:
            with chroma_errors():
                self._collections[label] = self._client.get_or_create_collection(
                    f"{self._prefix}{_name(label)}",
                    embedding_function=None,
                    configuration={"hnsw": {"space": "cosine", "ef_search": BREADTH}},
                    metadata={"label": label},
                )
        return self._collections[label]

    def _held(self) -> dict[str, Collection]:
        """Return the collections of this index, by their labels."""
        named = [each for each in self._client.list_collections() if each.name.startswith(self._prefix)]
        held = [self._client.get_collection(each.name, embedding_function=None) for each in named]
        return {str((each.metadata or {})["label"]): each for each in held if "label" in (each.metadata or {})}

    @property
    def _stamp_name(self) -> str:
        return f"{self._prefix}stamp"


def _widen(collection: Collection) -> None:
    """Have what an earlier version made searched as broadly as what is made now, from its next opening on."""
    with catch_warnings():
        simplefilter("ignore", DeprecationWarning)  # that we bring vectors of our own, Chroma takes for an old habit
        if (collection.configuration.get("hnsw") or {}).get("ef_search") != BREADTH:
            collection.modify(configuration={"hnsw": {"ef_search": BREADTH}})


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
    """Return a label as the end of a collection's name, of the few characters that Chroma allows."""
    return hashlib.sha256(label.encode()).hexdigest()[:24]


def _by_label(keys: Sequence[VectorKey]) -> dict[str, list[int]]:
    rows = defaultdict(list)
    for row, key in enumerate(keys):
        rows[key.label].append(row)
    return rows


def _batches(rows: Sequence[int]) -> Iterator[list[int]]:
    for first in range(0, len(rows), BATCH):
        yield list(rows[first : first + BATCH])
