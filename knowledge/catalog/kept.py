"""What is kept of committed documents until the catalog changes: every question needs the same ones again."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from knowledge.catalog.rows import document_of, select_documents, select_summaries, summary_of
from knowledge.catalog.schema import State, documents
from knowledge.catalog.staging import revision
from knowledge.documents import Document, DocumentSummary

WHOLE = 64
"""Whole documents that are kept, some ten kilobytes each; an answer reads up to ten, the next often the same."""


class _Kept:
    """What was read at one revision of the catalog."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.summaries: dict[int, DocumentSummary] = {}
        self.documents: dict[str, Document | None] = {}
        self.labels: frozenset[str] | None = None


class KeptDocuments:
    """Reads summaries, whole documents and labels, each once a revision. Used from any thread."""

    def __init__(self) -> None:
        self._kept = _Kept(-1)

    def summaries(self, connection: Connection, keys: Iterable[int]) -> dict[int, DocumentSummary]:
        """Return the summaries of committed documents by the keys of their rows."""
        kept, wanted = self._now(connection).summaries, set(keys)
        if missing := wanted - kept.keys():
            listed = func.json_each(json.dumps(list(missing))).table_valued("value")
            query = select_summaries().add_columns(documents.c.pk)
            rows = connection.execute(query.where(documents.c.pk.in_(select(listed.c.value))))
            kept |= {row.pk: summary_of(row[:-1]) for row in rows}
        return {key: kept[key] for key in wanted}

    def document(self, connection: Connection, document_id: str) -> Document | None:
        """Return a committed document, whoever may see it, or None."""
        kept = self._now(connection).documents
        if document_id not in kept:
            row = connection.execute(select_documents().where(documents.c.id == document_id)).one_or_none()
            for oldest in list(kept)[: max(len(kept) - WHOLE + 1, 0)]:
                kept.pop(oldest, None)
            kept[document_id] = None if row is None else document_of(row)
        return kept[document_id]

    def labels(self, connection: Connection) -> frozenset[str]:
        """Return every label that a committed document carries."""
        kept = self._now(connection)
        if kept.labels is None:
            query = select(documents.c.label).where(documents.c.state == State.COMMITTED.value).distinct()
            kept.labels = frozenset(connection.scalars(query))
        return kept.labels

    def _now(self, connection: Connection) -> _Kept:
        """Return what is kept of the catalog as this transaction sees it."""
        kept, now = self._kept, revision(connection)
        if kept.at != now:
            # Whoever still reads an older revision keeps what it has in hand.
            kept = self._kept = _Kept(now)
        return kept
