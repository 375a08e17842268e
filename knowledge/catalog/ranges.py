"""Which document each passage belongs to, as arrays: what counts a hundred thousand passages in a few milliseconds."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Row, bindparam, func, select

from knowledge.catalog import staging
from knowledge.catalog.backend import Keys
from knowledge.catalog.schema import State, documents, passages
from knowledge.documents import Kind

_COMMITTED = State.COMMITTED.value

# The passages of a document are written together, so that their keys follow one another; they never change.
_EXTENTS = (
    select(passages.c.document, func.min(passages.c.pk), func.max(passages.c.pk))
    .where(passages.c.document > bindparam("newest"))
    .group_by(passages.c.document)
)
_DOCUMENTS = select(*(documents.c[name] for name in ("pk", "id", "kind", "label", "state", "linked_to", "path")))


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

    def held(self, passages: Keys) -> NDArray[np.bool_]:
        """Tell for each passage whether its document is there, committed or not."""
        return self.among(passages, np.ones(len(self.firsts), dtype=np.bool_))

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
    """The ranges, read again when the catalog has changed, but for what cannot change. Used from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision = -1
        self._ranges: Ranges | None = None
        self._extents: dict[int, tuple[int, int]] = {}
        """By key of a document's row, those of its first and its last passage."""

    def read(self, connection: Connection) -> Ranges:
        """Return the ranges as of the catalog that a connection sees."""
        with self._lock:
            revision = staging.revision(connection)
            if self._ranges is None or revision != self._revision:
                self._ranges, self._revision = self._read(connection), revision
            return self._ranges

    def _read(self, connection: Connection) -> Ranges:
        newest = max(self._extents, default=0)
        came = connection.execute(_EXTENTS, {"newest": newest}).all()
        self._extents |= {document: (first, last) for document, first, last in came}
        rows = [row for row in connection.execute(_DOCUMENTS).all() if row[0] in self._extents]
        self._extents = {row[0]: self._extents[row[0]] for row in rows}
        rows.sort(key=lambda row: self._extents[row[0]])
        return _ranges(rows, list(self._extents.values()))


def _ranges(rows: Sequence[Row[Any]], extents: Iterable[tuple[int, int]]) -> Ranges:
    keys, ids, kinds, labels, states, linked, paths = zip(*rows, strict=True) if rows else ((),) * 7
    firsts, lasts = np.array(sorted(extents), dtype=np.int64).reshape(-1, 2).T
    is_committed = [state == _COMMITTED for state in states]
    position = {kind.value: number for number, kind in enumerate(Kind)}
    originals = {one: number for number, one in enumerate(ids) if is_committed[number]}
    by_path = np.empty(len(rows), dtype=np.int64)
    by_path[[number for _, _, number in sorted(zip(paths, keys, range(len(rows)), strict=True))]] = range(len(rows))
    return Ranges(
        firsts=firsts,
        lasts=lasts,
        kinds=np.array([position[kind] for kind in kinds], dtype=np.int8),
        labels=np.array(labels, dtype=np.str_),
        committed=np.array(is_committed, dtype=np.bool_),
        by_path=by_path,
        documents=np.array(keys, dtype=np.int64),
        linked=np.array([originals.get(to, number) for number, to in enumerate(linked)], dtype=np.int64),
    )
