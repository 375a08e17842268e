"""How documents enter the catalog and leave it, a source file at a time.

Each function works within the transaction of its caller, who decides what happens at once. Everything that a passage
needs is made before the transaction, as other processes wait while it lasts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, Select, Table, Text, cast, delete, func, insert, or_, select, update

from knowledge.catalog import extracts
from knowledge.catalog.backend import backend_of
from knowledge.catalog.full_text import write_terms
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
from knowledge.catalog.terms import PassageTerms, Terms, terms_of
from knowledge.catalog.vectors import content_hash, note, value
from knowledge.documents import Document, Passage
from knowledge.errors import LibraryBusyError
from knowledge.extracts import Extract
from knowledge.ports import VectorKey
from knowledge.tokens import embedding_text, fold

_DERIVED = "derived"
"""Under which the catalog notes the revision at which terms or vectors were last made anew."""


class Change(NamedTuple):
    """What a commit or a removal did, for those who keep things beside the catalog."""

    revision: int
    """The catalog's, after it."""

    vectors: frozenset[VectorKey] = frozenset()
    """Those of the documents that went."""

    originals: frozenset[str] = frozenset()
    """SHA-256 of the files of the documents that went; others may still need them."""


class StagedPassage(NamedTuple):
    """A passage as rows of the tables, but for its vector and for the keys that the catalog gives out."""

    reading: str
    """What the model reads of it."""

    content: str
    """Hash of that."""

    columns: Values
    texts: Values
    terms: Terms


class StagedDocument(NamedTuple):
    """A document and its passages as rows."""

    document: Document
    passages: tuple[StagedPassage, ...]
    extract: extracts.ExtractRows | None = None

    def vector_keys(self) -> Iterator[VectorKey]:
        """Give the key of each passage's vector."""
        for each in self.passages:
            yield VectorKey(self.document.label, each.columns["id"], each.content)


Made = Mapping[str, bytes]
"""Vectors (float32, little-endian, unit length) by the hash of what the model read."""


def prepare(
    document: Document, passages: Sequence[Passage], identity: str, extract: Extract | None = None
) -> StagedDocument:
    """Return a document's rows; finding the words of its passages is most of the work.

    Args:
        document: What is staged.
        passages: Its passages.
        identity: Of the model whose vectors they will have.
        extract: What was taken out of the document beside them.
    """
    return StagedDocument(
        document=document,
        passages=tuple(_prepared(document, each, identity) for each in passages),
        extract=extracts.rows_of(document, extract) if extract else None,
    )


def stage(connection: Connection, staged: Sequence[StagedDocument], made: Made) -> list[int]:
    """Write documents as pending, in the place of what was pending under their ids, and return their keys.

    Nobody sees them yet. However many there are, the tables are written once each.

    Args:
        connection: Of the transaction.
        staged: Documents, each id once.
        made: The vector of every content in them.
    """
    ids = [item.document.id for item in staged]
    connection.execute(delete(documents).where(documents.c.state == State.PENDING.value, documents.c.id.in_(ids)))
    keys = backend_of(connection).next_keys(connection, documents.name, len(staged))
    rows = [document_values(each.document, state=State.PENDING, count=len(each.passages)) for each in staged]
    _insert(connection, documents, [columns | {"pk": key} for key, (columns, _) in zip(keys, rows, strict=True)])
    _insert(connection, document_texts, [texts | {"document": key} for key, (_, texts) in zip(keys, rows, strict=True)])
    _insert_passages(
        connection, [(key, each) for key, item in zip(keys, staged, strict=True) for each in item.passages], made
    )
    extracted = [(key, each.extract) for key, each in zip(keys, staged, strict=True) if each.extract]
    extracts.write_extracts(connection, extracted)
    return list(keys)


def publish(connection: Connection, paths: Sequence[str], keys: Sequence[int]) -> Change:
    """Commit the staged documents in the place of those that came from these files before.

    Raises:
        LibraryBusyError: Another process staged the same documents meanwhile; the transaction must be undone.
    """
    same = select(documents.c.id).where(documents.c.pk.in_(keys)).scalar_subquery()
    replaced = or_(documents.c.path.in_(paths), documents.c.id.in_(same))
    change = _delete_committed(connection, connection.scalars(_keys().where(replaced)).all())
    committed = update(documents).where(documents.c.pk.in_(keys)).values(state=State.COMMITTED.value)
    if connection.execute(committed).rowcount != len(keys):
        raise LibraryBusyError(f"另一个进程正在收录同一文件（{paths[0]}），请稍后重试。")
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
    grown = cast(cast(meta.c.value, BigInteger) + 1, Text)
    connection.execute(update(meta).where(meta.c.key == "revision").values(value=grown))
    return revision(connection)


def derive_anew(connection: Connection) -> int:
    """Count the revision up because terms or vectors of what is held were made anew: nothing may be carried over."""
    grown = next_revision(connection)
    note(connection, _DERIVED, str(grown))
    return grown


def carries_over(connection: Connection, since: int) -> bool:
    """Tell whether what was read of a document's terms and vectors at a revision is still true of it."""
    derived = value(connection, _DERIVED)
    return derived is None or int(derived) <= since


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


def _prepared(document: Document, passage: Passage, identity: str) -> StagedPassage:
    reading = embedding_text(document.title, passage.locator, passage.text)
    return StagedPassage(
        reading=reading,
        content=content_hash(identity, reading),
        columns=passage_values(passage, document.source_of(passage.start, passage.end)),
        texts={"text": passage.text, "folded": fold(passage.text)},
        terms=terms_of(document.title, passage.locator, passage.text),
    )


def _insert_passages(connection: Connection, staged: Sequence[tuple[int, StagedPassage]], made: Made) -> None:
    """Write passages, each with its document's key; those of one document follow one another."""
    keys = backend_of(connection).next_keys(connection, passages.name, len(staged))
    keyed = [(key, document, item) for key, (document, item) in zip(keys, staged, strict=True)]
    _insert(connection, passages, [item.columns | {"pk": key, "document": document} for key, document, item in keyed])
    _insert(connection, passage_texts, [item.texts | {"passage": key} for key, _, item in keyed])
    stored = [{"passage": key, "content": item.content, "vector": made[item.content]} for key, _, item in keyed]
    _insert(connection, vectors, stored)
    write_terms(connection, [PassageTerms(document, key, item.terms) for key, document, item in keyed])


def _insert(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    if rows:
        connection.execute(insert(table), rows)


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
