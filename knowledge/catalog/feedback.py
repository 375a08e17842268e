"""What people thought of answers, and what they asked in vain."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Column, Float, Integer, Table, Text, func, select, update
from sqlalchemy.dialects import sqlite

from knowledge.catalog.database import Database
from knowledge.catalog.schema import metadata
from knowledge.tokens import fold

feedback = Table(
    "feedback",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("reply", Text, nullable=False),
    Column("person", Integer, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("question", Text, nullable=False),
    # The passages that the answer cited, as a JSON list.
    Column("passages", Text, nullable=False),
    Column("given_at", Float, nullable=False),
)

unanswered = Table(
    "unanswered",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("question", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("session", Text, nullable=False),
    Column("person", Integer, nullable=False),
    Column("chat", Integer, nullable=False),
    Column("asked_at", Float, nullable=False),
    Column("closed_at", Float),
)


class Missing(NamedTuple):
    """A question without an answer, and how many chats asked it."""

    question: str
    chats: int


class Asker(NamedTuple):
    """Somebody who asked in vain and is to be told when that changes."""

    number: int
    question: str
    person: int
    """Whose rights count; 0 in a group."""

    chat: int


class Feedback:
    """Verdicts on answers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def give(
        self, *, reply: str, person: int, verdict: str, reason: str, question: str, passages: Sequence[str]
    ) -> None:
        """Keep a person's verdict on a reply; a later one takes the place of the former."""
        row = {"reply": reply, "person": person, "verdict": verdict, "reason": reason, "question": question}
        row |= {"passages": json.dumps(list(passages))}
        row_with_time: dict[str, object] = {**row, "given_at": time.time()}
        added = sqlite.insert(feedback).values(row_with_time)
        changed = {"verdict": verdict, "reason": reason, "given_at": time.time()}
        with self._database.writing() as connection:
            connection.execute(added.on_conflict_do_update(index_elements=["reply", "person"], set_=changed))

    def counts(self) -> dict[str, int]:
        """Return how many verdicts there are of each kind: good, or the reason given."""
        kind = func.iif(feedback.c.reason == "", feedback.c.verdict, feedback.c.reason)
        with self._database.reading() as connection:
            rows = connection.execute(select(kind, func.count()).group_by(kind)).all()
        return {str(name): int(count) for name, count in rows}


class Unanswered:
    """Questions that the material did not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, question: str, *, session: str, person: int, chat: int) -> None:
        """Keep a question; the same one from the same chat counts once."""
        row = {"question": question, "topic": _topic(question), "session": session, "person": person, "chat": chat}
        fresh: dict[str, object] = {**row, "asked_at": time.time(), "closed_at": None}
        added = sqlite.insert(unanswered).values(fresh)
        again = {"asked_at": time.time(), "closed_at": None}
        with self._database.writing() as connection:
            connection.execute(added.on_conflict_do_update(index_elements=["topic", "chat"], set_=again))

    def most_wanted(self, limit: int) -> list[Missing]:
        """Return the open questions, those that most chats asked first."""
        chats = func.count().label("chats")
        query = (
            select(func.max(unanswered.c.question), chats)
            .where(unanswered.c.closed_at.is_(None))
            .group_by(unanswered.c.topic)
            .order_by(chats.desc(), func.max(unanswered.c.asked_at).desc())
            .limit(limit)
        )
        with self._database.reading() as connection:
            return [Missing(str(question), int(count)) for question, count in connection.execute(query)]

    def open(self, limit: int) -> list[Asker]:
        """Return who still waits for an answer, the latest first."""
        columns = (unanswered.c.number, unanswered.c.question, unanswered.c.person, unanswered.c.chat)
        query = select(*columns).where(unanswered.c.closed_at.is_(None)).order_by(unanswered.c.asked_at.desc())
        with self._database.reading() as connection:
            return [Asker(*row) for row in connection.execute(query.limit(limit))]

    def close(self, number: int) -> None:
        """A question has its answer, and who asked was told."""
        with self._database.writing() as connection:
            connection.execute(update(unanswered).where(unanswered.c.number == number).values(closed_at=time.time()))


def _topic(question: str) -> str:
    """Return what two spellings of one question share: their letters."""
    return "".join(character for character in fold(question) if character.isalnum())
