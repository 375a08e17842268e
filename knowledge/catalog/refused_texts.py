"""Texts that a chat model's provider did not accept, by their SHA-256: none is sent to the same one twice."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, delete, insert, select

from knowledge.catalog.database import Database
from knowledge.catalog.schema import refused_texts

EXPIRY = 30 * 24 * 3600.0
"""Seconds after which a text may be tried again: providers change what they accept."""


class RefusedTexts:
    """A set of SHA-256 sums that outlives the process; what was refused cannot be read from it."""

    def __init__(self, database: Database, model: str, clock: Callable[[], float] = time.time) -> None:
        """Know what `model`, as the settings name it, did not accept: another may."""
        self._database = database
        self._model = model
        self._clock = clock

    def __contains__(self, sha256: object) -> bool:
        """Tell whether the text was refused not long ago."""
        since = self._clock() - EXPIRY
        query = select(refused_texts.c.sha256).where(self._is(sha256), refused_texts.c.refused_at > since)
        with self._database.reading() as connection:
            return connection.execute(query).first() is not None

    def add(self, sha256: str) -> None:
        """Note a text that was refused, and forget those of long ago.

        Raises:
            StorageError, LibraryBusyError: It was not noted.
        """
        now = self._clock()
        past = (refused_texts.c.refused_at <= now - EXPIRY) | self._is(sha256)
        with self._database.writing() as connection:
            connection.execute(delete(refused_texts).where(past))
            connection.execute(insert(refused_texts).values(model=self._model, sha256=sha256, refused_at=now))

    def _is(self, sha256: object) -> ColumnElement[bool]:
        return and_(refused_texts.c.model == self._model, refused_texts.c.sha256 == sha256)
