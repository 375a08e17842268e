"""What is kept of committed documents: every question needs the same ones again.

A row of a document never changes but for the document that answers for it, so that what was read is carried over a
change of the catalog.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Select, select

from knowledge.catalog.expressions import among_numbers
from knowledge.catalog.rows import document_of, select_documents, select_summaries, summary_of
from knowledge.catalog.schema import State, documents
from knowledge.catalog.staging import revision
from knowledge.documents import Document, DocumentSummary

WHOLE = 64
"""Whole documents that are kept, some ten kilobytes each; an answer reads up to ten, the next often the same."""


class _Kept:
    """What was read at one revision of the catalog."""

    def __init__(self, at: int, links: Mapping[int, str] = MappingProxyType({})) -> None:
        self.at = at
        self.links = links
        """By the key of a document's row, the document that answers for it, where that is another one."""

        self.summaries: dict[int, DocumentSummary] = {}
        self.documents: dict[str, tuple[int, Document] | None] = {}
        """By id, with the key of its row; None is not held."""

        self.labels: frozenset[str] | None = None

    def after(self, at: int, links: Mapping[int, str], keys: Mapping[str, int]) -> _Kept:
        """Return what is still true at a later revision, where the rows of the whole documents have these keys."""
        later = _Kept(at, links)
        later.summaries = {key: one for key, one in list(self.summaries.items()) if one.linked_to == links.get(key)}
        later.documents = {
            name: one
            for name, one in list(self.documents.items())
            if one is not None and keys.get(name) == one[0] and one[1].linked_to == links.get(one[0])
        }
        return later


class KeptDocuments:
    """Reads summaries, whole documents and labels, each once a revision. Used from any thread."""

    def __init__(self) -> None:
        self._kept = _Kept(-1)

    def summaries(self, connection: Connection, keys: Iterable[int]) -> dict[int, DocumentSummary]:
        """Return the summaries of committed documents by the keys of their rows."""
        kept, wanted = self._now(connection).summaries, set(keys)
        if missing := wanted - kept.keys():
            query = select_summaries().add_columns(documents.c.pk)
            rows = connection.execute(query.where(among_numbers(documents.c.pk, missing)))
            kept |= {row.pk: summary_of(row[:-1]) for row in rows}
        return {key: kept[key] for key in wanted}

    def document(self, connection: Connection, document_id: str) -> Document | None:
        """Return a committed document, whoever may see it, or None."""
        kept = self._now(connection).documents
        if document_id not in kept:
            query = select_documents().add_columns(documents.c.pk).where(documents.c.id == document_id)
            row = connection.execute(query).one_or_none()
            for oldest in list(kept)[: max(len(kept) - WHOLE + 1, 0)]:
                kept.pop(oldest, None)
            kept[document_id] = None if row is None else (row.pk, document_of(row))
        found = kept[document_id]
        return found[1] if found is not None else None

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
            links = select(documents.c.pk, documents.c.linked_to).where(documents.c.linked_to.is_not(None))
            whole = select(documents.c.id, documents.c.pk).where(
                documents.c.state == State.COMMITTED.value, documents.c.id.in_(list(kept.documents))
            )
            later = kept.after(now, dict(_pairs(connection, links)), dict(_pairs(connection, whole)))
            if kept.at > now:
                return later  # whoever still reads an older revision keeps what it has in hand
            kept = self._kept = later
        return kept


def _pairs(connection: Connection, query: Select[Any]) -> list[tuple[Any, Any]]:
    return [(row[0], row[1]) for row in connection.execute(query)]
