"""Named fakes of what the core needs from outside; each keeps the promises of the real thing."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from knowledge.ports import VectorKey, Vectors

DIMENSIONS = 512


class BigramEmbedder:
    """An embedder without a model: texts that share character bigrams are near each other."""

    def __init__(self, identity: str = "bigram-512") -> None:
        self.identity = identity
        self.embedded: list[str] = []
        """Every passage text that was embedded, in order."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded.extend(texts)
        return np.array([_vector(text) for text in texts], dtype=np.float32).reshape(len(texts), DIMENSIONS)

    def embed_query(self, text: str) -> Vectors:
        return _vector(text)


class MemoryIndex:
    """A vector index without files."""

    def __init__(self) -> None:
        self._vectors: dict[VectorKey, Vectors] = {}

    def search(self, vector: Vectors, *, limit: int, labels: frozenset[str]) -> list[tuple[str, float]]:
        found = [(key.passage_id, float(held @ vector)) for key, held in self._vectors.items() if key.label in labels]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:limit]

    def keys(self) -> set[VectorKey]:
        return set(self._vectors)

    def upsert(self, keys: Sequence[VectorKey], vectors: Vectors) -> None:
        self._vectors |= dict(zip(keys, vectors, strict=True))

    def delete(self, keys: Iterable[VectorKey]) -> None:
        for key in keys:
            self._vectors.pop(key, None)

    def close(self) -> None:
        pass


def _vector(text: str) -> Vectors:
    """Return counts of hashed bigrams at unit length; the spaces put around the text keep it from being zero."""
    counts = np.zeros(DIMENSIONS, dtype=np.float32)
    for first, second in pairwise(f" {text} "):
        counts[zlib.crc32((first + second).encode()) % DIMENSIONS] += 1
    unit: Vectors = counts / np.linalg.norm(counts)
    return unit
