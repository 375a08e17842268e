"""The vector index without an index: an exact scan of the vectors in the catalog."""

from __future__ import annotations

import threading
from typing import Self

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from knowledge.catalog import vectors
from knowledge.catalog.database import Database
from knowledge.catalog.ranges import Ranges, RangesCache
from knowledge.catalog.staging import carries_over, revision
from knowledge.ports import Vectors

_ROOM = 1.1
"""Rows for which there is memory, of those that are held: what comes in is put behind them."""

_GONE = 0.2
"""Share of the rows whose passages are gone, beyond which all are read anew."""


class _Loaded:
    """Vectors as they were at a revision of the catalog; those of passages that are gone stand among them."""

    def __init__(self, at: int, keys: NDArray[np.int64], ids: list[str], room: Vectors) -> None:
        self.at = at
        self.keys = keys
        self.ids = ids
        self._room = room
        self.matrix: Vectors = room[: len(keys)]

    @classmethod
    def read(cls, connection: Connection) -> Self:
        """Read all vectors."""
        return cls(-1, np.zeros(0, dtype=np.int64), [], np.zeros((0, 0), dtype=vectors.FORMAT)).after(connection)

    def after(self, connection: Connection) -> Self:
        """Return the same at a later revision, reading no more than what has come."""
        now, last = revision(connection), int(self.keys[-1]) if len(self.keys) else 0
        rows = len(self.keys) + vectors.count_after(connection, last)
        # Whoever still searches the rows before does not look at those behind them.
        room, at, keys, ids = self._room, len(self.keys), [self.keys], list(self.ids)
        for came in vectors.after(connection, last):
            if rows > len(room):
                room = _larger(self.matrix, rows, came.matrix.shape[1])
            room[at : at + len(came.passages)] = came.matrix
            at += len(came.passages)
            keys.append(np.array([key for key, _ in came.passages], dtype=np.int64))
            ids += [passage_id for _, passage_id in came.passages]
        return type(self)(now, np.concatenate(keys), ids, room)


class ExactIndex:
    """Nearest vectors by cosine similarity; satisfies `knowledge.ports.VectorIndex`.

    100,000 vectors of 384 dimensions take about a second to read and 160 MiB, and are then scanned in 8 to 16 ms
    (docs/decisions/0001-catalog-is-the-truth.md). When the catalog has changed, only new ones are read.
    """

    def __init__(self, database: Database, ranges: RangesCache, identity: str) -> None:
        self._database = database
        self._ranges = ranges
        self._identity = identity
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None
        self.reloads = 0
        """How often all vectors were read, since it was made."""

    def search(self, vector: Vectors, *, limit: int, labels: frozenset[str]) -> list[tuple[str, float]]:
        """Return at most `limit` (passage id, cosine similarity in -1 to 1) pairs, best first.

        Raises:
            IndexMismatchError: The vectors were made by another embedding model.
        """
        loaded, ranges = self._current()
        rows = np.flatnonzero(ranges.among(loaded.keys, ranges.visible(labels)))
        if not len(rows):
            return []
        # One thread: BLAS takes all cores, which costs more than it brings while others use them too.
        similarities = np.einsum("ij,j->i", loaded.matrix, vector)[rows]
        best = np.argpartition(-similarities, min(limit, len(rows)) - 1)[:limit]
        found = [(loaded.ids[rows[i]], float(similarities[i])) for i in best]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def _current(self) -> tuple[_Loaded, Ranges]:
        """Return the vectors held, with the documents that they belong to."""
        with self._lock, self._database.reading() as connection:
            ranges = self._ranges.read(connection)
            if self._loaded is None or self._loaded.at != revision(connection):
                vectors.check_identity(connection, self._identity)
                self._loaded = self._carried_over(connection, ranges)
            return self._loaded, ranges

    def _carried_over(self, connection: Connection, ranges: Ranges) -> _Loaded:
        before = self._loaded
        if before is not None and carries_over(connection, before.at):
            gone = np.count_nonzero(~ranges.held(before.keys))
            if gone <= _GONE * len(before.keys):
                return before.after(connection)
        self.reloads += 1
        return _Loaded.read(connection)


def _larger(matrix: Vectors, rows: int, dimensions: int) -> Vectors:
    """Return room for some more than so many rows, with those of `matrix` in it."""
    room = np.empty((int(rows * _ROOM), dimensions), dtype=vectors.FORMAT)
    room[: len(matrix)] = matrix.reshape(len(matrix), dimensions)
    return room
