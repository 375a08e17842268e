"""Full text: BM25 over words and over grams, by what the catalog itself keeps of them."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, select

from knowledge.catalog.backend import TermKind
from knowledge.catalog.database import Database
from knowledge.catalog.expressions import given_numbers
from knowledge.catalog.postings import Postings, Wanted
from knowledge.catalog.ranges import Ranges, RangesCache
from knowledge.catalog.schema import State, documents, passages
from knowledge.catalog.staging import carries_over, revision

_IDS = select(passages.c.pk, passages.c.id).where(passages.c.pk.in_(given_numbers("keys")))


class _Read:
    """What was read at one revision of the catalog."""

    def __init__(self, at: int, passages: int, before: Mapping[TermKind, Postings]) -> None:
        """Know what was read before, to carry it over."""
        self.at = at
        self.passages = passages
        self._before = before
        self._postings: dict[TermKind, Postings] = {}
        self._lock = threading.Lock()

    def postings(self, connection: Connection, kind: TermKind, there: Wanted) -> Postings:
        """Return those of one kind of terms; whoever comes while they are being opened waits."""
        with self._lock:
            if kind not in self._postings:
                before = self._before.get(kind)
                self._postings[kind] = (
                    Postings.read(connection, kind) if before is None else before.after(connection, there)
                )
            return self._postings[kind]

    def kept(self) -> dict[TermKind, Postings]:
        """Return what may be carried over to a later revision."""
        with self._lock:
            return {**self._before, **self._postings}


class FullText:
    """Finds passages by their terms; satisfies `knowledge.ports.LexicalIndex`."""

    def __init__(self, database: Database, ranges: RangesCache) -> None:
        self._database = database
        self._ranges = ranges
        self._lock = threading.Lock()
        self._read = _Read(-1, 0, {})

    def search_words(self, terms: Sequence[str], *, limit: int, labels: frozenset[str]) -> list[tuple[str, float]]:
        """Return (passage id, BM25) pairs of passages with any of the words, best first; scores are above 0.

        Args:
            terms: Words as `knowledge.tokens.words` gives them; they are data, no query language.
            limit: Pairs returned at most.
            labels: What the person may see.
        """
        return self._search(TermKind.WORDS, terms, limit=limit, labels=labels)

    def search_grams(self, terms: Sequence[str], *, limit: int, labels: frozenset[str]) -> list[tuple[str, float]]:
        """Return the same for terms as `knowledge.tokens.grams` gives them."""
        return self._search(TermKind.GRAMS, terms, limit=limit, labels=labels)

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """Return in how many passages each word stands; a word that stands nowhere has 0."""
        return self._frequency(TermKind.WORDS, terms)

    def gram_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """Return in how many passages each gram stands; a gram that stands nowhere has 0."""
        return self._frequency(TermKind.GRAMS, terms)

    def passage_count(self) -> int:
        """Return the number of committed passages."""
        with self._database.reading() as connection:
            return self._now(connection).passages

    def _frequency(self, kind: TermKind, terms: Sequence[str]) -> dict[str, int]:
        if not terms:
            return {}
        with self._database.reading() as connection:
            postings = self._postings(connection, kind, self._ranges.read(connection))
            return {term: postings.frequency(connection, term) for term in terms}

    def _postings(self, connection: Connection, kind: TermKind, ranges: Ranges) -> Postings:
        return self._now(connection).postings(connection, kind, ranges.held)

    def _now(self, connection: Connection) -> _Read:
        """Return what is known of the catalog as this transaction sees it, or as a later one has seen it meanwhile."""
        now = revision(connection)
        with self._lock:
            if self._read.at < now:
                query = select(func.coalesce(func.sum(documents.c.passages), 0))
                count = connection.execute(query.where(documents.c.state == State.COMMITTED.value)).scalar_one()
                before = self._read.kept() if carries_over(connection, self._read.at) else {}
                self._read = _Read(now, int(count), before)
            return self._read

    def _search(
        self, kind: TermKind, terms: Sequence[str], *, limit: int, labels: frozenset[str]
    ) -> list[tuple[str, float]]:
        if not terms:
            return []
        with self._database.reading() as connection:
            ranges = self._ranges.read(connection)
            visible = ranges.visible(labels)
            postings = self._postings(connection, kind, ranges)
            best = postings.best(connection, terms, limit, lambda keys: ranges.among(keys, visible))
            listed = json.dumps([key for key, _ in best])
            ids = dict(map(tuple, connection.execute(_IDS, {"keys": listed}).all()))
        return sorted(((ids[key], score) for key, score in best), key=lambda pair: (-pair[1], pair[0]))
