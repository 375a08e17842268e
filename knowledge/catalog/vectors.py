"""The vectors of the catalog, from which every vector index is made.

Each function works within the transaction of its caller.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import Connection, Select, delete, func, insert, select

from knowledge.catalog.backend import backend_of
from knowledge.catalog.expressions import among_texts
from knowledge.catalog.rows import committed
from knowledge.catalog.schema import documents, meta, passage_texts, passages, vectors
from knowledge.errors import IndexMismatchError
from knowledge.ports import VectorKey, Vectors
from knowledge.tokens import embedding_text

FORMAT = np.dtype("<f4")
"""Of a stored vector: float32, little-endian, on every machine."""


_AT_ONCE = 10_000
"""Vectors read into memory at a time, 15 MB of 384 dimensions."""

EMBEDDER = "embedder"
"""Under which the catalog notes the identity of the model that made the vectors."""


class Rows(NamedTuple):
    """Vectors, row by row."""

    passages: list[tuple[int, str]]
    """Key and id of each passage, keys ascending."""

    matrix: Vectors


def content_hash(identity: str, text: str) -> str:
    """Return a name for what the model `identity` makes of `text`: 32 hexadecimal characters."""
    return hashlib.sha256(f"{identity}\0{text}".encode()).hexdigest()[:32]


def identity(connection: Connection) -> str | None:
    """Return which embedding model made the vectors, or None when there are none."""
    if connection.execute(select(vectors.c.passage).limit(1)).first() is None:
        return None
    return value(connection, EMBEDDER)


def check_identity(connection: Connection, wanted: str) -> None:
    """Make sure that vectors of the model `wanted` may be compared with those held.

    Raises:
        IndexMismatchError: Those held were made by another model.
    """
    held = identity(connection)
    if held not in (None, wanted):
        raise IndexMismatchError(
            f"库内向量由模型“{held}”生成，与当前的“{wanted}”不一致，请改回原来的模型，或运行 ronghe reindex 重建索引。"
        )


def vectors_with(connection: Connection, contents: Collection[str]) -> dict[str, bytes]:
    """Return the vectors held for these contents, whichever passages they belong to."""
    query = select(vectors.c.content, vectors.c.vector).where(among_texts(vectors.c.content, contents))
    return {row.content: row.vector for row in connection.execute(query)}


def matrix(stored: Sequence[bytes]) -> Vectors:
    """Return stored vectors as rows, shape (n, dimensions)."""
    dimensions = len(stored[0]) // FORMAT.itemsize if stored else 0
    return np.frombuffer(b"".join(stored), dtype=FORMAT).reshape(len(stored), dimensions)


def keys(connection: Connection) -> dict[VectorKey, int]:
    """Return the key of every committed vector and the passage row it belongs to."""
    query = _with_document(select(documents.c.label, passages.c.id, vectors.c.content, passages.c.pk))
    return {VectorKey(label, passage, content): pk for label, passage, content, pk in connection.execute(query)}


def matrix_of(connection: Connection, rows: Sequence[int]) -> Vectors:
    """Return the vectors of these passage rows in their order, shape (n, dimensions)."""
    query = select(vectors.c.passage, vectors.c.vector).where(vectors.c.passage.in_(rows))
    found = {row.passage: row.vector for row in connection.execute(query)}
    return matrix([found[row] for row in rows])


def count_after(connection: Connection, last: int) -> int:
    """Return how many vectors there are of passages whose keys come after one, committed or not."""
    return connection.execute(select(func.count()).where(vectors.c.passage > last)).scalar_one()


def after(connection: Connection, last: int) -> Iterator[Rows]:
    """Yield those vectors, some at a time: all at once they would be in memory three times over."""
    query = select(passages.c.pk, passages.c.id, vectors.c.vector).select_from(passages).join(vectors)
    query = query.where(passages.c.pk > last).order_by(passages.c.pk).execution_options(yield_per=_AT_ONCE)
    for rows in connection.execute(query).partitions():
        yield Rows([(row.pk, row.id) for row in rows], matrix([row.vector for row in rows]))


def embedding_texts(connection: Connection) -> dict[int, str]:
    """Return what the model reads of every committed passage, by passage row."""
    return _texts(connection, committed(_TEXTS))


def texts_without_vector(connection: Connection) -> dict[int, str]:
    """Return what the model has still to read, by passage row; nothing, unless the catalog was tampered with."""
    return _texts(connection, _TEXTS.where(passages.c.pk.not_in(select(vectors.c.passage))))


def value(connection: Connection, name: str) -> str | None:
    """Return what the catalog notes about the indexes under `name`."""
    return connection.scalars(select(meta.c.value).where(meta.c.key == name)).first()


def note(connection: Connection, name: str, what: str) -> None:
    """Note something about the indexes under `name`."""
    connection.execute(delete(meta).where(meta.c.key == name))
    connection.execute(insert(meta).values(key=name, value=what))


def forget_note(connection: Connection, name: str) -> None:
    """Forget what is noted under `name`."""
    connection.execute(delete(meta).where(meta.c.key == name))


def put(connection: Connection, made: Mapping[int, tuple[str, bytes]]) -> None:
    """Write (content, vector) of these passage rows, in the place of what they had."""
    values = [{"passage": row, "content": content, "vector": vector} for row, (content, vector) in made.items()]
    if values:
        added = backend_of(connection).insert(vectors)
        connection.execute(
            added.on_conflict_do_update(
                index_elements=[vectors.c.passage],
                set_={"content": added.excluded.content, "vector": added.excluded.vector},
            ),
            values,
        )


_TEXTS = (
    select(passages.c.pk, documents.c.title, passages.c.locator, passage_texts.c.text)
    .select_from(passages)
    .join(documents)
    .join(passage_texts)
)


def _texts(connection: Connection, query: Select[Any]) -> dict[int, str]:
    return {row.pk: embedding_text(row.title, row.locator, row.text) for row in connection.execute(query)}


def _with_document(query: Select[Any]) -> Select[Any]:
    return committed(query.select_from(vectors).join(passages).join(documents))
