"""Which person stands behind an identity of a channel."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Connection, Table, Text, func, select

from knowledge.callers import LARGEST_OF_TELEGRAM, TELEGRAM, Identity
from knowledge.catalog.database import Tables
from knowledge.catalog.schema import metadata

identities = Table(
    "identities",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("person", BigInteger),
)


class IdentityTable(Tables):
    """People's numbers by their identities."""

    def find(self, identity: Identity) -> int | None:
        """Return a person's number; None where the channel has not been heard of them."""
        with self._database.reading() as connection:
            return _held(connection, identity)

    def number(self, identity: Identity) -> int:
        """Return a person's number, a new one where there is none."""
        if (known := self.find(identity)) is not None:
            return known
        with self._database.writing() as connection:
            number = _held(connection, identity) or _new(connection, identity)
            row = {"channel": identity.channel, "subject": identity.subject, "person": number}
            connection.execute(self._database.insert(identities).on_conflict_do_nothing(), row)
        return number

    def of(self, person: int) -> list[Identity]:
        """Return the identities of a person."""
        columns = (identities.c.channel, identities.c.subject)
        query = select(*columns).where(identities.c.person == person).order_by(*columns)
        with self._database.reading() as connection:
            return [Identity(channel=row.channel, subject=row.subject) for row in connection.execute(query)]

    def of_everybody(self) -> dict[int, list[Identity]]:
        """Return the identities of each person who has any, by their number."""
        found: dict[int, list[Identity]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(select(identities).order_by(identities.c.channel, identities.c.subject)):
                found.setdefault(row.person, []).append(Identity(channel=row.channel, subject=row.subject))
        return found


def _held(connection: Connection, identity: Identity) -> int | None:
    own = (identities.c.channel == identity.channel, identities.c.subject == identity.subject)
    return connection.scalars(select(identities.c.person).where(*own)).first()


def _new(connection: Connection, identity: Identity) -> int:
    if identity.channel == TELEGRAM:
        return int(identity.subject)
    highest = connection.scalar(select(func.max(identities.c.person))) or 0
    return max(highest, LARGEST_OF_TELEGRAM) + 1
