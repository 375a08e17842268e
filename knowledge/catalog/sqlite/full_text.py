"""Full text in FTS5 tables, and what FTS5 keeps of them, read as arrays.

Terms of `knowledge.tokens` are joined by spaces; rowid is passages.pk.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container, Iterator, Sequence

import numpy as np
from sqlalchemy import Connection, column, delete, func, insert, select, table

from knowledge.catalog.backend import Keys, Lengths, Occurrences, TermKind
from knowledge.catalog.schema import passages
from knowledge.catalog.terms import PassageTerms

word_terms = table("word_terms", column("rowid"), column("title"), column("body"))
gram_terms = table("gram_terms", column("rowid"), column("title"), column("body"))

_STANDING = """
    SELECT count(*) FROM word_terms
    JOIN passages ON passages.pk = word_terms.rowid JOIN documents ON documents.pk = passages.document
    WHERE word_terms MATCH ? AND documents.state = 'committed' AND documents.label IN (SELECT value FROM json_each(?))
"""


class Fts5Store:
    """The terms in FTS5; satisfies `knowledge.catalog.backend.FullTextStore`."""

    def write(self, connection: Connection, terms: Sequence[PassageTerms]) -> None:
        """Write the terms of passages that have none yet."""
        by_words = [{"rowid": each.passage, "title": each.terms[0], "body": each.terms[1]} for each in terms]
        by_grams = [{"rowid": each.passage, "title": each.terms[2], "body": each.terms[3]} for each in terms]
        connection.execute(insert(word_terms), by_words)
        connection.execute(insert(gram_terms), by_grams)

    def lengths(self, connection: Connection, kind: TermKind, after: int) -> Lengths:
        """Return the lengths of all passages whose keys come after one.

        Source:
            https://www.sqlite.org/fts5.html#the_docsize_table: a number for each of the two columns, in SQLite's
            varints, whose last byte alone is below 128.
        """
        sizes = f"{kind}_terms_docsize"
        query = f"SELECT group_concat(id), group_concat(hex(sz), '') FROM {sizes} WHERE id > ? ORDER BY id"  # noqa: S608  # ours
        keys, listed = connection.exec_driver_sql(query, (after,)).one()
        if not keys:
            return Lengths(numbers(None), np.zeros(0))
        digits = np.frombuffer(bytes.fromhex(listed), dtype=np.uint8).astype(np.int64)
        ends = np.flatnonzero(digits < 128)  # noqa: PLR2004
        starts = np.concatenate(([0], ends[:-1] + 1))
        places = np.repeat(ends, ends - starts + 1) - np.arange(len(digits))
        found = np.add.reduceat((digits & 127) << (7 * places), starts)
        return Lengths(numbers(keys), found.reshape(-1, 2).sum(axis=1).astype(np.float64))

    def occurrences(self, connection: Connection, kind: TermKind, term: str) -> Occurrences:
        """Return where one term stands."""
        query = f"SELECT group_concat(doc) FROM {kind}_places WHERE term = ?"  # noqa: S608  # ours
        instances = numbers(connection.exec_driver_sql(query, (term,)).scalar_one())
        starts = np.flatnonzero(np.diff(instances, prepend=-1))
        times = np.diff(starts, append=len(instances))
        return Occurrences(instances[starts], times.astype(np.uint16))

    def since(
        self, connection: Connection, kind: TermKind, after: int, wanted: Container[str]
    ) -> Iterator[tuple[str, int, int]]:
        """Give wanted term, passage and how often for all passages whose keys come after one."""
        query = f"SELECT rowid, title, body FROM {kind}_terms WHERE rowid > ?"  # noqa: S608  # ours
        for key, *texts in connection.exec_driver_sql(query, (after,)):
            for term, often in Counter(" ".join(texts).split()).items():
                if term in wanted:
                    yield term, key, often

    def standing(self, connection: Connection, phrase: Sequence[str], labels: frozenset[str]) -> int:
        """Return in how many committed passages under the labels words stand one after another."""
        values = (quoted(" ".join(phrase)), json.dumps(sorted(labels)))
        return int(connection.exec_driver_sql(_STANDING, values).scalar_one())

    def count_missing(self, connection: Connection) -> int:
        """Return how many passages have no terms."""
        written = select(word_terms.c.rowid).intersect(select(gram_terms.c.rowid))
        return connection.execute(select(func.count()).where(passages.c.pk.not_in(written))).scalar_one()

    def check(self, connection: Connection) -> None:
        """Have SQLite compare its indexes with what they were made of.

        Raises:
            DatabaseError: They differ.
        """
        for each in (word_terms, gram_terms):
            _command(connection, each.name, "integrity-check")

    def clear(self, connection: Connection) -> None:
        """Delete all terms, of a damaged index too."""
        for each in (word_terms, gram_terms):
            # A damaged index has to be in step with its content before rows can be deleted from it.
            _command(connection, each.name, "rebuild")
            connection.execute(delete(each))

    def merge(self, connection: Connection) -> None:
        """Merge the parts of the indexes, so that nothing is left in them of terms that were deleted."""
        for each in (word_terms, gram_terms):
            _command(connection, each.name, "optimize")


def numbers(listed: str | None) -> Keys:
    """Return the numbers of a list with commas."""
    return np.fromstring(listed or "", dtype=np.int64, sep=",")


def quoted(text: str) -> str:
    """Return `text` as a string of the FTS5 query language, in which no character has a meaning.

    Example:
        a"b NOT c -> "a""b NOT c"
    """
    # NUL would end the query; like any other ASCII mark that is no letter or digit, it only parts terms.
    escaped = text.replace('"', '""').replace("\0", " ")
    return f'"{escaped}"'


def _command(connection: Connection, name: str, command: str) -> None:
    """Give FTS5 a command: the insertion of a word into the column that is named as the table."""
    connection.execute(insert(table(name, column(name))).values({name: command}))
