"""Updates of a messenger, from before they are confirmed until they are answered."""

from __future__ import annotations

import time

from sqlalchemy import BigInteger, Column, ColumnElement, Float, Table, Text, delete, func, insert, select, update

from knowledge.catalog.database import Database
from knowledge.catalog.schema import integers, metadata

KEPT_SECONDS = 3 * 86_400.0
"""How long the number of an answered update is remembered; a messenger repeats none after a day."""

CLEANED_EVERY = 500
"""Updates between two cleanings."""

inbox = Table(
    "inbox",
    metadata,
    Column("number", BigInteger, primary_key=True),
    *integers("bot", "update_id", "person"),
    Column("received_at", Float),
    # How often work on it was begun: more than once after a crash.
    Column("attempts", BigInteger),
    # None once it is answered: nothing of what was said is kept here.
    Column("payload", Text),
)


class Inbox:
    """The updates of one bot. Every method may block; the order of calls is the order of arrival."""

    def __init__(self, database: Database, *, bot: int) -> None:
        self._database = database
        self._bot = bot

    def receive(self, update_id: int, payload: str, *, person: int | None) -> bool:
        """Keep an update; False when it was received before.

        Args:
            update_id: The messenger's number of it.
            payload: All of it, as JSON.
            person: Who sent it; None for nobody.
        """
        row = {"bot": self._bot, "update_id": update_id, "person": person, "payload": payload}
        with self._database.writing() as connection:
            known = select(inbox.c.number).where(inbox.c.bot == self._bot, inbox.c.update_id == update_id)
            if connection.scalars(known).first() is not None:
                return False
            values = {**row, "received_at": time.time(), "attempts": 0}
            number = connection.execute(insert(inbox).values(values)).inserted_primary_key
            if number and number[0] % CLEANED_EVERY == 0:
                old = inbox.c.received_at < time.time() - KEPT_SECONDS
                connection.execute(delete(inbox).where(inbox.c.payload.is_(None), old))
        return True

    def begin(self, update_id: int) -> int:
        """Count and return how often work on an update has begun."""
        with self._database.writing() as connection:
            query = update(inbox).where(*self._is(update_id)).values(attempts=inbox.c.attempts + 1)
            return connection.scalars(query.returning(inbox.c.attempts)).first() or 1

    def finish(self, update_id: int) -> None:
        """Forget what an update said: it is answered."""
        with self._database.writing() as connection:
            connection.execute(update(inbox).where(*self._is(update_id)).values(payload=None))

    def waiting(self) -> list[str]:
        """Return the payloads of updates that are not answered, in the order of arrival."""
        query = select(inbox.c.payload).where(inbox.c.bot == self._bot, inbox.c.payload.is_not(None))
        with self._database.reading() as connection:
            return [str(payload) for payload in connection.scalars(query.order_by(inbox.c.number))]

    def _is(self, update_id: int) -> tuple[ColumnElement[bool], ...]:
        return inbox.c.bot == self._bot, inbox.c.update_id == update_id


def queued(database: Database) -> int:
    """Return how many messages of all bots wait for their turn: received, and nothing begun."""
    waiting = (inbox.c.payload.is_not(None), inbox.c.attempts == 0)
    with database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(inbox).where(*waiting)) or 0
