"""What was asked in each conversation, and replies kept so that their buttons outlive a restart."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError
from sqlalchemy import delete, insert, select, update

from knowledge.answers import Reply
from knowledge.catalog.database import Database
from knowledge.catalog.schema import replies, turns
from knowledge.questions.turns import Turn

EXPIRY = 12 * 3600.0
"""Seconds after which a question no longer bears on the next: what was asked yesterday is another matter."""

_REPLY: TypeAdapter[Reply] = TypeAdapter(Annotated[Reply, Field(discriminator="reply")])


class Conversations:
    """Conversations by name, e.g. that of a chat."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def remember(self, session: str, *, question: str, turn: Turn) -> None:
        """Add a question as it was asked, with what a later one may refer to."""
        row = {
            "session": session,
            "question": question,
            "standalone": turn.standalone,
            "turn": turn.model_dump_json(),
            "asked_at": self._clock(),
        }
        with self._database.writing() as connection:
            connection.execute(insert(turns).values(row))

    def last_turn(self, session: str) -> Turn | None:
        """Return the last question with its answer, or None at the beginning and after a long silence."""
        since = self._clock() - EXPIRY
        query = select(turns.c.standalone, turns.c.turn).where(turns.c.session == session, turns.c.asked_at > since)
        with self._database.reading() as connection:
            row = connection.execute(query.order_by(turns.c.pk.desc()).limit(1)).first()
        if row is None:
            return None
        return Turn.model_validate_json(row.turn) if row.turn else Turn(standalone=row.standalone)

    def forget(self, session: str) -> None:
        """Forget the questions; replies stay, as their buttons are still on people's screens."""
        with self._database.writing() as connection:
            connection.execute(delete(turns).where(turns.c.session == session))

    def keep(self, reply: Reply, *, session: str, reply_id: str | None = None) -> str:
        """Keep a reply and return its id: twelve characters of 0-9a-f, so that it fits into a button.

        Args:
            reply: What was answered.
            session: The conversation that it belongs to.
            reply_id: Of the kept reply, of the same conversation, that it takes the place of; None for a new one.
        """
        text = _REPLY.dump_json(reply).decode()
        with self._database.writing() as connection:
            if reply_id is not None:
                kept = (replies.c.id == reply_id, replies.c.session == session)
                connection.execute(update(replies).where(*kept).values(reply=text))
                return reply_id
            row = {"id": secrets.token_hex(6), "session": session, "reply": text, "created_at": time.time()}
            connection.execute(insert(replies).values(row))
        return str(row["id"])

    def last_kept(self, session: str) -> str | None:
        """Return the id of the reply kept last in a conversation, or None."""
        query = select(replies.c.id).where(replies.c.session == session).order_by(replies.c.created_at.desc()).limit(1)
        with self._database.reading() as connection:
            return connection.scalars(query).first()

    def kept(self, reply_id: str, *, session: str) -> Reply | None:
        """Return a kept reply, or None: unknown, another conversation's, or of a form that is no longer read."""
        query = select(replies.c.reply).where(replies.c.id == reply_id, replies.c.session == session)
        with self._database.reading() as connection:
            text = connection.scalars(query).first()
        try:
            return None if text is None else _REPLY.validate_json(text)
        except ValidationError:
            return None
