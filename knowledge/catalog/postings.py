"""BM25 from the postings of a full-text table: the figures of FTS5, each term weighed once and kept.

FTS5 weighs a passage whenever a search meets it, 3 µs each, of which looking its length up takes most; a question at
100,000 passages meets 50,000. Here the lengths are read once, a term's postings when it is first asked for (0.4 µs
each), and a search adds them up: docs/decisions/0090-full-text-from-postings.md.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

K1, B, LEAST = 1.2, 0.75, 1e-6
"""Of bm25() in FTS5 (https://www.sqlite.org/fts5.html#the_bm25_function): two constants, and what a term weighs
at least, be it in all passages."""

KEPT = 3_000_000
"""Postings kept, 12 bytes each: the common terms of 100,000 passages of 150 characters."""

Keys = NDArray[np.int64]
"""Keys of passages, ascending."""

Wanted = Callable[[Keys], NDArray[np.bool_]]
"""Tells for each passage whether it is wanted."""


class Posting(NamedTuple):
    """Where one term stands."""

    places: NDArray[np.int32]
    """Positions of the passages, ascending."""

    gains: NDArray[np.float64]
    """What it adds to the score of each, above 0."""


class Postings:
    """Of one full-text table as it is at one revision of the catalog. May be used from several threads."""

    def __init__(self, connection: Connection, table: str, places: str) -> None:
        """Read the lengths of all passages.

        Args:
            connection: Whose transaction sees the revision, as those of every later call must.
            table: The FTS5 table.
            places: Its vocabulary by instance.
        """
        self._keys, lengths = _lengths(connection, table)
        self._passages = len(self._keys)
        self._last = int(self._keys[-1]) if self._passages else 0
        self._places = f"SELECT group_concat(doc) FROM {places} WHERE term = ?"  # noqa: S608  # ours
        self._damping = K1 * (1 - B + B * lengths / (lengths.sum() / max(self._passages, 1)))
        self._lock = threading.Lock()
        self._known: dict[str, Posting] = {}
        self._kept = 0

    def frequency(self, connection: Connection, term: str) -> int:
        """Return in how many passages a term stands."""
        return len(self._posting(connection, term).places)

    def best(self, connection: Connection, terms: Sequence[str], count: int, wanted: Wanted) -> list[tuple[int, float]]:
        """Return the keys of at most so many wanted passages with any of the terms and their BM25, best first."""
        scores = np.zeros(self._passages)
        for term in terms:
            places, gains = self._posting(connection, term)
            scores[places] += gains
        found = np.flatnonzero(scores)
        found = found[wanted(self._keys[found])]
        if len(found) > count:
            least = np.partition(scores[found], -count)[-count]
            found = found[scores[found] >= least]
        best = found[np.argsort(-scores[found], kind="stable")[:count]]
        return list(zip(self._keys[best].tolist(), scores[best].tolist(), strict=True))

    def _posting(self, connection: Connection, term: str) -> Posting:
        if (known := self._known.get(term)) is not None:
            return known
        with self._lock:  # whoever asks for the same term meanwhile waits for it
            if (known := self._known.get(term)) is None:
                if self._kept > KEPT:
                    self._known, self._kept = {}, 0
                known = self._known[term] = self._read(connection, term)
                self._kept += len(known.places)
            return known

    def _read(self, connection: Connection, term: str) -> Posting:
        instances = _numbers(connection.exec_driver_sql(self._places, (term,)).scalar_one())
        starts = np.flatnonzero(np.diff(instances, prepend=-1))
        keys, times = instances[starts], np.diff(starts, append=len(instances)).astype(np.float64)
        # Passages that were written since the lengths were read have none, and are nobody's yet.
        keys, times = keys[keys <= self._last], times[keys <= self._last]
        places = np.searchsorted(self._keys, keys)
        weight = math.log((self._passages - len(keys) + 0.5) / (len(keys) + 0.5))
        gains = max(weight, LEAST) * (times * (K1 + 1) / (times + self._damping[places]))
        return Posting(places.astype(np.int32), gains)


def _lengths(connection: Connection, table: str) -> tuple[Keys, NDArray[np.float64]]:
    """Return the keys of all passages and how many terms each has.

    Source:
        https://www.sqlite.org/fts5.html#the_docsize_table: a number for each of the two columns, in SQLite's varints,
        whose last byte alone is below 128.
    """
    query = f"SELECT group_concat(id), group_concat(hex(sz), '') FROM {table}_docsize ORDER BY id"  # noqa: S608  # ours
    keys, sizes = connection.exec_driver_sql(query).one()
    if not keys:
        return _numbers(None), np.zeros(0)
    digits = np.frombuffer(bytes.fromhex(sizes), dtype=np.uint8).astype(np.int64)
    ends = np.flatnonzero(digits < 128)  # noqa: PLR2004
    starts = np.concatenate(([0], ends[:-1] + 1))
    places = np.repeat(ends, ends - starts + 1) - np.arange(len(digits))
    numbers = np.add.reduceat((digits & 127) << (7 * places), starts)
    return _numbers(keys), numbers.reshape(-1, 2).sum(axis=1).astype(np.float64)


def _numbers(listed: str | None) -> Keys:
    """Return the numbers of a list with commas."""
    return np.fromstring(listed or "", dtype=np.int64, sep=",")
