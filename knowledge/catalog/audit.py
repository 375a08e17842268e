"""Who saw which passages: rows that are only ever added, each with the hash of the one before.

A row names a person by a random key; what number stands behind the key is kept beside, so that a person can be purged
while the chain stays whole. No question and no word of a document is kept here.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select

from knowledge.answers import Seconds
from knowledge.callers import ANYBODY, OPERATOR, Caller, Someone
from knowledge.catalog.database import Tables
from knowledge.catalog.schema import audit, audit_people
from knowledge.documents import Frozen

WITHOUT_NUMBER: Mapping[Caller, str] = {OPERATOR: "command_line", ANYBODY: "anybody"}
"""What stands in the place of a random key for callers who are no persons."""

BEGINNING = "0" * 64


class AuditEntry(Frozen):
    """One act of looking."""

    at: str
    """UTC, `YYYY-MM-DDTHH:MM:SS+00:00`. The order is that of the rows: clocks go back."""

    by: Caller | None
    """None is somebody who was purged."""

    what: str
    """`ask`, what was shown (`search`, `article`, `cards` …), or what was done to who may come in (`sign_in` …)."""

    outcome: str
    """Of `ask`: the kind of reply; else empty."""

    writer: str
    """Of an answer: `model`, `extractive`, or `fallback` when the model failed."""

    passages: tuple[str, ...]
    """Ids of the passages shown, or of documents where whole documents were listed."""

    seconds: Seconds = Seconds()


class AuditLog(Tables):
    """The log of a home."""

    def record(
        self,
        by: Caller,
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
                "who": _key(connection, by),
                "what": what,
                "outcome": outcome,
                "writer": writer,
                "passages": json.dumps(list(dict.fromkeys(passages))),
                "seconds": took.model_dump_json(),
            }
            previous = connection.scalars(select(audit.c.hash).order_by(audit.c.pk.desc()).limit(1)).first()
            row["previous"] = previous or BEGINNING
            connection.execute(insert(audit).values(row | {"hash": _hash(row)}))

    def entries(self, *, by: Caller | None = None, passage: str | None = None, limit: int = 100) -> list[AuditEntry]:
        """Return the latest rows first, of one caller or about a passage or document where one is named."""
        query = select(audit, audit_people.c.user).outerjoin(audit_people, audit_people.c.key == audit.c.who)
        if by is not None:
            query = query.where(_is_by(by))
        if passage is not None:
            query = query.where(audit.c.passages.contains(json.dumps(passage), autoescape=True))
        with self._database.reading() as connection:
            return [_entry(row) for row in connection.execute(query.order_by(audit.c.pk.desc()).limit(limit))]

    def since(self, day: str) -> list[AuditEntry]:
        """Return the rows from a day on, `YYYY-MM-DD`, oldest first."""
        query = select(audit, audit_people.c.user).outerjoin(audit_people, audit_people.c.key == audit.c.who)
        with self._database.reading() as connection:
            return [_entry(row) for row in connection.execute(query.where(audit.c.at >= day).order_by(audit.c.pk))]

    def asked_since(self, by: Caller, moment: datetime) -> int:
        """Return how many questions somebody was answered since a moment."""
        query = select(func.count()).select_from(audit.outerjoin(audit_people, audit_people.c.key == audit.c.who))
        recent = audit.c.at >= moment.astimezone(UTC).isoformat(timespec="seconds")
        with self._database.reading() as connection:
            return connection.scalar(query.where(_is_by(by), audit.c.what == "ask", recent)) or 0

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


def _key(connection: Connection, by: Caller) -> str:
    """Return what stands for somebody; for a person a random key, a new one where there is none."""
    if not isinstance(by, Someone):
        return WITHOUT_NUMBER[by]
    held = connection.scalars(select(audit_people.c.key).where(audit_people.c.user == by.number)).first()
    if held is not None:
        return str(held)
    key = secrets.token_hex(8)
    connection.execute(insert(audit_people).values(key=key, user=by.number))
    return key


def _is_by(by: Caller) -> ColumnElement[bool]:
    return audit_people.c.user == by.number if isinstance(by, Someone) else audit.c.who == WITHOUT_NUMBER[by]


def _by(row: Row[tuple[str, ...]]) -> Caller | None:
    if row.user is not None:
        return Someone(number=row.user)
    return next((caller for caller, key in WITHOUT_NUMBER.items() if key == row.who), None)


def _entry(row: Row[tuple[str, ...]]) -> AuditEntry:
    return AuditEntry(
        at=row.at,
        by=_by(row),
        what=row.what,
        outcome=row.outcome,
        writer=row.writer,
        passages=tuple(json.loads(row.passages)),
        seconds=Seconds.model_validate_json(row.seconds),
    )
