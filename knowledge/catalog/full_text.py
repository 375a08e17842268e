"""Full text kept in step with the passages, whichever database keeps it.

Each function works within the transaction of its caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from knowledge.catalog.backend import backend_of
from knowledge.catalog.expressions import among_numbers
from knowledge.catalog.schema import documents, passage_texts, passages
from knowledge.catalog.terms import PassageTerms, terms_of

_AT_ONCE = 50
"""Documents whose terms are in memory at a time."""


def write_terms(connection: Connection, terms: Iterable[PassageTerms]) -> None:
    """Write the terms of passages that have none yet."""
    if rows := list(terms):
        backend_of(connection).full_text.write(connection, rows)


def count_without_terms(connection: Connection) -> int:
    """Return how many passages cannot be found by their words."""
    return backend_of(connection).full_text.count_missing(connection)


def check_terms(connection: Connection) -> None:
    """Compare the index of terms with what it was made of.

    Raises:
        DBAPIError, StorageError: They differ.
    """
    backend_of(connection).full_text.check(connection)


def rewrite_terms(connection: Connection) -> None:
    """Make all terms again, e.g. after the domain words changed or the tables were damaged."""
    backend_of(connection).full_text.clear(connection)
    keys = connection.scalars(select(documents.c.pk).order_by(documents.c.pk)).all()
    for first in range(0, len(keys), _AT_ONCE):
        write_terms(connection, _made(connection, keys[first : first + _AT_ONCE]))


def _made(connection: Connection, keys: Sequence[int]) -> list[PassageTerms]:
    """Return the terms of all passages of some documents."""
    query = select(passages.c.document, passages.c.pk, documents.c.title, passages.c.locator, passage_texts.c.text)
    query = query.select_from(passages).join(documents).join(passage_texts).where(among_numbers(documents.c.pk, keys))
    return [
        PassageTerms(row.document, row.pk, terms_of(row.title, row.locator, row.text))
        for row in connection.execute(query.order_by(passages.c.document, passages.c.pk))
    ]


def merge_terms(connection: Connection) -> None:
    """Leave nothing in the index of terms that were deleted."""
    backend_of(connection).full_text.merge(connection)
