"""Whether words stand in the library as words: 案列 does not stand in 方案列入."""

from __future__ import annotations

from sqlalchemy import func, select

from knowledge.catalog.backend import backend_of
from knowledge.catalog.database import Tables
from knowledge.catalog.rows import committed
from knowledge.catalog.schema import documents
from knowledge.tokens import words


class StandingWords(Tables):
    """Counts passages by a phrase of the terms that full text keeps. Used from any thread."""

    def passages_with(self, text: str, labels: frozenset[str]) -> int:
        """Return in how many passages that a person may see `text` stands, cut into words as it is by itself."""
        phrase = words(text)
        if not phrase:
            return 0
        with self._database.reading() as connection:
            return backend_of(connection).full_text.standing(connection, phrase, labels)

    def passages(self, labels: frozenset[str]) -> int:
        """Return how many passages a person may see."""
        query = committed(select(func.sum(documents.c.passages))).where(documents.c.label.in_(labels))
        with self._database.reading() as connection:
            return connection.scalar(query) or 0
