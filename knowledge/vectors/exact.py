"""The vector index without an index: an exact scan of the vectors in the catalog."""

from __future__ import annotations

import threading
from typing import NamedTuple

import numpy as np

from knowledge.catalog import vectors
from knowledge.catalog.database import Database
from knowledge.catalog.staging import revision
from knowledge.ports import Vectors


class _Loaded(NamedTuple):
    """The committed vectors as they were at a revision of the catalog."""

    revision: int
    scan: vectors.Scan


class ExactIndex:
    """Nearest vectors by cosine similarity; satisfies `knowledge.ports.VectorIndex`.

    The vectors are read again when the catalog's revision has changed: 100,000 of 384 dimensions take about a
    second and 147 MiB, and are then scanned in 8 to 16 ms (docs/decisions/0001-catalog-is-the-truth.md).
    """

    def __init__(self, database: Database, identity: str) -> None:
        self._database = database
        self._identity = identity
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None

    def search(self, vector: Vectors, *, limit: int, labels: frozenset[str]) -> list[tuple[str, float]]:
        """Return at most `limit` (passage id, cosine similarity in -1 to 1) pairs, best first.

        Raises:
            IndexMismatchError: The vectors were made by another embedding model.
        """
        scan = self._current()
        rows = np.flatnonzero(np.isin(scan.labels, list(labels)))
        if not len(rows):
            return []
        # One thread: BLAS takes all cores, which costs more than it brings while others use them too.
        similarities = np.einsum("ij,j->i", scan.matrix, vector)[rows]
        best = np.argpartition(-similarities, min(limit, len(rows)) - 1)[:limit]
        found = [(scan.ids[rows[i]], float(similarities[i])) for i in best]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def _current(self) -> vectors.Scan:
        """Return the committed vectors, loading them when they changed."""
        with self._lock, self._database.reading() as connection:
            now = revision(connection)
            if self._loaded is None or self._loaded.revision != now:
                vectors.check_identity(connection, self._identity)
                self._loaded = _Loaded(now, vectors.scan(connection))
            return self._loaded.scan
