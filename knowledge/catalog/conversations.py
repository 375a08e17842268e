"""What was asked in each conversation, and replies kept so that their buttons outlive a restart."""

from __future__ import annotations

import secrets
import time
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError
from sqlalchemy import delete, insert, select

from knowledge.answers import Reply
from knowledge.catalog.database import Database
from knowledge.catalog.schema import replies, turns

_REPLY: TypeAdapter[Reply] = TypeAdapter(Annotated[Reply, Field(discriminator="reply")])


class Conversations:
    """Conversations by name, e.g. that of a chat."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def remember(self, session: str, *, question: str, standalone: str) -> None:
        """Add a question, as it was asked and as it is understood without what went before."""
        turn = {"session": session, "question": question, "standalone": standalone, "asked_at": time.time()}
        with self._database.writing() as connection:
            connection.execute(insert(turns).values(turn))

    def last_question(self, session: str) -> str | None:
        """Return the last question of the conversation in its standalone form, or None at the beginning."""
        query = select(turns.c.standalone).where(turns.c.session == session).order_by(turns.c.pk.desc()).limit(1)
        with self._database.reading() as connection:
            return connection.scalars(query).first()

    def forget(self, session: str) -> None:
        """Forget the questions; replies stay, as their buttons are still on people's screens."""
        with self._database.writing() as connection:
            connection.execute(delete(turns).where(turns.c.session == session))

    def keep(self, reply: Reply, *, session: str) -> str:
        """Keep a reply and return its id: twelve characters of 0-9a-f, so that it fits into a button."""
        reply_id = secrets.token_hex(6)
        text = _REPLY.dump_json(reply).decode()
        row = {"id": reply_id, "session": session, "reply": text, "created_at": time.time()}
        with self._database.writing() as connection:
            connection.execute(insert(replies).values(row))
        return reply_id

    def kept(self, reply_id: str, *, session: str) -> Reply | None:
        """Return a kept reply, or None: unknown, another conversation's, or of a form that is no longer read."""
        query = select(replies.c.reply).where(replies.c.id == reply_id, replies.c.session == session)
        with self._database.reading() as connection:
            text = connection.scalars(query).first()
        try:
            return None if text is None else _REPLY.validate_json(text)
        except ValidationError:
            return None
