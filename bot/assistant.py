"""The assistant as a channel meets it: one open library, one answerer, the people it may speak to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from bot.answering import Answering, Readers
from bot.hearing import Hearing
from bot.logs import request
from bot.names import held_line
from bot.own_texts import OwnTexts
from bot.page_pictures import Draw
from bot.practices import Practices
from bot.rehearsal import Rehearsal
from bot.rules import Rules
from bot.shelf import Shelf
from bot.standards import Standards
from bot.witness import Witness, not_in_the_way, shown_passages
from knowledge.answers import Answer, Draft, Notice, Progress, Reply, finished
from knowledge.catalog.audit import AuditLog
from knowledge.catalog.conversations import Conversations
from knowledge.catalog.database import Database
from knowledge.catalog.extracts import Extracts
from knowledge.catalog.keyword import KeywordFindings
from knowledge.catalog.standards import StandardAnswers
from knowledge.documents import Hit, Kind
from knowledge.errors import ModelError
from knowledge.library import Library
from knowledge.people import People
from knowledge.questions.conversation import turn_after, understood
from knowledge.questions.filters import EVERYTHING, Filters
from knowledge.questions.long_questions import condensed
from knowledge.questions.turns import Turn
from knowledge.regulations.comparison import Comparison
from knowledge.regulations.findings import Finding, Match
from knowledge.regulations.lookup import Asked
from knowledge.regulations.replies import standalone
from knowledge.retrieval import Findings
from knowledge.secrecy import QUESTION_REFUSED, mark_of_question
from knowledge.tokens import simplified
from knowledge.writing.model_writer import ModelWriter

UNKEPT = "0" * 12
"""Stands for a reply that could not be kept: its buttons say that they are too old."""


class Assistant:
    """Answers, remembers the conversation and opens sources, for people named by a numeric id."""

    def __init__(  # noqa: PLR0913  # one part each
        self,
        *,
        library: Library,
        rules: Rules,
        conversations: Conversations,
        writer: ModelWriter | None = None,
        people: People,
        readers: Readers = Readers(),  # noqa: B008 - a tuple of None
        read_draft: Callable[[bytes, str], str] | None = None,
        draw: Draw | None = None,
    ) -> None:
        self.library = library
        self._rules = rules
        self._answering = Answering(library, rules, readers)
        self._hearing = Hearing(library.catalog.database)
        self._writer = writer
        self._conversations = conversations
        self.practices = Practices(library.catalog, Extracts(library.catalog.database), self._answering.retriever())
        """Examples and formulas, for those who may see the labels given."""

        self.own_texts = OwnTexts(rules, self.labels, library, self._answering.judge, read_draft)
        """What people bring themselves; it is read and not kept."""

        self.standards = Standards(StandardAnswers(library.catalog.database), rules.texts, self._hits)
        """Answers that an administrator approved."""

        self.rehearsal = Rehearsal(self._answers, self._hits)
        """What could be answered, without anybody being answered."""

        self._witness = Witness(AuditLog(library.catalog.database))
        self.shelf = Shelf(library.catalog, people, draw)
        self.people = people
        """Whom the administrator named; looked up at each call."""

    @property
    def database(self) -> Database:
        """The catalog's file, in which channels keep what must outlive the process."""
        return self.library.catalog.database

    @property
    def owns_index(self) -> bool:
        """Whether this process keeps the vector index."""
        return self.library.owns_index

    def ask(
        self,
        question: str,
        *,
        session: str | None,
        user: int | None,
        as_of: str | None = None,
        filters: Filters = EVERYTHING,
    ) -> Reply:
        """Return the reply to `question` in the conversation `session`, and remember the question.

        Args:
            question: As the person wrote it.
            session: Names the conversation; follow-ups are understood within it. None is a question by itself.
            user: Who asks; 0 sees public material only, None everything (the command line).
            as_of: Answer from what was in force on this day, `YYYY-MM-DD`; None is today.
            filters: Answer from such documents alone; provisions and examples are then not looked up.

        Raises:
            BadRequestError: The question is too short or too long.
        """
        with request():
            return finished(self.stream(question, session=session, user=user, as_of=as_of, filters=filters))

    def stream(
        self,
        question: str,
        *,
        session: str | None,
        user: int | None,
        as_of: str | None = None,
        filters: Filters = EVERYTHING,
        stop: threading.Event | None = None,
    ) -> Progress:
        """Yield the answer as it grows, each draft beginning with the one before, and the reply as the last item.

        The arguments are those of `ask`; once `stop` is set, nothing more is written and the reply is what was shown.
        The question is remembered when the reply is there: read the iterator to its end.
        """
        if mark_of_question(question) is not None:
            # Neither kept nor repeated, not even to the one who sent it.
            yield Notice(question="", standalone_question="", text=QUESTION_REFUSED)
            return
        turn = self._conversations.last_turn(session) if session else None
        heard = self._hearing.heard(question, self.labels(user))
        asked = condensed(understood(heard.text, turn))
        leans = turn is not None and asked == condensed(heard.text)
        before = {"previous": turn.standalone, "shown": turn.shown} if turn and leans else {}
        rest = {**before, "as_of": as_of, "stop": stop}
        for piece in self._answers(asked, self.labels(user), self._writer, filters=filters, **rest):
            if isinstance(piece, Draft):
                yield piece
                continue
            self._put_down(piece.model_copy(update={"question": heard.text}), turn=turn, session=session, user=user)
            yield heard.told(piece)

    def _put_down(self, reply: Reply, *, turn: Turn | None, session: str | None, user: int | None) -> None:
        """Remember the question and who saw what."""
        with not_in_the_way("the question was not remembered"):
            if session and (after := turn_after(reply, turn)) is not None:
                self._conversations.remember(session, question=reply.question, turn=after)
        self._witness.replied(reply, user=user)

    def search(
        self, query: str, *, user: int | None, limit: int, filters: Filters = EVERYTHING, as_of: str | None = None
    ) -> list[Hit]:
        """Return the passages that fit `query` best, of those that the person may see and that were in force."""
        hits = self._answering.retriever(as_of).retrieve(query, labels=self.labels(user), limit=limit, filters=filters)
        self._witness.saw(user, "search", (hit.passage.id for hit in hits))
        return hits

    def provisions(self, reference: str, *, user: int | None, session: str | None = None) -> Finding:
        """Return the provisions that a reference names, of what the person may see.

        In a conversation, 下一条 and 第二款呢 mean those of the provision before, and what is found is remembered.
        """
        turn = self._conversations.last_turn(session) if session else None
        previous = turn.standalone if turn else None
        found = self._rules.lookup.find(reference, Asked(labels=self.labels(user), previous=previous))
        self._witness.saw(user, "article", (match.document.id for match in found.matches))
        if session and (spoken_of := standalone(reference, found)):
            self._conversations.remember(session, question=reference, turn=Turn(standalone=spoken_of))
        return found

    def provision_of(self, reply: Answer, *, user: int | None) -> Match | None:
        """Return the article that all citations of an answer stand in; None for an answer from anywhere else."""
        return self._rules.provision_of(reply, self.labels(user))

    def provision(self, document_id: str, position: int, *, user: int | None) -> Match | None:
        """Return an article by its position in its instrument, from 0; None when it is not there for this person."""
        return self._rules.lookup.opened(document_id, position, Asked(labels=self.labels(user)))

    def compared(self, document_id: str, *, user: int | None) -> Comparison | None:
        """Return what changed between a text and the version before it, or after it where there is none before."""
        return self._rules.lookup.compared(document_id, Asked(labels=self.labels(user)))

    def keyword(
        self, text: str, *, user: int | None, limit: int, offset: int, kind: Kind | None = None
    ) -> KeywordFindings:
        """Return where words stand literally, each text with its standing."""
        found = self._rules.keyword(text, labels=self.labels(user), kind=kind, limit=limit, offset=offset)
        self._witness.saw(user, "keyword", (hit.document.id for hit in found.hits))
        return found

    def look(
        self, query: str, *, user: int | None, limit: int, filters: Filters = EVERYTHING, as_of: str | None = None
    ) -> Findings:
        """Return the same hits with what each signal said of them."""
        found = self._answering.retriever(as_of).look(query, labels=self.labels(user), limit=limit, filters=filters)
        self._witness.saw(user, "search", (hit.passage.id for hit in found.hits))
        return found

    def forget(self, session: str) -> None:
        """Begin the conversation anew."""
        self._conversations.forget(session)

    def keep(self, reply: Reply, *, session: str, reply_id: str | None = None) -> str:
        """Keep a reply, or keep it in the place of one, so that its buttons last; return its short id."""
        with not_in_the_way("the reply was not kept"):
            return self._conversations.keep(reply, session=session, reply_id=reply_id)
        return UNKEPT

    def kept(self, reply_id: str, *, session: str, user: int | None = None) -> Reply | None:
        """Return a kept reply, or None: unknown, another conversation's, or about what `user` may not see any more."""
        reply = self._conversations.kept(reply_id, session=session)
        shown = shown_passages(reply) if reply is not None else ()
        texts, labels = self._rules.texts(), self.labels(user)
        gone = user is not None and any(texts.passage(each, labels) is None for each in shown)
        return None if gone else reply

    def passage(self, passage_id: str, *, user: int | None) -> Hit | None:
        """Return a passage, or None when it has been removed or is not for this person."""
        found = self._rules.texts().passage(passage_id, self.labels(user))
        if found is None:
            return None
        passage, document, source = found
        self._witness.saw(user, "passage", (passage.id,))
        return Hit(rank=1, score=1.0, passage=passage, document=document, source=source)

    def labels(self, user: int | None) -> frozenset[str]:
        """Return the labels that a person may see, of those in use at this moment."""
        return self.people.labels(self.library.catalog.labels(), user)

    def may_read(self, user: int) -> bool:
        """Tell whether a person may ask at all."""
        return self.people.may_read(user)

    def may_upload(self, user: int) -> bool:
        """Tell whether a person may hand in documents."""
        return self.people.may_upload(user)

    def is_admin(self, user: int) -> bool:
        """Tell whether a person administers the library."""
        return self.people.is_admin(user)

    def is_open_to_somebody(self) -> bool:
        """Tell whether the administrator has named anybody."""
        return self.people.is_open_to_somebody()

    def simplified(self, text: str) -> str:
        """Return `text` in Simplified script, for reading."""
        return simplified(text)

    def warm_up(self) -> None:
        """Load the model and the dictionary beside the caller, so that the first question need not wait for them."""
        threading.Thread(target=self._load, daemon=True).start()

    def _load(self) -> None:
        # What is wrong with the model is told to the person who asks first.
        with suppress(ModelError):
            self._answering.retriever().retrieve("预热", labels=frozenset(), limit=1)

    def corpus_line(self, user: int | None = 0) -> str:
        """Return one line on what a person may see: how much of what kind, and whether it is only the samples."""
        return held_line(self.library.catalog.documents(self.labels(user)))

    def _answers(
        self,
        question: str,
        labels: frozenset[str],
        writer: ModelWriter | None = None,
        *,
        filters: Filters = EVERYTHING,
        **asked: Any,
    ) -> Progress:
        """Yield an approved answer, else the text of a provision, else what is found; under `filters`, only that."""
        if filters != EVERYTHING:
            answerer = self._answering.from_passages(writer, asked.pop("as_of", None), filters)
            yield from answerer.stream(question, labels=labels, **asked)
            return
        approved = self.standards.answer(question, labels) if asked.get("as_of") is None else None
        if approved is not None:
            yield approved
            return
        yield from self._answering.from_everything(writer).stream(question, labels=labels, **asked)

    def _hits(self, words: str, labels: frozenset[str]) -> list[Hit]:
        return self._answering.retriever().retrieve(words, labels=labels)
