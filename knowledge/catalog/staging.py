"""How documents enter the catalog and leave it, a source file at a time.

Each function works within the transaction of its caller, who decides what happens at once. Everything that a passage
needs is made before the transaction, as other processes wait while it lasts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Integer, Select, Text, cast, delete, func, insert, or_, select, update

from knowledge.catalog import extracts
from knowledge.catalog.rows import Values, document_values, passage_values
from knowledge.catalog.schema import (
    State,
    document_texts,
    documents,
    meta,
    passage_texts,
    passages,
    vectors,
)
from knowledge.catalog.terms import Terms, terms_of, write_terms
from knowledge.documents import Document, Frozen, Passage
from knowledge.errors import LibraryBusyError
from knowledge.extracts import Extract
from knowledge.ports import VectorKey
from knowledge.tokens import fold


class Change(NamedTuple):
    """What a commit or a removal did, for those who keep things beside the catalog."""

    revision: int
    """The catalog's, after it."""

    vectors: frozenset[VectorKey] = frozenset()
    """Those of the documents that went."""

    originals: frozenset[str] = frozenset()
    """SHA-256 of the files of the documents that went; others may still need them."""


class EmbeddedPassage(Frozen):
    """A passage with its vector."""

    passage: Passage
    content: str
    """Hash of what the model read."""

    vector: bytes
    """float32, little-endian, unit length."""


class StagedPassage(Frozen):
    """A passage as rows of the tables, but for the keys that the catalog gives out."""

    embedded: EmbeddedPassage
    columns: Values
    texts: Values
    terms: Terms


class StagedDocument(Frozen):
    """A document and its passages as rows."""

    document: Document
    passages: tuple[StagedPassage, ...]
    extract: extracts.ExtractRows | None = None

    def vectors(self) -> Iterator[tuple[VectorKey, bytes]]:
        """Give the key and the vector of each passage."""
        for each in self.passages:
            item = each.embedded
            yield VectorKey(self.document.label, item.passage.id, item.content), item.vector


def prepare(document: Document, embedded: Iterable[EmbeddedPassage], extract: Extract | None = None) -> StagedDocument:
    """Return a document's rows; finding the words of its passages is most of the work."""
    return StagedDocument(
        document=document,
        passages=tuple(_prepared(document, item) for item in embedded),
        extract=extracts.rows_of(document, extract) if extract else None,
    )


def stage(connection: Connection, staged: Iterable[StagedDocument]) -> list[int]:
    """Write documents as pending, in the place of what was pending under their ids, and return their keys.

    Nobody sees them yet.
    """
    staged = list(staged)
    ids = [item.document.id for item in staged]
    connection.execute(delete(documents).where(documents.c.state == State.PENDING.value, documents.c.id.in_(ids)))
    return [_insert(connection, item) for item in staged]


def publish(connection: Connection, path: str, keys: Sequence[int]) -> Change:
    """Commit the staged documents in the place of those that came from `path` before.

    Raises:
        LibraryBusyError: Another process staged the same documents meanwhile; the transaction must be undone.
    """
    same = select(documents.c.id).where(documents.c.pk.in_(keys)).scalar_subquery()
    replaced = or_(documents.c.path == path, documents.c.id.in_(same))
    change = _delete_committed(connection, connection.scalars(_keys().where(replaced)).all())
    committed = update(documents).where(documents.c.pk.in_(keys)).values(state=State.COMMITTED.value)
    if connection.execute(committed).rowcount != len(keys):
        raise LibraryBusyError(f"另一个进程正在收录同一文件（{path}），请稍后重试。")
    return change


def withdraw(connection: Connection, ids: Sequence[str]) -> tuple[list[str], Change]:
    """Delete committed documents.

    Returns:
        The ids of those that were there, in the order of `ids`, and the change.
    """
    found = connection.execute(_keys().add_columns(documents.c.id).where(documents.c.id.in_(ids))).all()
    if not found:
        return [], Change(revision(connection))
    there = {row.id for row in found}
    change = _delete_committed(connection, [row.pk for row in found])
    return [document_id for document_id in dict.fromkeys(ids) if document_id in there], change


