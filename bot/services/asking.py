"""A question asked: refused, answered, remembered, and put down where the material does not answer it."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import perf_counter

from bot.logs import request
from bot.services.core import Core, WantedAnswer
from bot.services.events import NotedAsMissing, OverQuota, Replied, Tell, TopicBegun
from bot.services.rights import Rights
from bot.services.witness import not_in_the_way
from knowledge.answers import Answer, Draft, NoAnswer, Notice, Progress, Reply, finished
from knowledge.callers import Someone, Visit
from knowledge.catalog.audit import AuditLog
from knowledge.catalog.conversations import Conversations
from knowledge.catalog.feedback import UnansweredTable
from knowledge.documents import Frozen
from knowledge.questions.conversation import turn_after, turn_of_questions
from knowledge.questions.filters import EVERYTHING, Filters
from knowledge.questions.turns import Turn
from knowledge.secrecy import QUESTION_REFUSED, mark_of_question

OVER_QUOTA = "您一天内的提问已达上限（{limit}个），请过些时候再问。条文和原文仍可用 /reg、/find 查。"
DAY = timedelta(days=1)


class Question(Frozen):
    """What somebody asks."""

    text: str
    visit: Visit
    as_of: str | None = None
    """Answer from what was in force on this day, `YYYY-MM-DD`; None is today."""

    before: tuple[str, ...] = ()
    """What was asked before it, oldest first, where whoever asks remembers that themselves."""

    filters: Filters = EVERYTHING
    """Answer from such documents alone; provisions and examples are then not looked up."""


@dataclass(frozen=True)
class Asking:
    """Where it is decided who gets an answer at all."""

    core: Core
    rights: Rights
    tell: Tell
    quota: int = 0
    """Questions that one person may ask in a day over all channels; 0 for any number."""

    def ask(self, question: Question) -> Reply:
        """Return the reply to a question.

        Raises:
            KnowledgeError: It cannot be done; the message is a Chinese sentence.
        """
        with request():
            return finished(self.stream(question))

    def stream(self, question: Question, stop: threading.Event | None = None) -> Progress:
        """Yield the answer as it grows, each draft beginning with the one before, and the reply as the last item.

        Once `stop` is set, nothing more is written and the reply is what was shown. The question is remembered when
        the reply is there: read the iterator to its end.
        """
        visit, began = question.visit, perf_counter()
        if mark_of_question(question.text) is not None:
            # Neither kept nor repeated, not even to the one who sent it.
            yield Notice(question="", standalone_question="", text=QUESTION_REFUSED)
            return
        if self._has_asked_enough(visit):
            self.tell(OverQuota(by=visit.caller))
            text = OVER_QUOTA.format(limit=self.quota)
            yield Notice(question=question.text, standalone_question=question.text, text=text)
            return
        turn = turn_of_questions(question.before) or self._last_turn(visit)
        wanted = WantedAnswer(
            text=question.text,
            labels=self.rights.labels(visit),
            turn=turn,
            as_of=question.as_of,
            filters=question.filters,
        )
        first: float | None = None
        for piece in self.core.answers(wanted, stop):
            now = perf_counter() - began
            first = now if first is None else first
            if not isinstance(piece, Draft):
                replied = Replied(by=visit.caller, reply=piece, first_seconds=first, seconds=now)
                self._put_down(replied, turn, visit)
            yield piece

    def warm_up(self) -> None:
        """Make ready beside the caller what the first question would have to wait for."""
        self.core.warm_up()

    def begin_anew(self, visit: Visit) -> None:
        """Let what was said before no longer bear on what is asked next."""
        if visit.conversation is not None:
            self._conversations.forget(visit.conversation)
            self.tell(TopicBegun(by=visit.caller))

    def _last_turn(self, visit: Visit) -> Turn | None:
        return self._conversations.last_turn(visit.conversation) if visit.conversation else None

    @property
    def _conversations(self) -> Conversations:
        return Conversations(self.core.catalog.database)

    def _has_asked_enough(self, visit: Visit) -> bool:
        if not self.quota or not isinstance(visit.caller, Someone):
            return False
        log = AuditLog(self.core.catalog.database)
        return log.asked_since(visit.caller, datetime.now(UTC) - DAY) >= self.quota

    def _put_down(self, replied: Replied, turn: Turn | None, visit: Visit) -> None:
        """Remember the question, note it where the material does not answer, and say that there is a reply.

        In one transaction: each of them is a wait for the disk.
        """
        with not_in_the_way("the question was not put down"), self.core.catalog.database.writing():
            self._remember(replied.reply, turn, visit)
            self.tell(replied)

    def _remember(self, reply: Reply, turn: Turn | None, visit: Visit) -> None:
        where = visit.conversation
        if where is None:
            return
        if (after := turn_after(reply, turn)) is not None:
            self._conversations.remember(where, by=visit.caller, question=reply.question, turn=after)
        if is_missing(reply):
            UnansweredTable(self.core.catalog.database).note(reply.question, where, by=visit.caller)
            self.tell(NotedAsMissing(by=visit.caller, question=reply.question))


def is_missing(reply: Reply) -> bool:
    """Tell whether the material does not answer, or only comes near."""
    return isinstance(reply, NoAnswer) or (isinstance(reply, Answer) and reply.strength == "related")
