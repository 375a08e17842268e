"""Full text: BM25 over words and over grams, by FTS5 in the catalog itself."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, func, select, text

from knowledge.catalog.database import Database
from knowledge.catalog.schema import State, documents
from knowledge.catalog.staging import revision

WORD_TABLE = "word_terms"
GRAM_TABLE = "gram_terms"

# bm25() of FTS5 is lower-is-better and below 0 (https://www.sqlite.org/fts5.html#the_bm25_function). The best are taken
# first and joined then: a question's grams stand in a great part of all passages.
_SEARCH = """
    WITH best AS MATERIALIZED (
        SELECT rowid AS pk, -rank AS score FROM {table} WHERE {table} MATCH :query ORDER BY rank LIMIT :taken
    )
    SELECT documents.id IS NOT NULL AS visible, passages.id AS id, best.score AS score
    FROM best JOIN passages ON passages.pk = best.pk
    LEFT JOIN documents ON documents.pk = passages.document
        AND documents.state = 'committed' AND documents.label IN (SELECT value FROM json_each(:labels))
    ORDER BY best.score DESC, passages.id
"""
_FREQUENCY = "SELECT term, doc FROM {table} WHERE term IN (SELECT value FROM json_each(:terms))"

REMEMBERED = 20_000
"""Terms whose frequency is remembered: some megabytes. SQLite counts a common one for milliseconds each time."""


class _Counted:
    """What was counted at one revision of the catalog."""

    def __init__(self, at: int, passages: int) -> None:
        self.at = at
        self.passages = passages
        self.terms: dict[tuple[str, str], int] = {}
        """By vocabulary and term."""


class LexicalIndex:
    """Finds passages by their terms; satisfies `knowledge.ports.LexicalIndex`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counted = _Counted(-1, 0)

    def search_words(self, terms: Sequence[str], *, limit: int, labels: frozenset[str]) -> list[tuple[str, float]]:
        """Return (passage id, BM25) pairs of passages with any of the words, best first; scores are above 0.

        Args:
            terms: Words as `knowledge.tokens.words` gives them; they are data, no query language.
            limit: Pairs returned at most.
            labels: What the person may see.
        """
        return self._search(WORD_TABLE, terms, limit=limit, labels=labels)

    def search_grams(self, terms: Sequence[str], *, limit: int, labels: frozenset[str]) -> list[tuple[str, float]]:
        """Return the same for terms as `knowledge.tokens.grams` gives them."""
        return self._search(GRAM_TABLE, terms, limit=limit, labels=labels)

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """Return in how many passages each word stands; a word that stands nowhere has 0."""
        return self._frequency("word_vocabulary", terms)

    def gram_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """Return in how many passages each gram stands; a gram that stands nowhere has 0."""
        return self._frequency("gram_vocabulary", terms)

    def passage_count(self) -> int:
        """Return the number of committed passages."""
        with self._database.reading() as connection:
            return self._now(connection).passages

    def _frequency(self, vocabulary: str, terms: Sequence[str]) -> dict[str, int]:
        with self._database.reading() as connection:
            known = self._now(connection).terms
            found = {term: known[vocabulary, term] for term in terms if (vocabulary, term) in known}
            if unknown := [term for term in terms if term not in found]:
                query = text(_FREQUENCY.format(table=vocabulary))
                rows = {row.term: row.doc for row in connection.execute(query, {"terms": json.dumps(unknown)})}
                found |= {term: int(rows.get(term, 0)) for term in unknown}
                known |= {(vocabulary, term): found[term] for term in unknown}
        return {term: found[term] for term in terms}

    def _now(self, connection: Connection) -> _Counted:
        """Return what is known of the catalog as this transaction sees it."""
        now = revision(connection)
        counted = self._counted
        if counted.at != now or len(counted.terms) > REMEMBERED:
            query = select(func.coalesce(func.sum(documents.c.passages), 0))
            count = connection.execute(query.where(documents.c.state == State.COMMITTED.value)).scalar_one()
            counted = self._counted = _Counted(now, int(count))
        return counted

    def _search(
        self, table: str, terms: Sequence[str], *, limit: int, labels: frozenset[str]
    ) -> list[tuple[str, float]]:
        if not terms:
            return []
        query = text(_SEARCH.format(table=table))
        values = {"query": any_of(terms), "labels": json.dumps(list(labels))}
        taken = 2 * limit
        with self._database.reading() as connection:
            while True:
                rows = connection.execute(query, values | {"taken": taken}).all()
                found = [(row.id, row.score) for row in rows if row.visible]
                if len(found) >= limit or len(rows) < taken:
                    return found[:limit]
                taken *= 8


def any_of(terms: Sequence[str]) -> str:
    """Return the FTS5 query for rows with any of the terms."""
    return " OR ".join(quoted(term) for term in terms)


def quoted(text: str) -> str:
    """Return `text` as a string of the FTS5 query language, in which no character has a meaning.

    Example:
        a"b NOT c -> "a""b NOT c"
    """
    # NUL would end the query; like any other ASCII mark that is no letter or digit, it only parts terms.
    escaped = text.replace('"', '""').replace("\0", " ")
    return f'"{escaped}"'
