"""Tokens with which programs ask in a person's place: of each only a hash is kept, and it ends by itself."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Collection

from sqlalchemy import BigInteger, Column, Float, Row, Table, Text, delete, func, insert, select, update

from knowledge.catalog.database import Database
from knowledge.catalog.schema import metadata
from knowledge.catalog.sessions import NOTED_EVERY, hashed
from knowledge.documents import Frozen

MARK = "ronghe_"
"""What every token begins with, so that one that lies about somewhere is known for what it is."""

DAY = 86_400.0

access_tokens = Table(
    "access_tokens",
    metadata,
    Column("number", BigInteger, primary_key=True),
    Column("hash", Text, nullable=False),
    Column("person", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("labels", Text),
    Column("made_at", Float, nullable=False),
    Column("expires_at", Float, nullable=False),
    Column("used_at", Float),
)


class AccessToken(Frozen):
    """What is known of a token; its secret is not."""

    number: int
    person: int
    name: str
    """What it is for, as its owner calls it."""

    labels: frozenset[str] | None
    """Beyond which it shows nothing; None for whatever its owner may see at the time."""

    made_at: float
    expires_at: float
    """Seconds since 1970, like the others."""

    used_at: float | None
    """When it was last used, within five minutes; None for never."""


class AccessTokens:
    """The tokens of everybody; used from any thread."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def make(self, person: int, *, name: str, labels: Collection[str] | None, days: int) -> tuple[str, AccessToken]:
        """Make a token that holds so many days; its secret, which nobody can be told again, and what is kept."""
        secret, now = MARK + secrets.token_urlsafe(32), self._clock()
        row = {
            "hash": hashed(secret),
            "person": person,
            "name": name,
            "labels": None if labels is None else json.dumps(sorted(labels)),
            "made_at": now,
            "expires_at": now + days * DAY,
        }
        with self._database.writing() as connection:
            number = connection.execute(
                insert(access_tokens).values(row).returning(access_tokens.c.number)
            ).scalar_one()
            made = connection.execute(select(access_tokens).where(access_tokens.c.number == number)).one()
        return secret, _token(made)

    def find(self, secret: str) -> AccessToken | None:
        """Return the token with a secret; None where there is none, or it has ended."""
        now = self._clock()
        own = (access_tokens.c.hash == hashed(secret), access_tokens.c.expires_at > now)
        with self._database.reading() as connection:
            row = connection.execute(select(access_tokens).where(*own)).first()
        if row is None:
            return None
        if row.used_at is None or now - row.used_at > NOTED_EVERY:
            with self._database.writing() as connection:
                connection.execute(update(access_tokens).where(*own).values(used_at=now))
        return _token(row)

    def listed(self, person: int | None = None) -> list[AccessToken]:
        """Return a person's tokens that hold, or everybody's, in the order in which they were made."""
        query = select(access_tokens).where(access_tokens.c.expires_at > self._clock()).order_by(access_tokens.c.number)
        if person is not None:
            query = query.where(access_tokens.c.person == person)
        with self._database.reading() as connection:
            return [_token(row) for row in connection.execute(query)]

    def count(self, person: int) -> int:
        """Return how many tokens of a person hold."""
        own = (access_tokens.c.person == person, access_tokens.c.expires_at > self._clock())
        with self._database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(access_tokens).where(*own)) or 0

    def forget(self, person: int) -> None:
        """Have all tokens of a person end."""
        with self._database.writing() as connection:
            connection.execute(delete(access_tokens).where(access_tokens.c.person == person))

    def revoke(self, number: int, person: int | None = None) -> AccessToken | None:
        """Delete a token, where a person is given only one of theirs; return what it was, None for no such token."""
        own = [access_tokens.c.number == number, *([access_tokens.c.person == person] if person is not None else [])]
        with self._database.writing() as connection:
            row = connection.execute(select(access_tokens).where(*own)).first()
            connection.execute(delete(access_tokens).where(*own))
        return None if row is None else _token(row)


def _token(row: Row[tuple[int, str, int, str, str | None, float, float, float | None]]) -> AccessToken:
    return AccessToken(
        number=row.number,
        person=row.person,
        name=row.name,
        labels=None if row.labels is None else frozenset(json.loads(row.labels)),
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
    )
