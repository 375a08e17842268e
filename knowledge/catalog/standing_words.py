"""Whether words stand in the library as words: 案列 does not stand in 方案列入."""

from __future__ import annotations

import json

from knowledge.catalog.database import Tables
from knowledge.tokens import words

_COUNT = """
    SELECT count(*) FROM word_terms
    JOIN passages ON passages.pk = word_terms.rowid JOIN documents ON documents.pk = passages.document
    WHERE word_terms MATCH ? AND documents.state = 'committed' AND documents.label IN (SELECT value FROM json_each(?))
"""

_PASSAGES = """
    SELECT coalesce(sum(passages), 0) FROM documents
    WHERE state = 'committed' AND label IN (SELECT value FROM json_each(?))
"""


class StandingWords(Tables):
    """Counts passages by a phrase of the terms that full text keeps. Used from any thread."""

    def passages_with(self, text: str, labels: frozenset[str]) -> int:
        """Return in how many passages that a person may see `text` stands, cut into words as it is by itself."""
        phrase = " ".join(words(text)).replace('"', "")
        if not phrase:
            return 0
        with self._database.reading() as connection:
            return int(connection.exec_driver_sql(_COUNT, (f'"{phrase}"', json.dumps(sorted(labels)))).scalar_one())

    def passages(self, labels: frozenset[str]) -> int:
        """Return how many passages a person may see."""
        with self._database.reading() as connection:
            return int(connection.exec_driver_sql(_PASSAGES, (json.dumps(sorted(labels)),)).scalar_one())
