"""Rules in the catalog: what their validity follows from, and what people confirmed of it."""

from __future__ import annotations

import threading
from typing import NamedTuple

from sqlalchemy import delete, func, insert, select

from knowledge.catalog import staging
from knowledge.catalog.database import Database
from knowledge.catalog.schema import State, confirmations, document_texts, documents
from knowledge.documents import Status
from knowledge.regulations.clauses import TAIL, read_clauses
from knowledge.regulations.validity import RULES, Confirmation, Record, Validity

_HEAD = 800
"""Characters at the beginning of a text in which the lines under the title stand."""


class _Read(NamedTuple):
    revision: int
    labels: frozenset[str]
    validity: Validity


class Register:
    """The validity of the rules held, kept until the catalog changes. Used from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._read: _Read | None = None

    def validity(self, labels: frozenset[str]) -> Validity:
        """Return what is known of the rules under `labels`; a text that is hidden from a person ends nothing."""
        with self._lock, self._database.reading() as connection:
            revision = staging.revision(connection)
            if self._read is None or (self._read.revision, self._read.labels) != (revision, labels):
                self._read = _Read(revision, labels, self._load(labels))
            return self._read.validity

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
        head = func.substr(document_texts.c.text, 1, _HEAD).label("head")
        tail = func.substr(document_texts.c.text, -TAIL).label("tail")
        query = select(documents, head, tail).join(document_texts)
        query = query.where(
            documents.c.state == State.COMMITTED.value,
            documents.c.label.in_(labels),
            documents.c.kind.in_([kind.value for kind in RULES]),
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
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
                clauses=read_clauses(row.head, row.tail),
            )
            for row in rows
        ]
        found = [Confirmation.model_validate(dict(row._mapping)) for row in confirmed]  # noqa: SLF001  # rows by name
        return Validity(records, {one.document_id: one for one in found})
