"""Reading the catalog: documents and passages, as far as they are committed and the person may see them.

`labels` is always the whole set that the person may see; nothing is returned from outside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Self

import numpy as np
from sqlalchemy import Connection, Row, Select, select

from knowledge.candidates import Admits, Candidate, Found
from knowledge.catalog import staging
from knowledge.catalog.database import Database
from knowledge.catalog.expressions import given_texts
from knowledge.catalog.kept import KeptDocuments
from knowledge.catalog.ranges import RangesCache
from knowledge.catalog.rows import (
    CANDIDATES,
    found_of,
    given,
    passage_of,
    select_hits,
    select_passages,
)
from knowledge.catalog.schema import State, documents, passages
from knowledge.closing import Closing
from knowledge.documents import Document, DocumentSummary, Kind, Passage

_KEYS = select(passages.c.pk, passages.c.id).where(passages.c.id.in_(given_texts("ids")))


class Catalog(Closing):
    """The committed documents of one home. Opened once, used from any thread, closed at the end."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.ranges = RangesCache()
        self._kept = KeptDocuments()

    @classmethod
    def open(cls, home: Path) -> Self:
        """Open the catalog in `home`; a home that does not exist is made empty.

        Raises:
            StorageError: It cannot be read or written, or (`CatalogVersionError`) a newer program wrote it.
            LibraryBusyError: Another process kept it for too long.
        """
        return cls(Database.open(home))

    def close(self) -> None:
        """Release the file."""
        self.database.close()

    def snapshot(self) -> AbstractContextManager[None]:
        """Have all that this thread reads see the same state of the catalog while the block lasts."""
        return self.database.snapshot()

    def documents(self, labels: frozenset[str], kind: Kind | None = None) -> list[DocumentSummary]:
        """Return the documents, or those of one kind, in the order of their files and within them."""
        query = select(documents.c.pk).where(documents.c.state == State.COMMITTED.value, documents.c.label.in_(labels))
        if kind is not None:
            query = query.where(documents.c.kind == kind.value)
        with self.database.reading() as connection:
            keys = connection.scalars(query.order_by(documents.c.path, documents.c.pk)).all()
            summaries = self._kept.summaries(connection, keys)
        return [summaries[key] for key in keys]

    def document(self, document_id: str, labels: frozenset[str]) -> Document | None:
        """Return the document, or None when it is not held or not for this person."""
        with self.database.reading() as connection:
            document = self._kept.document(connection, document_id)
        return document if document is not None and document.label in labels else None

    def passages_of(self, document_id: str, labels: frozenset[str]) -> list[Passage]:
        """Return the document's passages in their order."""
        query = select_passages().where(documents.c.id == document_id, documents.c.label.in_(labels))
        return [passage_of(row) for row in self._rows(query.order_by(passages.c.ordinal))]

    def candidates(
        self, ids: Sequence[str], labels: frozenset[str], admits: Admits | None = None
    ) -> dict[str, Candidate]:
        """Return the passage behind each id that is committed and visible, in the order of `ids`.

        A text that is held twice answers once: the passages of a linked document are left out.

        Args:
            ids: Of passages.
            labels: What the person may see.
            admits: Which documents are wanted, where not all of them: the texts of others are not read.
        """
        with self.database.reading() as connection:
            if admits is not None:
                owners = self._owners(connection, ids, labels)
                wanted = {
                    key for key, each in self._kept.summaries(connection, owners.values()).items() if admits(each)
                }
                ids = [passage_id for passage_id in ids if owners.get(passage_id) in wanted]
            rows = {row[1]: row for row in connection.execute(CANDIDATES, given(ids, labels))}
            summaries = self._kept.summaries(connection, {row[0] for row in rows.values()})
        kept = (rows[passage_id] for passage_id in ids if passage_id in rows)
        return {row[1]: Candidate._make((*row[1:], summaries[row[0]])) for row in kept}

    def hits_for(self, ids: Sequence[str], labels: frozenset[str]) -> dict[str, Found]:
        """Return passage, document and source of the same."""
        return {passage_id: each.found for passage_id, each in self.candidates(ids, labels).items()}

    def passage(self, passage_id: str, labels: frozenset[str]) -> Found | None:
        """Return one passage with its document and source, or None."""
        query = select_hits().where(passages.c.id == passage_id, documents.c.label.in_(labels))
        return next(map(found_of, self._rows(query)), None)

    def neighbour(self, passage_id: str, step: int, labels: frozenset[str]) -> Found | None:
        """Return the passage that stands `step` after this one in its document (before it, when negative), or None."""
        here = self.passage(passage_id, labels)
        if here is None:
            return None
        query = select_hits().where(
            documents.c.id == here[1].id,
            documents.c.label.in_(labels),
            passages.c.ordinal == here[0].ordinal + step,
        )
        return next((found_of(row) for row in self._rows(query)), None)

    def visible(self, ids: Iterable[str], labels: frozenset[str]) -> set[str]:
        """Return those of the passage ids that are committed and visible."""
        with self.database.reading() as connection:
            return set(self._owners(connection, ids, labels))

    def labels(self) -> frozenset[str]:
        """Return every label that a committed document carries."""
        with self.database.reading() as connection:
            return self._kept.labels(connection)

    def file_hash(self, path: str) -> str | None:
        """Return the SHA-256 of the committed file from this absolute path, or None when there is none."""
        query = select(documents.c.sha256)
        query = query.where(documents.c.path == path, documents.c.state == State.COMMITTED.value).limit(1)
        return next((row.sha256 for row in self._rows(query)), None)

    def revision(self) -> int:
        """Return a number that grows whenever documents were committed or removed."""
        with self.database.reading() as connection:
            return staging.revision(connection)

    def _owners(self, connection: Connection, ids: Iterable[str], labels: frozenset[str]) -> dict[str, int]:
        """Return the keys of the documents of those passages that may answer, by passage id."""
        rows = connection.execute(_KEYS, {"ids": json.dumps(list(ids))}).all()
        ranges = self.ranges.read(connection)
        keys = np.array([row[0] for row in rows], dtype=np.int64)
        answers = ranges.among(keys, ranges.answering(labels))
        owners = ranges.documents[ranges.documents_of(keys[answers])]
        ids = (row[1] for row, answer in zip(rows, answers.tolist(), strict=True) if answer)
        return dict(zip(ids, owners.tolist(), strict=True))

    def _rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        with self.database.reading() as connection:
            return connection.execute(query).all()
