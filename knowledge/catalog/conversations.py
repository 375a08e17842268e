"""What was asked in each conversation, and replies kept so that their buttons outlive a restart."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Table, delete, func, insert, select, update

from knowledge.answers import Reply
from knowledge.callers import Caller, Conversation
from knowledge.catalog.database import Database
from knowledge.catalog.expressions import JsonMember
from knowledge.catalog.schema import replies, turns
from knowledge.questions.turns import Turn

EXPIRY = 12 * 3600.0
"""Seconds after which a question no longer bears on the next: what was asked yesterday is another matter."""

_REPLY: TypeAdapter[Reply] = TypeAdapter(Annotated[Reply, Field(discriminator="reply")])


class Conversations:
    """What was said where, each by whom."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def remember(self, where: Conversation, *, by: Caller, question: str, turn: Turn) -> None:
        """Add a question as it was asked, with what a later one may refer to."""
        row = {
            "channel": where.channel,
            "place": where.place,
            "caller": by.key,
            "question": question,
            "standalone": turn.standalone,
            "turn": turn.model_dump_json(),
            "asked_at": self._clock(),
        }
        with self._database.writing() as connection:
            connection.execute(insert(turns).values(row))

    def last_turn(self, where: Conversation) -> Turn | None:
        """Return the last question with its answer, or None at the beginning and after a long silence."""
        since = self._clock() - EXPIRY
        query = select(turns.c.standalone, turns.c.turn).where(*_in(turns, where), turns.c.asked_at > since)
        with self._database.reading() as connection:
            row = connection.execute(query.order_by(turns.c.pk.desc()).limit(1)).first()
        if row is None:
            return None
        return Turn.model_validate_json(row.turn) if row.turn else Turn(standalone=row.standalone)

    def forget(self, where: Conversation) -> None:
        """Forget the questions; replies stay, as their buttons are still on people's screens."""
        with self._database.writing() as connection:
            connection.execute(delete(turns).where(*_in(turns, where)))

    def keep(self, reply: Reply, where: Conversation, *, by: Caller) -> str:
        """Keep a reply to somebody and return its id: twelve characters of 0-9a-f, so that it fits into a button."""
        row = {
            "id": secrets.token_hex(6),
            "channel": where.channel,
            "place": where.place,
            "caller": by.key,
            "reply": _REPLY.dump_json(reply).decode(),
            "created_at": time.time(),
        }
        with self._database.writing() as connection:
            connection.execute(insert(replies).values(row))
        return str(row["id"])

    def put_in_place(self, reply: Reply, where: Conversation, *, of: str) -> None:
        """Keep a reply in the place of one of the same conversation, by its id."""
        text = _REPLY.dump_json(reply).decode()
        with self._database.writing() as connection:
            connection.execute(update(replies).where(replies.c.id == of, *_in(replies, where)).values(reply=text))

    def last_kept(self, where: Conversation) -> str | None:
        """Return the id of the reply kept last in a conversation, or None."""
        query = select(replies.c.id).where(*_in(replies, where)).order_by(replies.c.created_at.desc()).limit(1)
        with self._database.reading() as connection:
            return connection.scalars(query).first()

    def kept(self, reply_id: str, where: Conversation) -> Reply | None:
        """Return a kept reply, or None: unknown, another conversation's, or of a form that is no longer read."""
        query = select(replies.c.reply).where(replies.c.id == reply_id, *_in(replies, where))
        with self._database.reading() as connection:
            text = connection.scalars(query).first()
        try:
            return None if text is None else _REPLY.validate_json(text)
        except ValidationError:
            return None

    def kept_in(self, where: Conversation, limit: int) -> list[str]:
        """Return the ids of the replies kept last in a conversation, oldest first."""
        latest = replies.c.created_at.desc()
        query = select(replies.c.id).where(*_in(replies, where)).order_by(latest).limit(limit)
        with self._database.reading() as connection:
            return list(connection.scalars(query))[::-1]

    def of(self, caller: Caller, channel: str, limit: int) -> list[tuple[str, str, float]]:
        """Return somebody's conversations over a channel, latest first: place, first question, time of the last."""
        began, last = func.min(replies.c.created_at).label("began"), func.max(replies.c.created_at).label("last")
        own = (replies.c.caller == caller.key, replies.c.channel == channel)
        each = select(replies.c.place, began, last).where(*own).group_by(replies.c.place).subquery()
        first = (replies.c.place == each.c.place) & (replies.c.created_at == each.c.began)
        asked = JsonMember(replies.c.reply, "question")
        query = select(each.c.place, asked, each.c.last).join(replies, first).order_by(each.c.last.desc()).limit(limit)
        with self._database.reading() as connection:
            return [(place, question or "", at) for place, question, at in connection.execute(query)]

    def erase(self, where: Conversation) -> None:
        """Forget questions and replies of a conversation."""
        with self._database.writing() as connection:
            for each in (turns, replies):
                connection.execute(delete(each).where(*_in(each, where)))


def _in(table: Table, where: Conversation) -> tuple[ColumnElement[bool], ...]:
    return table.c.channel == where.channel, table.c.place == where.place
