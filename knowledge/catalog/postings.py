"""BM25 from postings, whichever database keeps them: the figures of FTS5, each term weighed once and kept.

FTS5 weighs a passage whenever a search meets it, 3 µs each, of which looking its length up takes most; a question at
100,000 passages meets 50,000. Here the lengths are read once, a term's postings when it is first asked for (0.4 µs
each), and a search adds them up: docs/decisions/0090-full-text-from-postings.md. When documents come or go, what was
read is carried over and only what is new is read: docs/decisions/0171-what-a-change-leaves.md.
"""

from __future__ import annotations

import math
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from knowledge.catalog.backend import FullTextStore, Keys, Lengths, TermKind, backend_of

K1, B, LEAST = 1.2, 0.75, 1e-6
"""Of bm25() in FTS5 (https://www.sqlite.org/fts5.html#the_bm25_function): two constants, and what a term weighs
at least, be it in all passages."""

KEPT = 3_000_000
"""Postings kept, 18 bytes each: the common terms of 100,000 passages of 150 characters."""

CARRIED = 2_000
"""New passages up to which, and gone ones in 5, what was read is carried over; beyond that all is read anew."""
_GONE = 0.2

Wanted = Callable[[Keys], NDArray[np.bool_]]
"""Tells for each passage whether it is wanted."""


class Posting(NamedTuple):
    """Where one term stands, in passages that may be gone by now."""

    places: NDArray[np.int32]
    """Positions of the passages, ascending."""

    times: NDArray[np.uint16]
    """How often it stands in each."""


class Weighed(NamedTuple):
    """The same of the passages that are there, with what the term adds to the score of each, above 0."""

    places: NDArray[np.int32]
    gains: NDArray[np.float64]


class Postings:
    """Of one kind of terms as they are at one revision of the catalog. May be used from several threads."""

    def __init__(
        self,
        store: FullTextStore,
        kind: TermKind,
        lengths: Lengths,
        there: NDArray[np.bool_],
        known: dict[str, Posting],
    ) -> None:
        self._store = store
        self._kind = kind
        self._keys, self._lengths = lengths
        self._there = there
        self._passages = int(there.sum())
        self._is_whole = self._passages == len(there)
        self._last = int(self._keys[-1]) if len(self._keys) else 0
        mean = self._lengths[there].sum() / max(self._passages, 1)
        self._damping = K1 * (1 - B + B * self._lengths / mean) if mean else self._lengths
        self._lock = threading.Lock()
        self._known = known
        self._kept = sum(len(each.places) for each in known.values())
        self._weighed: dict[str, Weighed] = {}

    @classmethod
    def read(cls, connection: Connection, kind: TermKind) -> Self:
        """Read the lengths of all passages.

        Args:
            connection: Whose transaction sees the revision, as those of every later call must.
            kind: Of the terms.
        """
        store = backend_of(connection).full_text
        lengths = store.lengths(connection, kind, 0)
        return cls(store, kind, lengths, np.ones(len(lengths.keys), dtype=np.bool_), {})

    def after(self, connection: Connection, there: Wanted) -> Self:
        """Return the same at a later revision, reading no more than what has come.

        Args:
            connection: Whose transaction sees it.
            there: Tells which of the passages are still held.
        """
        came = self._store.lengths(connection, self._kind, self._last)
        lengths = Lengths(np.append(self._keys, came.keys), np.append(self._lengths, came.terms))
        held = there(lengths.keys)
        if len(came.keys) > CARRIED or len(held) - held.sum() > _GONE * len(held):
            return self.read(connection, self._kind)
        known = self._extended(connection, lengths.keys) if len(came.keys) else dict(self._known)
        return type(self)(self._store, self._kind, lengths, held, known)

    def frequency(self, connection: Connection, term: str) -> int:
        """Return in how many passages a term stands."""
        return len(self._gains(connection, term).places)

    def best(self, connection: Connection, terms: Sequence[str], count: int, wanted: Wanted) -> list[tuple[int, float]]:
        """Return the keys of at most so many wanted passages with any of the terms and their BM25, best first."""
        scores = np.zeros(len(self._keys))
        for term in terms:
            places, gains = self._gains(connection, term)
            scores[places] += gains
        found = np.flatnonzero(scores)
        found = found[wanted(self._keys[found])]
        if len(found) > count:
            least = np.partition(scores[found], -count)[-count]
            found = found[scores[found] >= least]
        best = found[np.argsort(-scores[found], kind="stable")[:count]]
        return list(zip(self._keys[best].tolist(), scores[best].tolist(), strict=True))

    def _gains(self, connection: Connection, term: str) -> Weighed:
        if (weighed := self._weighed.get(term)) is not None:
            return weighed
        with self._lock:  # whoever asks for the same term meanwhile waits for it
            if (weighed := self._weighed.get(term)) is None:
                if self._kept > KEPT:
                    self._known, self._weighed, self._kept = {}, {}, 0
                if (known := self._known.get(term)) is None:
                    known = self._known[term] = self._read(connection, term)
                    self._kept += len(known.places)
                weighed = self._weighed[term] = self._weigh(known)
            return weighed

    def _weigh(self, posting: Posting) -> Weighed:
        places, times = posting
        if not self._is_whole:
            there = self._there[places]
            places, times = places[there], times[there]
        weight = math.log((self._passages - len(places) + 0.5) / (len(places) + 0.5))
        return Weighed(places, max(weight, LEAST) * (times * (K1 + 1) / (times + self._damping[places])))

    def _read(self, connection: Connection, term: str) -> Posting:
        keys, times = self._store.occurrences(connection, self._kind, term)
        # Passages that were written since the lengths were read have none, and are nobody's yet.
        known = keys <= self._last
        places = np.searchsorted(self._keys, keys[known])
        return Posting(places.astype(np.int32), times[known])

    def _extended(self, connection: Connection, keys: Keys) -> dict[str, Posting]:
        """Return the postings that are kept, with where their terms stand in all passages, which have these keys."""
        known, added = dict(self._known), defaultdict[str, list[tuple[int, int]]](list)
        for term, key, often in self._store.since(connection, self._kind, self._last, known):
            added[term].append((key, often))
        for term, new in added.items():
            more = np.array(sorted(new))
            places, times = known[term]
            known[term] = Posting(
                np.append(places, np.searchsorted(keys, more[:, 0]).astype(np.int32)),
                np.append(times, more[:, 1].astype(np.uint16)),
            )
        return known
