"""Literal look-up in FTS5: a literal string is a phrase of its grams."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text

from knowledge.catalog.backend import Keys
from knowledge.catalog.sqlite.full_text import numbers, quoted
from knowledge.tokens import is_one_run, literal_grams

# One text of all keys: a row for each of a hundred thousand would take SQLite's driver longer than the search.
_BY_TERMS = "SELECT group_concat(rowid) FROM gram_terms WHERE gram_terms MATCH :terms"
_BY_TERMS_AND_TEXT = """
    SELECT group_concat(gram_terms.rowid) FROM gram_terms
    CROSS JOIN passage_texts ON passage_texts.passage = gram_terms.rowid
    WHERE gram_terms MATCH :terms AND instr(folded, :keyword) > 0
"""
_ALL = "SELECT group_concat(passage) FROM passage_texts WHERE instr(folded, :keyword) > 0"
"""For what has no letter, digit or Han character, such as a dash."""


class PhraseIndex:
    """Satisfies `knowledge.catalog.backend.LiteralIndex`."""

    def matching(self, connection: Connection, folded: str) -> Keys:
        """Return all passages in which `folded`, not empty, stands."""
        terms = literal_grams(folded)
        # What is one run of letters stands literally exactly where its grams follow one another; marks have no grams.
        statement = _ALL if not terms else _BY_TERMS if is_one_run(folded) else _BY_TERMS_AND_TEXT
        values = {"keyword": folded, "terms": _phrase(terms)}
        return numbers(connection.execute(text(statement), values).scalar_one())


def _phrase(terms: Sequence[str]) -> str:
    """Return the FTS5 query for bodies with these grams one after another; a lone character begins a gram."""
    lone = len(terms) == 1 and len(terms[0]) == 1
    return f"body : {quoted(' '.join(terms))}{' *' if lone else ''}"
