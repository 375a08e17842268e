"""How people are known again: a password's hash, sessions that end, invitations that are used once."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Float,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)

from knowledge.catalog.backend import backend_of
from knowledge.catalog.database import Database
from knowledge.catalog.schema import metadata

IDLE_SECONDS = 12 * 3600.0
"""A session ends when nothing was asked of it for so long: a working day with a long lunch."""

LONGEST_SECONDS = 7 * 86_400.0
"""A session ends after so long in any case."""

INVITED_SECONDS = 3 * 86_400.0
"""How long an invitation holds."""

NOTED_EVERY = 300.0
"""Seconds after which it is noted again that a session is in use: not every request is a write."""

passwords = Table(
    "passwords",
    metadata,
    Column("person", BigInteger, primary_key=True),
    Column("hash", Text, nullable=False),
    Column("set_at", Float, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("person", BigInteger, nullable=False),
    Column("begun_at", Float, nullable=False),
    Column("seen_at", Float, nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("person", BigInteger, nullable=False),
    Column("expires_at", Float, nullable=False),
)


def hashed(secret: str) -> str:
    """Return under what a random secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def put_password(connection: Connection, person: int, password_hash: str, *, at: float | None = None) -> None:
    """Give a person a password within a transaction; whoever was signed in as them, or invited, no longer is."""
    row = {"person": person, "hash": password_hash, "set_at": time.time() if at is None else at}
    added = backend_of(connection).insert(passwords).values(row)
    connection.execute(added.on_conflict_do_update(index_elements=["person"], set_=row))
    connection.execute(delete(sessions).where(sessions.c.person == person))
    connection.execute(delete(invitations).where(invitations.c.person == person))


class Sessions:
    """Who is signed in, and with what they sign in; used from any thread."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def password_of(self, person: int) -> str | None:
        """Return the hash of a person's password; None where they have none."""
        with self._database.reading() as connection:
            return connection.scalars(select(passwords.c.hash).where(passwords.c.person == person)).first()

    def set_password(self, person: int, password_hash: str) -> None:
        """Give a person a password; whoever was signed in as them no longer is."""
        with self._database.writing() as connection:
            put_password(connection, person, password_hash, at=self._clock())

    def anybody_can_sign_in(self) -> bool:
        """Tell whether somebody has a password."""
        with self._database.reading() as connection:
            return bool(connection.scalar(select(func.count()).select_from(passwords)))

    def begin(self, person: int) -> str:
        """Begin a session and return its secret."""
        secret, now = secrets.token_urlsafe(32), self._clock()
        row = {"hash": hashed(secret), "person": person, "begun_at": now, "seen_at": now}
        with self._database.writing() as connection:
            connection.execute(delete(sessions).where(~self._lasts()))
            connection.execute(insert(sessions).values(row))
        return secret

    def person(self, secret: str) -> int | None:
        """Return whose session it is; None where it is none, or has ended."""
        own = sessions.c.hash == hashed(secret)
        with self._database.reading() as connection:
            row = connection.execute(select(sessions).where(own, self._lasts())).first()
        if row is None:
            return None
        if self._clock() - row.seen_at > NOTED_EVERY:
            with self._database.writing() as connection:
                connection.execute(update(sessions).where(own).values(seen_at=self._clock()))
        return int(row.person)

    def count(self, person: int) -> int:
        """Return how many sessions of a person last."""
        query = select(func.count()).select_from(sessions).where(sessions.c.person == person, self._lasts())
        with self._database.reading() as connection:
            return connection.scalar(query) or 0

    def end(self, secret: str) -> None:
        """End a session."""
        with self._database.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.hash == hashed(secret)))

    def end_all(self, person: int) -> None:
        """End every session of a person."""
        with self._database.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.person == person))

    def invite(self, person: int) -> str:
        """Return the secret with which a person can choose a password once; a former one no longer holds."""
        secret, until = secrets.token_urlsafe(24), self._clock() + INVITED_SECONDS
        with self._database.writing() as connection:
            connection.execute(delete(invitations).where(invitations.c.person == person))
            connection.execute(insert(invitations).values(hash=hashed(secret), person=person, expires_at=until))
        return secret

    def invited(self, secret: str) -> int | None:
        """Return who was invited with a secret; None where it does not hold."""
        own = (invitations.c.hash == hashed(secret), invitations.c.expires_at > self._clock())
        with self._database.reading() as connection:
            return connection.scalars(select(invitations.c.person).where(*own)).first()

    def redeem(self, secret: str) -> int | None:
        """Use an invitation up and return whose it was; None where it does not hold: one of two gets it."""
        own = (invitations.c.hash == hashed(secret), invitations.c.expires_at > self._clock())
        with self._database.writing() as connection:
            return connection.scalars(delete(invitations).where(*own).returning(invitations.c.person)).first()

    def forget(self, person: int) -> None:
        """Take away everything with which a person comes in."""
        with self._database.writing() as connection:
            for table in (passwords, sessions, invitations):
                connection.execute(delete(table).where(table.c.person == person))

    def _lasts(self) -> ColumnElement[bool]:
        now = self._clock()
        return (sessions.c.seen_at > now - IDLE_SECONDS) & (sessions.c.begun_at > now - LONGEST_SECONDS)
