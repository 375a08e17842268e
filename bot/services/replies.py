"""Replies that were given: kept, found again, and what leads on from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bot.services.core import Core
from bot.services.rehearsal import Rehearsal
from bot.services.rights import Rights
from bot.services.witness import not_in_the_way, shown_passages
from knowledge.answers import Answer, NoAnswer, Reply
from knowledge.callers import Operator, Visit
from knowledge.catalog.conversations import Conversations
from knowledge.practices.pages import next_page

UNKEPT = "0" * 12
"""Stands for a reply that could not be kept: its buttons say that they are too old."""


class KeptReply(NamedTuple):
    """A reply with its short id."""

    id: str
    reply: Answer | NoAnswer


@dataclass(frozen=True)
class Replies:
    """Those of each conversation; a reply opens where it was given, while everything in it may still be seen."""

    core: Core
    rights: Rights
    rehearsal: Rehearsal

    def keep(self, reply: Reply, visit: Visit) -> str:
        """Keep a reply so that it can be referred to; return its id, twelve characters of 0-9a-f."""
        if visit.conversation is not None:
            with not_in_the_way("the reply was not kept"):
                return self._conversations.keep(reply, visit.conversation, by=visit.caller)
        return UNKEPT

    def find(self, reply_id: str, visit: Visit) -> Reply | None:
        """Return a kept reply, or None: unknown, another conversation's, or about what may not be seen any more."""
        reply = self._conversations.kept(reply_id, visit.conversation) if visit.conversation else None
        if reply is None or isinstance(visit.reader, Operator):
            return reply
        texts, labels = self.core.texts(), self.rights.labels(visit)
        return None if any(texts.passage(each, labels) is None for each in shown_passages(reply)) else reply

    def history(self, visit: Visit, *, limit: int) -> list[tuple[str, Reply | None]]:
        """Return the replies of a conversation by their ids, oldest first; None for what may not be seen any more."""
        kept = self._conversations.kept_in(visit.conversation, limit) if visit.conversation else []
        return [(reply_id, self.find(reply_id, visit)) for reply_id in kept]

    def conversations(self, visit: Visit, *, channel: str, limit: int) -> list[tuple[str, str, float]]:
        """Return somebody's own conversations over a channel, latest first: place, first question, time of the last."""
        return self._conversations.of(visit.caller, channel, limit)

    def erase(self, visit: Visit) -> None:
        """Forget a conversation: what was asked in it and what was answered."""
        if visit.conversation is not None:
            self._conversations.erase(visit.conversation)

    def is_hidden(self, reply_id: str, visit: Visit) -> bool:
        """Tell whether a reply is kept, but something in it may not be seen any more."""
        kept = self._conversations.kept(reply_id, visit.conversation) if visit.conversation else None
        return kept is not None and self.find(reply_id, visit) is None

    def meant(self, reply_id: str | None, visit: Visit) -> KeptReply | None:
        """Return the answer, or the refusal, that is meant: the one named, else the last of the conversation."""
        last = self._conversations.last_kept(visit.conversation) if visit.conversation else None
        wanted = reply_id or last or UNKEPT
        reply = self.find(wanted, visit)
        return KeptReply(wanted, reply) if isinstance(reply, Answer | NoAnswer) else None

    def leading_on(self, reply_id: str, visit: Visit) -> Answer | None:
        """Find what may be asked after a kept answer, and keep it with that; None when there is nothing."""
        reply = self.find(reply_id, visit)
        if not isinstance(reply, Answer) or visit.conversation is None:
            return None
        following = self.rehearsal.next_questions(reply, self.rights.labels(visit))
        if not following:
            return None
        reply = reply.model_copy(update={"next_questions": following})
        with not_in_the_way("what leads on was not kept"):
            self._conversations.put_in_place(reply, visit.conversation, of=reply_id)
        return reply

    def following(self, reply_id: str, number: int | None, visit: Visit) -> str | None:
        """Return a question that leads on from a kept answer, from 0, or for its next page; None for neither."""
        reply = self.find(reply_id, visit)
        if not isinstance(reply, Answer):
            return None
        if number is None:
            return next_page(reply)
        return reply.next_questions[number].question if number < len(reply.next_questions) else None

    @property
    def _conversations(self) -> Conversations:
        return Conversations(self.core.catalog.database)