def discard_pending(connection: Connection) -> int:
    """Delete what a killed process left half done and return the number of documents."""
    return connection.execute(delete(documents).where(documents.c.state == State.PENDING.value)).rowcount


def referenced(connection: Connection) -> frozenset[str]:
    """Return the SHA-256 of every file that a document, committed or pending, came from."""
    return frozenset(connection.scalars(select(documents.c.sha256).distinct()))


def revision(connection: Connection) -> int:
    """Return a number that grows whenever documents were committed or removed."""
    # As plain SQL: it is asked several times in every search, which is to take milliseconds.
    return int(connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'revision'").scalar_one())


def next_revision(connection: Connection) -> int:
    """Count the revision up, so that everybody who keeps something derived looks again, and return it."""
    grown = cast(cast(meta.c.value, Integer) + 1, Text)
    connection.execute(update(meta).where(meta.c.key == "revision").values(value=grown))
    return revision(connection)


class Counts(NamedTuple):
    """How much a catalog holds."""

    documents: int
    passages: int
    pending: int
    """Documents that are written but not committed."""


def counts(connection: Connection) -> Counts:
    """Return how much the catalog holds."""
    query = select(documents.c.state, func.count(), func.sum(documents.c.passages)).group_by(documents.c.state)
    found = {state: (number, passages) for state, number, passages in connection.execute(query)}
    committed, pending = (found.get(state.value, (0, 0)) for state in (State.COMMITTED, State.PENDING))
    return Counts(*committed, pending[0])


def _prepared(document: Document, item: EmbeddedPassage) -> StagedPassage:
    passage = item.passage
    return StagedPassage(
        embedded=item,
        columns=passage_values(passage, document.source_of(passage.start, passage.end)),
        texts={"text": passage.text, "folded": fold(passage.text)},
        terms=terms_of(document.title, passage.locator, passage.text),
    )


def _insert(connection: Connection, staged: StagedDocument) -> int:
    columns, texts = document_values(staged.document, state=State.PENDING, count=len(staged.passages))
    key: int = connection.execute(insert(documents).values(columns).returning(documents.c.pk)).scalar_one()
    connection.execute(insert(document_texts).values(texts | {"document": key}))
    if staged.passages:
        _insert_passages(connection, key, staged.passages)
    if staged.extract is not None:
        extracts.write_extracts(connection, key, staged.extract)
    return key


def _insert_passages(connection: Connection, document: int, staged: Sequence[StagedPassage]) -> None:
    connection.execute(insert(passages), [item.columns | {"document": document} for item in staged])
    by_ordinal = select(passages.c.ordinal, passages.c.pk).where(passages.c.document == document)
    keys = {row.ordinal: row.pk for row in connection.execute(by_ordinal)}
    keyed = [(keys[item.columns["ordinal"]], item) for item in staged]
    connection.execute(insert(passage_texts), [item.texts | {"passage": key} for key, item in keyed])
    connection.execute(insert(vectors), [_vector_values(item.embedded, key) for key, item in keyed])
    write_terms(connection, [(key, item.terms) for key, item in keyed])


def _vector_values(item: EmbeddedPassage, key: int) -> Values:
    return {"passage": key, "content": item.content, "vector": item.vector}


def _delete_committed(connection: Connection, keys: Sequence[int]) -> Change:
    """Delete these documents and count the catalog's revision up."""
    query = select(documents.c.label, passages.c.id, vectors.c.content).select_from(documents)
    query = query.join(passages).join(vectors).where(documents.c.pk.in_(keys))
    held = frozenset(VectorKey(*row) for row in connection.execute(query))
    originals = frozenset(connection.scalars(select(documents.c.sha256).where(documents.c.pk.in_(keys))))
    connection.execute(delete(documents).where(documents.c.pk.in_(keys)))
    return Change(next_revision(connection), held, originals)


def _keys() -> Select[Any]:
    return select(documents.c.pk).where(documents.c.state == State.COMMITTED.value)
