"""A catalog copied into another, whichever databases keep them, and held against it row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, func, insert, select

from knowledge.catalog import (
    access_tokens,
    chat_settings,
    feedback,
    identities,
    inbox,
    joining,
    sessions,
    standards,
    uploads,
)
from knowledge.catalog.backend import backend_of
from knowledge.catalog.full_text import rewrite_terms
from knowledge.catalog.schema import meta, metadata
from knowledge.errors import BadRequestError, StorageError

_AT_ONCE = 1000
"""Rows that are in memory at a time: a few megabytes."""

_DECLARING = (access_tokens, chat_settings, feedback, identities, inbox, joining, sessions, standards, uploads)
"""The modules that declare tables beside `schema`; imported, they are in its metadata."""

GENERATED = ("pk", "number")
"""Names of columns whose values the database gives out."""

Tell = Callable[[int, int, str], None]
"""Told how many of how many rows are done, and of which table."""


def tables() -> list[Table]:
    """Return all tables of a catalog but those of full text, those before that others refer to."""
    return list(metadata.sorted_tables)


def copy(source: Connection, target: Connection, tell: Tell | None = None) -> int:
    """Copy all rows into an empty catalog, make its terms, and return the number of rows; each was read back.

    Vectors are copied, never made again.

    Args:
        source: A transaction that sees one state.
        target: A transaction that may write; it must be undone when this fails.
        tell: Told the progress.

    Raises:
        BadRequestError: The target holds something.
        StorageError: A row is not the same in the target.
    """
    if any(_count(target, table) for table in tables() if table is not meta):
        raise BadRequestError(f"目标里已有内容（{backend_of(target).place}），未作改动，请换一个空的数据库。")
    target.execute(delete(meta))
    total, done = sum(_count(source, table) for table in tables()), 0
    for table in tables():
        for rows in _rows(source, table):
            target.execute(insert(table), [dict(row._mapping) for row in rows])  # noqa: SLF001  # rows by name
            done += len(rows)
            if tell is not None:
                tell(done, total, table.name)
        _give_out_after(source, target, table)
    rewrite_terms(target)
    for table in tables():
        _compare(source, target, table)
    return total


def _rows(connection: Connection, table: Table) -> Iterator[list[Row[Any]]]:
    query = select(table).order_by(*table.primary_key.columns)
    result = connection.execute(query, execution_options={"yield_per": _AT_ONCE})
    for rows in result.partitions():
        yield list(rows)


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _give_out_after(source: Connection, target: Connection, table: Table) -> None:
    """Have the target give out no key that the source ever did."""
    (first, *_) = table.primary_key.columns
    if first.name in GENERATED:
        last = backend_of(source).last_key(source, table.name, first.name)
        backend_of(target).give_out_after(target, table.name, first.name, last)


def _compare(source: Connection, target: Connection, table: Table) -> None:
    for here, there in zip_longest(_rows(source, table), _rows(target, table), fillvalue=()):
        if [tuple(row) for row in here] != [tuple(row) for row in there]:
            raise StorageError(f"搬移后核对不一致（表 {table.name}），未作改动，请重试。")
