"""The terms that full text is searched by: made of a passage, written beside it, made again when need be."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection, column, delete, func, insert, select, table

from knowledge.catalog.schema import documents, gram_terms, passage_texts, passages, word_terms
from knowledge.tokens import grams, words

_STEP = " › "
"""Between the headings of a path; no term reaches over it."""


class Terms(NamedTuple):
    """The terms of one passage, joined by spaces as the tables hold them."""

    word_title: str
    word_body: str
    gram_title: str
    gram_body: str


def terms_of(title: str, locator: str, text: str) -> Terms:
    """Return the terms of a passage; its document's title and its heading path are searched with it."""
    headings = [_heading_terms(part) for line in (title, locator) for part in line.split(_STEP)]
    in_words, in_grams = (" ".join(filter(None, terms)) for terms in zip(*headings, strict=True))
    return Terms(in_words, " ".join(words(text)), in_grams, " ".join(grams(text)))


@lru_cache(maxsize=1024)
def _heading_terms(heading: str) -> tuple[str, str]:
    """Return words and grams of a heading; remembered, as many passages of one document stand under it."""
    return " ".join(words(heading)), " ".join(grams(heading))


def write_terms(connection: Connection, terms: Iterable[tuple[int, Terms]]) -> None:
    """Write the terms of passages that have none yet, each with its passage's key."""
    rows = list(terms)
    if not rows:
        return
    by_words = [{"rowid": key, "title": each.word_title, "body": each.word_body} for key, each in rows]
    by_grams = [{"rowid": key, "title": each.gram_title, "body": each.gram_body} for key, each in rows]
    connection.execute(insert(word_terms), by_words)
    connection.execute(insert(gram_terms), by_grams)


def count_without_terms(connection: Connection) -> int:
    """Return how many passages cannot be found by their words."""
    written = select(word_terms.c.rowid).intersect(select(gram_terms.c.rowid))
    return connection.execute(select(func.count()).where(passages.c.pk.not_in(written))).scalar_one()


def check_terms(connection: Connection) -> None:
    """Have SQLite compare its full-text indexes with what they were made of.

    Raises:
        DatabaseError: They differ.
    """
    for full_text in (word_terms, gram_terms):
        _command(connection, full_text.name, "integrity-check")


def rewrite_terms(connection: Connection) -> None:
    """Make all terms again, e.g. after the domain words changed or the tables were damaged."""
    for full_text in (word_terms, gram_terms):
        # A damaged index has to be in step with its content before rows can be deleted from it.
        _command(connection, full_text.name, "rebuild")
        connection.execute(delete(full_text))
    query = select(passages.c.pk, documents.c.title, passages.c.locator, passage_texts.c.text)
    rows = connection.execute(query.select_from(passages).join(documents).join(passage_texts))
    write_terms(connection, ((row.pk, terms_of(row.title, row.locator, row.text)) for row in rows))


def merge_terms(connection: Connection) -> None:
    """Merge the parts of the full-text indexes, so that nothing is left in them of terms that were deleted."""
    for full_text in (word_terms, gram_terms):
        _command(connection, full_text.name, "optimize")


def _command(connection: Connection, name: str, command: str) -> None:
    """Give FTS5 a command: the insertion of a word into the column that is named as the table."""
    connection.execute(insert(table(name, column(name))).values({name: command}))
