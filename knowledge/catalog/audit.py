"""Who saw which passages: rows that are only ever added, each with the hash of the one before.

A row names a person by a random key; what number stands behind the key is kept beside, so that a person can be purged
while the chain stays whole. No question and no word of a document is kept here.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, insert, select

from knowledge.answers import Seconds
from knowledge.catalog.database import Database
from knowledge.catalog.schema import audit, audit_people
from knowledge.documents import Frozen

COMMAND_LINE = "command_line"
"""Stands for the key of whoever sits at the machine itself."""

BEGINNING = "0" * 64


class Entry(Frozen):
    """One act of looking."""

    at: str
    """UTC, `YYYY-MM-DDTHH:MM:SS+00:00`. The order is that of the rows: clocks go back."""

    user: int | None
    """None is the command line, or somebody who was purged."""

    what: str
    """`ask`, `search`, `keyword`, `article`, `passage`."""

    outcome: str
    """Of `ask`: the kind of reply; else empty."""

    writer: str
    """Of an answer: `model`, `extractive`, or `fallback` when the model failed."""

    passages: tuple[str, ...]
    """Ids of the passages shown, or of documents where whole documents were listed."""

    seconds: Seconds = Seconds()


class AuditLog:
    """The log of a home."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(
        self,
        user: int | None,
        what: str,
        *,
        outcome: str = "",
        writer: str = "",
        passages: Iterable[str] = (),
        seconds: Seconds | None = None,
    ) -> None:
        """Add a row."""
        took = seconds or Seconds()
        with self._database.writing() as connection:
            row = {
                "at": datetime.now(UTC).isoformat(timespec="seconds"),
                "who": _key(connection, user),
                "what": what,
                "outcome": outcome,
                "writer": writer,
                "passages": json.dumps(list(dict.fromkeys(passages))),
                "seconds": took.model_dump_json(),
            }
            previous = connection.scalars(select(audit.c.hash).order_by(audit.c.pk.desc()).limit(1)).first()
            row["previous"] = previous or BEGINNING
            connection.execute(insert(audit).values(row | {"hash": _hash(row)}))

    def entries(self, *, user: int | None = None, passage: str | None = None, limit: int = 100) -> list[Entry]:
        """Return the latest rows first, of a person or about a passage or document where one is named."""
        query = select(audit, audit_people.c.user).outerjoin(audit_people, audit_people.c.key == audit.c.who)
        if user is not None:
            query = query.where(audit_people.c.user == user)
        if passage is not None:
            query = query.where(audit.c.passages.contains(json.dumps(passage), autoescape=True))
        with self._database.reading() as connection:
            return [_entry(row) for row in connection.execute(query.order_by(audit.c.pk.desc()).limit(limit))]

    def since(self, day: str) -> list[Entry]:
        """Return the rows from a day on, `YYYY-MM-DD`, oldest first."""
        query = select(audit, audit_people.c.user).outerjoin(audit_people, audit_people.c.key == audit.c.who)
        with self._database.reading() as connection:
            return [_entry(row) for row in connection.execute(query.where(audit.c.at >= day).order_by(audit.c.pk))]

    def is_intact(self) -> bool:
        """Tell whether every row is as it was written and none is missing between the first and the last."""
        with self._database.reading() as connection:
            return all(_links(connection.execute(select(audit).order_by(audit.c.pk)).all()))


def _links(rows: Sequence[Row[tuple[str, ...]]]) -> Iterator[bool]:
    """Give for each row whether it is as it was written and follows the one before; the first ones may be expired."""
    before = rows[0].previous if rows else BEGINNING
    for row in rows:
        values = {name: value for name, value in row._mapping.items() if name not in {"pk", "hash"}}  # noqa: SLF001
        yield row.previous == before and row.hash == _hash(values)
        before = row.hash


def _hash(row: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(row, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _key(connection: Connection, user: int | None) -> str:
    """Return the key of a person, a new one where there is none."""
    if user is None:
        return COMMAND_LINE
    held = connection.scalars(select(audit_people.c.key).where(audit_people.c.user == user)).first()
    if held is not None:
        return str(held)
    key = secrets.token_hex(8)
    connection.execute(insert(audit_people).values(key=key, user=user))
    return key


def _entry(row: Row[tuple[str, ...]]) -> Entry:
    return Entry(
        at=row.at,
        user=row.user,
        what=row.what,
        outcome=row.outcome,
        writer=row.writer,
        passages=tuple(json.loads(row.passages)),
        seconds=Seconds.model_validate_json(row.seconds),
    )
