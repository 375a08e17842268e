"""What people thought of answers, and what they asked in vain."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import BigInteger, Boolean, Column, ColumnElement, Float, Row, Table, Text, case, func, select, update

from knowledge.callers import ANYBODY, Caller, Conversation, Visit, caller_of
from knowledge.catalog.database import Tables
from knowledge.catalog.schema import metadata, texts
from knowledge.questions.same_question import grouped
from knowledge.tokens import fold

MOST_GROUPED = 500
"""Open questions among which those about the same are found."""

feedback = Table(
    "feedback",
    metadata,
    Column("number", BigInteger, primary_key=True),
    *texts("reply", "caller", "verdict", "reason", "question"),
    # The passages that the answer cited, as a JSON list.
    Column("passages", Text),
    Column("given_at", Float),
)

unanswered = Table(
    "unanswered",
    metadata,
    Column("number", BigInteger, primary_key=True),
    *texts("question", "topic", "channel", "place"),
    Column("shared", Boolean),
    Column("caller", Text),
    Column("asked_at", Float),
    Column("closed_at", Float),
)


class Missing(NamedTuple):
    """A question without an answer, in the words in which it was asked last."""

    number: int
    question: str
    asked: int
    """In how many conversations."""

    others: tuple[str, ...]
    """Other words in which it was asked."""


class Complaint(NamedTuple):
    """An answer that somebody found wrong."""

    question: str
    reason: str
    passages: tuple[str, ...]
    """Ids of what it cited."""


class Asker(NamedTuple):
    """Somebody who asked in vain and is to be told when that changes."""

    number: int
    question: str
    visit: Visit


class VerdictTable(Tables):
    """Verdicts on answers."""

    def give(
        self, *, reply: str, by: Caller, verdict: str, reason: str, question: str, passages: Sequence[str]
    ) -> None:
        """Keep somebody's verdict on a reply; a later one takes the place of the former."""
        row = {"reply": reply, "caller": by.key, "verdict": verdict, "reason": reason, "question": question}
        row |= {"passages": json.dumps(list(passages))}
        row_with_time: dict[str, object] = {**row, "given_at": time.time()}
        added = self._database.insert(feedback).values(row_with_time)
        changed = {"verdict": verdict, "reason": reason, "given_at": time.time()}
        with self._database.writing() as connection:
            connection.execute(added.on_conflict_do_update(index_elements=["reply", "caller"], set_=changed))

    def counts(self) -> dict[str, int]:
        """Return how many verdicts there are of each kind: good, or the reason given."""
        kind = case((feedback.c.reason == "", feedback.c.verdict), else_=feedback.c.reason)
        with self._database.reading() as connection:
            rows = connection.execute(select(kind, func.count()).group_by(kind)).all()
        return {str(name): int(count) for name, count in rows}

    def complaints(self, limit: int) -> list[Complaint]:
        """Return what was found wrong, the latest first."""
        columns = (feedback.c.question, feedback.c.reason, feedback.c.passages)
        query = select(*columns).where(feedback.c.verdict == "bad").order_by(feedback.c.given_at.desc()).limit(limit)
        with self._database.reading() as connection:
            return [Complaint(row[0], row[1], tuple(json.loads(row[2]))) for row in connection.execute(query)]


class UnansweredTable(Tables):
    """Questions that the material did not answer."""

    def note(self, question: str, where: Conversation, *, by: Caller) -> None:
        """Keep a question; the same one in the same conversation counts once."""
        row = {"question": question, "topic": _topic(question), "caller": by.key, **where.model_dump()}
        fresh: dict[str, object] = {**row, "asked_at": time.time(), "closed_at": None}
        added = self._database.insert(unanswered).values(fresh)
        again = {"asked_at": time.time(), "closed_at": None}
        with self._database.writing() as connection:
            connection.execute(added.on_conflict_do_update(index_elements=["topic", "channel", "place"], set_=again))

    def most_wanted(self, limit: int, *, channel: str | None = None) -> list[Missing]:
        """Return the open questions, those asked in most conversations first; what asks about the same is one.

        Args:
            limit: How many at most.
            channel: Over which they were asked; None for any.
        """
        columns = (unanswered.c.number, unanswered.c.question, unanswered.c.channel, unanswered.c.place)
        still_open = [unanswered.c.closed_at.is_(None), *([unanswered.c.channel == channel] if channel else [])]
        query = select(*columns).where(*still_open).order_by(unanswered.c.asked_at.desc())
        with self._database.reading() as connection:
            rows = connection.execute(query.limit(MOST_GROUPED)).all()
        groups = [[rows[position] for position in group] for group in grouped(row.question for row in rows)]
        wanted = [
            Missing(
                number=group[0].number,
                question=group[0].question,
                asked=len({(row.channel, row.place) for row in group}),
                others=tuple(dict.fromkeys(row.question for row in group if row.question != group[0].question)),
            )
            for group in groups
        ]
        return sorted(wanted, key=lambda each: -each.asked)[:limit]

    def find(self, number: int) -> Asker | None:
        """Return a question by its number, open or not, or None."""
        return next(iter(self._askers(unanswered.c.number == number, limit=1)), None)

    def open(self, limit: int) -> list[Asker]:
        """Return who still waits for an answer, the latest first."""
        return self._askers(unanswered.c.closed_at.is_(None), limit=limit)

    def _askers(self, condition: ColumnElement[bool], *, limit: int) -> list[Asker]:
        query = select(unanswered).where(condition).order_by(unanswered.c.asked_at.desc()).limit(limit)
        with self._database.reading() as connection:
            return [Asker(row.number, row.question, _visit(row)) for row in connection.execute(query)]

    def close(self, number: int) -> None:
        """A question has its answer, and who asked was told."""
        with self._database.writing() as connection:
            connection.execute(update(unanswered).where(unanswered.c.number == number).values(closed_at=time.time()))


def _visit(row: Row[tuple[object, ...]]) -> Visit:
    where = Conversation(channel=row.channel, place=row.place, shared=row.shared)
    return Visit(caller=caller_of(row.caller) or ANYBODY, conversation=where)


def _topic(question: str) -> str:
    """Return what two spellings of one question share: their letters."""
    return "".join(character for character in fold(question) if character.isalnum())
