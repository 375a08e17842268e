"""Rules in the catalog: what their validity follows from, and what people confirmed of it."""

from __future__ import annotations

import threading
from collections.abc import Collection

from sqlalchemy import Connection, case, delete, func, insert, select

from knowledge.catalog import staging
from knowledge.catalog.catalog import Catalog
from knowledge.catalog.database import Database
from knowledge.catalog.expressions import among_numbers
from knowledge.catalog.keyword import KeywordLookup
from knowledge.catalog.lexical import FullText
from knowledge.catalog.schema import State, confirmations, document_texts, documents
from knowledge.documents import RULES, Document, DocumentSummary, Passage, Status
from knowledge.regulations.clauses import TAIL, Clauses, read_clauses
from knowledge.regulations.validity import Confirmation, Record, Validity
from knowledge.tokens import grams

_PASSAGES = 100
"""Passages that are searched for a repeated provision, by each name of its instrument."""

_HEAD = 800
"""Characters at the beginning of a text in which the lines under the title stand."""


class Register:
    """The validity of the rules held, kept until the catalog changes. Used from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._revision = -1
        self._read: dict[frozenset[str], Validity] = {}
        self._clauses: dict[int, Clauses] = {}
        """By the key of a document's row, which never changes."""

    def validity(self, labels: frozenset[str]) -> Validity:
        """Return what is known of the rules under `labels`; a text that is hidden from a person ends nothing."""
        with self._lock, self._database.reading() as connection:
            revision = staging.revision(connection)
            if revision != self._revision:
                self._revision, self._read = revision, {}
            if labels not in self._read:
                self._read[labels] = self._load(labels)
            return self._read[labels]

    def confirm(self, confirmation: Confirmation) -> None:
        """Put down what a person found, in the place of what was found before."""
        with self._database.writing() as connection:
            same = confirmations.c.document_id == confirmation.document_id
            connection.execute(delete(confirmations).where(same))
            connection.execute(insert(confirmations).values(confirmation.model_dump(mode="json")))
            staging.next_revision(connection)

    def withdraw(self, document_id: str) -> bool:
        """Forget what was confirmed of a text; tell whether there was anything."""
        with self._database.writing() as connection:
            done = connection.execute(delete(confirmations).where(confirmations.c.document_id == document_id))
            staging.next_revision(connection)
            return done.rowcount > 0

    def _load(self, labels: frozenset[str]) -> Validity:
        query = select(documents).where(
            documents.c.state == State.COMMITTED.value,
            documents.c.label.in_(labels),
            documents.c.kind.in_([kind.value for kind in RULES]),
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
            self._read_clauses(connection, {row.pk for row in rows} - self._clauses.keys())
            confirmed = connection.execute(select(confirmations)).all()
        records = [
            Record(
                document_id=row.id,
                title=row.title,
                date=row.date,
                number=row.number,
                sha256=row.sha256,
                stated=Status(row.status),
                stated_on=row.checked_on,
                clauses=self._clauses[row.pk],
            )
            for row in rows
        ]
        found = [Confirmation.model_validate(dict(row._mapping)) for row in confirmed]  # noqa: SLF001  # rows by name
        return Validity(records, {one.document_id: one for one in found})

    def _read_clauses(self, connection: Connection, keys: Collection[int]) -> None:
        head = func.substr(document_texts.c.text, 1, _HEAD).label("head")
        length = func.length(document_texts.c.text)
        tail = func.substr(document_texts.c.text, case((length > TAIL, length - TAIL + 1), else_=1)).label("tail")
        query = select(document_texts.c.document, head, tail).where(among_numbers(document_texts.c.document, keys))
        for row in connection.execute(query):
            self._clauses[row.document] = read_clauses(row.head, row.tail)


class ProvisionSource:
    """Where the texts of provisions are read, and repetitions of them looked for."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._keyword = KeywordLookup(catalog.database)
        self._lexical = FullText(catalog.database, catalog.ranges)

    def document(self, document_id: str, labels: frozenset[str]) -> Document | None:
        """Return a document, or None when it is not there for this person."""
        return self._catalog.document(document_id, labels)

    def passages_with(self, words: str, labels: frozenset[str]) -> list[Passage]:
        """Return passages in which `words` stand literally."""
        found = self._keyword.look_up(words, labels=labels, kind=None, limit=_PASSAGES, offset=0)
        return [hit.passage for hit in found.hits]

    def passages_like(self, words: str, labels: frozenset[str], *, limit: int) -> list[Passage]:
        """Return passages that share most character pairs with some words, the likest first."""
        pairs = list(dict.fromkeys(gram for gram in grams(words) if len(gram) > 1))
        ids = [passage_id for passage_id, _ in self._lexical.search_grams(pairs, limit=limit, labels=labels)]
        found = self._catalog.hits_for(ids, labels)
        return [found[passage_id][0] for passage_id in ids if passage_id in found]

    def documents(self, labels: frozenset[str]) -> list[DocumentSummary]:
        """Return what this person may see."""
        return self._catalog.documents(labels)

    def passages_of(self, document_id: str, labels: frozenset[str]) -> list[Passage]:
        """Return a document's passages in order."""
        return self._catalog.passages_of(document_id, labels)
