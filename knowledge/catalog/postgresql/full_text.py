"""Full text as postings: where each term stands, document by document, read and written as arrays.

A document's rows go with it. A term that is longer than an index of PostgreSQL takes goes by its hash.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    LargeBinary,
    MetaData,
    Table,
    Text,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
)

from knowledge.catalog.backend import Lengths, Occurrences, TermKind
from knowledge.catalog.schema import State, documents, passages
from knowledge.catalog.terms import PassageTerms
from knowledge.errors import StorageError

_metadata = MetaData()  # of this database alone

POSTINGS = {
    kind: Table(
        f"{kind}_postings",
        _metadata,
        Column("term", Text, primary_key=True),
        Column("document", BigInteger, primary_key=True),
        Column("places", LargeBinary),
    )
    for kind in TermKind
}
term_lengths = Table(
    "term_lengths",
    _metadata,
    Column("document", BigInteger, primary_key=True),
    *(Column(name, LargeBinary) for name in ("keys", "words", "grams")),
)
passage_words = Table(
    "passage_words",
    _metadata,
    Column("passage", BigInteger, primary_key=True),
    *(Column(name, Text) for name in ("title", "body")),
)

PLACE = np.dtype([("key", "<i8"), ("title", "<u2"), ("body", "<u2")])
"""A passage in which a term stands, and how often it does in each of its columns."""

Places = NDArray[np.void]

_KEY, _LENGTH = np.dtype("<i8"), np.dtype("<u4")
_MOST = np.iinfo(np.uint16).max
_LONGEST = 200
"""Characters of a term that are kept as they are."""


class PostingsStore:
    """The terms as postings; satisfies `knowledge.catalog.backend.FullTextStore`."""

    def write(self, connection: Connection, terms: Sequence[PassageTerms]) -> None:
        """Write the terms of passages that have none yet; those of a document come at once."""
        by_document = [(key, list(some)) for key, some in groupby(terms, key=lambda each: each.document)]
        for kind, at in ((TermKind.WORDS, 0), (TermKind.GRAMS, 2)):
            rows = [
                {"term": term, "document": document, "places": places}
                for document, some in by_document
                for term, places in _places(some, at).items()
            ]
            if rows:
                connection.execute(insert(POSTINGS[kind]), rows)
        connection.execute(insert(term_lengths), [_lengths_of(document, some) for document, some in by_document])
        spaced = [
            {"passage": each.passage, "title": _spaced(each.terms.word_title), "body": _spaced(each.terms.word_body)}
            for each in terms
        ]
        connection.execute(insert(passage_words), spaced)

    def lengths(self, connection: Connection, kind: TermKind, after: int) -> Lengths:
        """Return the lengths of all passages whose keys come after one."""
        numbers = term_lengths.c.words if kind is TermKind.WORDS else term_lengths.c.grams
        rows = connection.execute(select(term_lengths.c["keys"], numbers).where(_came(after))).all()
        keys = np.frombuffer(b"".join(row[0] for row in rows), dtype=_KEY).astype(np.int64)
        terms = np.frombuffer(b"".join(row[1] for row in rows), dtype=_LENGTH).astype(np.float64)
        order = np.argsort(keys)
        return Lengths(keys[order], terms[order])

    def occurrences(self, connection: Connection, kind: TermKind, term: str) -> Occurrences:
        """Return where one term stands."""
        places = places_of(connection, kind, [term]).get(term_key(term), np.zeros(0, dtype=PLACE))
        return Occurrences(places["key"].astype(np.int64), _times(places))

    def since(
        self, connection: Connection, kind: TermKind, after: int, wanted: Container[str]
    ) -> Iterator[tuple[str, int, int]]:
        """Give wanted term, passage and how often for all passages whose keys come after one."""
        table = POSTINGS[kind]
        query = select(table.c.term, table.c.places).join(term_lengths, term_lengths.c.document == table.c.document)
        for term, listed in connection.execute(query.where(_came(after))):
            if term in wanted:
                places = np.frombuffer(listed, dtype=PLACE)
                for key, often in zip(places["key"].tolist(), _times(places).tolist(), strict=True):
                    yield term, key, often

    def standing(self, connection: Connection, phrase: Sequence[str], labels: frozenset[str]) -> int:
        """Return in how many committed passages under the labels words stand one after another."""
        table, visible = (
            POSTINGS[TermKind.WORDS],
            and_(documents.c.state == State.COMMITTED.value, documents.c.label.in_(labels)),
        )
        if len(phrase) == 1:
            counted = func.coalesce(func.sum(func.octet_length(table.c.places) / PLACE.itemsize), 0)
            query = select(counted).join(documents, documents.c.pk == table.c.document)
            return int(connection.execute(query.where(table.c.term == term_key(phrase[0]), visible)).scalar_one())
        having = [
            passages.c.document.in_(select(table.c.document).where(table.c.term == term_key(word)))
            for word in dict.fromkeys(phrase)
        ]
        wanted = _spaced(" ".join(phrase))
        found = or_(*(func.strpos(passage_words.c[name], wanted) > 0 for name in ("title", "body")))
        query = select(func.count()).select_from(passage_words)
        query = query.join(passages, passages.c.pk == passage_words.c.passage).join(documents)
        return int(connection.execute(query.where(visible, *having, found)).scalar_one())

    def count_missing(self, connection: Connection) -> int:
        """Return how many passages have no terms."""
        query = select(func.count()).where(passages.c.pk.not_in(select(passage_words.c.passage)))
        return connection.execute(query).scalar_one()

    def check(self, connection: Connection) -> None:
        """Compare the postings of every passage with its length, and its words with those it was made of.

        Raises:
            StorageError: They differ.
        """
        rows = connection.execute(select(passage_words).order_by(passage_words.c.passage))
        words = {row.passage: len(f"{row.title}{row.body}".split()) for row in rows}
        for kind, table in POSTINGS.items():
            lengths = self.lengths(connection, kind, 0)
            sums = np.zeros(len(lengths.keys))
            for (listed,) in connection.execute(select(_all_of(table)).group_by(table.c.document)):
                places = np.frombuffer(listed, dtype=PLACE)
                known = np.isin(places["key"], lengths.keys)
                np.add.at(sums, np.searchsorted(lengths.keys, places["key"][known]), _times(places)[known])
            same = list(words) == lengths.keys.tolist() and (sums == lengths.terms).all()
            if not same or (kind is TermKind.WORDS and list(words.values()) != lengths.terms.astype(int).tolist()):
                raise StorageError("全文索引与段落不一致，请运行 ronghe doctor --repair。")

    def clear(self, connection: Connection) -> None:
        """Delete all terms."""
        for table in (*POSTINGS.values(), term_lengths, passage_words):
            connection.execute(delete(table))

    def merge(self, connection: Connection) -> None:
        """Do nothing: a document's rows went with it, and `compact` writes the tables anew."""


