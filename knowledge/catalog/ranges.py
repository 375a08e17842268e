"""Which document each passage belongs to, as arrays: what counts a hundred thousand passages in a few milliseconds."""

from __future__ import annotations

import threading
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from knowledge.catalog import staging
from knowledge.catalog.schema import State
from knowledge.documents import Kind

Keys = NDArray[np.int64]

# The passages of a document are written together, so that their keys follow one another.
_RANGES = """
    SELECT documents.pk, documents.id, documents.kind, documents.label, documents.state, documents.linked_to,
        min(passages.pk) AS first, max(passages.pk) AS last
    FROM documents JOIN passages ON passages.document = documents.pk
    GROUP BY documents.pk ORDER BY first
"""
_BY_PATH = "SELECT pk FROM documents ORDER BY path, pk"


class Ranges(NamedTuple):
    """The documents in the order of their passages' keys; position i of each array is one document."""

    firsts: Keys
    """Key of each document's first passage."""

    lasts: Keys
    """Key of its last one."""

    kinds: NDArray[np.int8]
    """Position of each document's kind in `Kind`."""

    labels: NDArray[np.str_]
    committed: NDArray[np.bool_]
    by_path: NDArray[np.int64]
    """Rank of each document by its file's path."""

    documents: Keys
    """Key of each document's row."""

    linked: Keys
    """Position of the document that answers for each, its own where none does."""

    def documents_of(self, passages: Keys) -> Keys:
        """Return the position of the document that each passage belongs to."""
        found: Keys = np.searchsorted(self.firsts, passages, side="right") - 1
        return found

    def among(self, passages: Keys, wanted: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Tell for each passage whether its document is wanted; one that was written since belongs to none."""
        if not len(self.firsts):
            return np.zeros(len(passages), dtype=np.bool_)
        documents = self.documents_of(passages)
        there: NDArray[np.bool_] = wanted[documents] & (documents >= 0) & (passages <= self.lasts[documents])
        return there

    def visible(self, labels: frozenset[str]) -> NDArray[np.bool_]:
        """Tell for each document whether it is committed and under one of the labels."""
        seen: NDArray[np.bool_] = self.committed & np.isin(self.labels, sorted(labels))
        return seen

    def answering(self, labels: frozenset[str]) -> NDArray[np.bool_]:
        """Tell for each document whether this person sees it and no other that answers for it."""
        seen = self.visible(labels)
        itself = self.linked == np.arange(len(self.linked))
        answers: NDArray[np.bool_] = seen & (itself | ~seen[self.linked])
        return answers


class RangesCache:
    """The ranges, read again when the catalog has changed. Used from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision = -1
        self._ranges: Ranges | None = None

    def read(self, connection: Connection) -> Ranges:
        """Return the ranges as of the catalog that a connection sees."""
        with self._lock:
            revision = staging.revision(connection)
            if self._ranges is None or revision != self._revision:
                self._ranges, self._revision = _read(connection), revision
            return self._ranges


def _read(connection: Connection) -> Ranges:
    rows = connection.exec_driver_sql(_RANGES).all()
    rank = {row.pk: position for position, row in enumerate(connection.exec_driver_sql(_BY_PATH))}
    originals = {row.id: position for position, row in enumerate(rows) if row.state == State.COMMITTED.value}
    kinds = {kind.value: position for position, kind in enumerate(Kind)}
    return Ranges(
        firsts=np.array([row.first for row in rows], dtype=np.int64),
        lasts=np.array([row.last for row in rows], dtype=np.int64),
        kinds=np.array([kinds[row.kind] for row in rows], dtype=np.int8),
        labels=np.array([row.label for row in rows], dtype=np.str_),
        committed=np.array([row.state == State.COMMITTED.value for row in rows], dtype=np.bool_),
        by_path=np.array([rank[row.pk] for row in rows], dtype=np.int64),
        documents=np.array([row.pk for row in rows], dtype=np.int64),
        linked=np.array([originals.get(row.linked_to, i) for i, row in enumerate(rows)], dtype=np.int64),
    )
