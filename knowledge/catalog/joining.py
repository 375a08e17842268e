"""People who asked to be let in, each under a six-digit code, until an administrator decides."""

from __future__ import annotations

import secrets
import time
from typing import NamedTuple

from sqlalchemy import BigInteger, Column, Float, Table, delete, func, insert, select

from knowledge.catalog.database import Tables
from knowledge.catalog.schema import metadata, texts

VALID_SECONDS = 86_400.0
"""How long a code holds."""

MOST_WAITING = 200
"""Requests that may wait; beyond that nobody new gets a code, so that strangers cannot fill the catalog."""

join_requests = Table(
    "join_requests",
    metadata,
    Column("person", BigInteger, primary_key=True),
    *texts("name", "code"),
    Column("asked_at", Float),
)


class JoinRequest(NamedTuple):
    """Somebody who waits to be let in."""

    person: int
    name: str
    """What they call themselves."""

    code: str


class JoinRequests(Tables):
    """The requests that wait."""

    def ask(self, person: int, name: str) -> tuple[str, bool]:
        """Return somebody's code and whether it is new; an empty code when too many wait."""
        with self._database.writing() as connection:
            connection.execute(delete(join_requests).where(join_requests.c.asked_at < time.time() - VALID_SECONDS))
            held = select(join_requests.c.code).where(join_requests.c.person == person)
            code = connection.scalars(held).first()
            if code is not None:
                return code, False
            if (connection.scalar(select(func.count()).select_from(join_requests)) or 0) >= MOST_WAITING:
                return "", False
            taken = set(connection.scalars(select(join_requests.c.code)))
            code = next(code for code in iter(_code, "") if code not in taken)
            row = {"person": person, "name": name[:40], "code": code, "asked_at": time.time()}
            connection.execute(insert(join_requests).values(row))
            return code, True

    def waiting(self) -> list[JoinRequest]:
        """Return the requests whose codes hold, oldest first."""
        recent = join_requests.c.asked_at >= time.time() - VALID_SECONDS
        columns = (join_requests.c.person, join_requests.c.name, join_requests.c.code)
        with self._database.reading() as connection:
            rows = connection.execute(select(*columns).where(recent).order_by(join_requests.c.asked_at)).all()
        return [JoinRequest(*row) for row in rows]

    def find(self, code: str) -> JoinRequest | None:
        """Return the request with a code, or None."""
        return next((request for request in self.waiting() if request.code == code), None)

    def close(self, code: str) -> None:
        """The request with this code has been decided."""
        with self._database.writing() as connection:
            connection.execute(delete(join_requests).where(join_requests.c.code == code))


def _code() -> str:
    return f"{secrets.randbelow(900_000) + 100_000}"