def places_of(connection: Connection, kind: TermKind, terms: Iterable[str]) -> dict[str, Places]:
    """Return where each of some terms stands, by `term_key`, passages ascending; what stands nowhere is left out."""
    return _joined(connection, select_places(kind).where(POSTINGS[kind].c.term.in_([term_key(term) for term in terms])))


def select_places(kind: TermKind) -> Any:  # Any: a Select of two columns, which SQLAlchemy types by their tables
    """Return the query for terms with their places, to be narrowed down."""
    table = POSTINGS[kind]
    return select(table.c.term, _all_of(table)).group_by(table.c.term)


def _all_of(table: Table) -> Any:
    return func.string_agg(table.c.places, b"")


def _joined(connection: Connection, query: Any) -> dict[str, Places]:
    found = {term: np.frombuffer(listed, dtype=PLACE) for term, listed in connection.execute(query)}
    return {term: places[np.argsort(places["key"], kind="stable")] for term, places in found.items()}


def term_key(term: str) -> str:
    """Return what a term goes by in the tables: itself, or its hash where it is too long for an index."""
    # NUL, which PostgreSQL cannot hold in a text, stands in no term.
    plain = term.replace("\0", "\x01")
    return plain if len(plain) <= _LONGEST else f"\x02{hashlib.sha256(plain.encode()).hexdigest()}"


def _came(after: int) -> Any:
    """Return the condition for documents whose passages come after one, which were all written together."""
    return term_lengths.c.document.in_(select(passages.c.document).where(passages.c.pk > after))


def _places(some: Sequence[PassageTerms], at: int) -> Mapping[str, bytes]:
    """Return the places of every term of one document; its titles are in the field `at` of the terms."""
    found = defaultdict[str, list[tuple[int, int, int]]](list)
    for each in some:
        title, body = (Counter(text.split()) for text in each.terms[at : at + 2])
        for term in title | body:
            found[term_key(term)].append((each.passage, min(title[term], _MOST), min(body[term], _MOST)))
    return {term: np.array(places, dtype=PLACE).tobytes() for term, places in found.items()}


def _lengths_of(document: int, some: Sequence[PassageTerms]) -> dict[str, object]:
    words = [len(each.terms.word_title.split()) + len(each.terms.word_body.split()) for each in some]
    grams = [len(each.terms.gram_title.split()) + len(each.terms.gram_body.split()) for each in some]
    return {
        "document": document,
        "keys": np.array([each.passage for each in some], dtype=_KEY).tobytes(),
        "words": np.array(words, dtype=_LENGTH).tobytes(),
        "grams": np.array(grams, dtype=_LENGTH).tobytes(),
    }


def _times(places: Places) -> NDArray[np.uint16]:
    both: NDArray[np.uint16] = places["title"] + places["body"]
    return both


def _spaced(words: str) -> str:
    """Return words each between spaces, so that a phrase is found at its ends too.

    Example:
        支部 学习 -> ␠支部␠学习␠
    """
    return f" {words} "
