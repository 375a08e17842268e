"""Literal look-up by postings: the passages that have every gram, held against the text where need be."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

import numpy as np
from sqlalchemy import ColumnElement, Connection, func, select

from knowledge.catalog.backend import Keys, TermKind
from knowledge.catalog.expressions import among_numbers
from knowledge.catalog.postgresql.full_text import PLACE, POSTINGS, Places, places_of, select_places, term_key
from knowledge.catalog.schema import passage_texts
from knowledge.tokens import is_one_run, literal_grams


class GramIndex:
    """Satisfies `knowledge.catalog.backend.LiteralIndex`."""

    def matching(self, connection: Connection, folded: str) -> Keys:
        """Return all passages in which `folded`, not empty, stands."""
        terms = literal_grams(folded)
        if not terms:  # what has no letter, digit or Han character, such as a dash
            return _with_text(connection, folded)
        if len(terms) == 1:
            found = _beginning(connection, terms[0]) if len(terms[0]) == 1 else _with_all(connection, terms)
            # A lone character or a pair in one run stands exactly where its grams do.
            return found if is_one_run(folded) else _among(connection, folded, found)
        return _among(connection, folded, _with_all(connection, terms))


def _with_all(connection: Connection, terms: Iterable[str]) -> Keys:
    """Return the passages whose bodies have all of the grams."""
    wanted = {term_key(term) for term in terms}
    found = places_of(connection, TermKind.GRAMS, wanted)
    if found.keys() != wanted:
        return np.zeros(0, dtype=np.int64)
    return reduce(lambda one, other: np.intersect1d(one, other, assume_unique=True), map(_bodies, found.values()))


def _beginning(connection: Connection, character: str) -> Keys:
    """Return the passages whose bodies have a gram that begins with a character: all in which it stands."""
    begins = POSTINGS[TermKind.GRAMS].c.term.startswith(character, autoescape=True)
    query = select_places(TermKind.GRAMS).where(begins)
    listed = b"".join(row[1] for row in connection.execute(query))
    return np.unique(_bodies(np.frombuffer(listed, dtype=PLACE)))


def _among(connection: Connection, folded: str, candidates: Keys) -> Keys:
    if not len(candidates):
        return candidates
    return _with_text(connection, folded, among_numbers(passage_texts.c.passage, candidates.tolist()))


def _with_text(connection: Connection, folded: str, *conditions: ColumnElement[bool]) -> Keys:
    query = select(passage_texts.c.passage).where(func.strpos(passage_texts.c.folded, folded) > 0, *conditions)
    return np.sort(np.array(connection.scalars(query).all(), dtype=np.int64))


def _bodies(places: Places) -> Keys:
    keys: Keys = places["key"][places["body"] > 0].astype(np.int64)
    return keys
