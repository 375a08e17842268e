"""The synchronous half of a chat: asks the core and says what is to be shown. It knows nothing of Telegram's calls."""

from __future__ import annotations

import html
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.brevity import shortened
from bot.telegram import callbacks, manual, passage_view, provision_view, rendering, texts
from bot.telegram.assistant_port import Assistant
from bot.telegram.callbacks import Opening
from bot.telegram.own_files import OwnFiles
from bot.telegram.screens import Button, Rows, Screen
from knowledge.answers import Answer, Citation, Draft, NoAnswer, Progress, Reply, finished
from knowledge.catalog.chat_settings import ChatSettings
from knowledge.catalog.feedback import Unanswered
from knowledge.practices.pages import AGAIN, next_page


@dataclass(frozen=True)
class Visitor:
    """On whose behalf something is looked up: the conversation, and the person whose rights count in it."""

    session: str
    user: int


class Written(NamedTuple):
    """What is shown of a reply."""

    screen: Screen
    leads_on: str
    """The id of the kept answer that questions may lead on from; empty for a reply of another kind."""


@dataclass(frozen=True)
class Desk:
    """Every method may block and is called in a thread; it returns a screen, or None for a reply not kept any more."""

    assistant: Assistant
    unanswered: Unanswered
    settings: ChatSettings
    own_files: OwnFiles = field(default_factory=OwnFiles)
    """What people brought for their conversations."""

    def welcome(self) -> Screen:
        """Introduce the assistant, and ask who is there."""
        roles = tuple(Button(label=role, data=f"w:{number}") for number, role in enumerate(texts.STARTERS, 1))
        return Screen(parts=(self._about(manual.WELCOME),), rows=(roles,))

    def starters(self, number: int) -> Screen:
        """Offer one sort of people their worked examples as buttons that ask; any other number leads back."""
        roles = list(texts.STARTERS)
        if not 1 <= number <= len(roles):
            return self.welcome()
        role = roles[number - 1]
        rows = (*rendering.question_rows(texts.STARTERS[role]), (Button(label="返回", data="w:0"),))
        return Screen(parts=(texts.STARTER.format(role=role),), rows=rows)

    def help(self, visitor: Visitor) -> Screen:
        """Explain by task, and what this person may do beyond asking."""
        uploads = manual.HELP_FOR_UPLOADERS if self.assistant.may_upload(visitor.user) else ""
        manages = manual.HELP_FOR_ADMINS if self.assistant.is_admin(visitor.user) else ""
        return Screen(parts=(self._about(manual.HELP, more=uploads + manages),))

    def new_topic(self, visitor: Visitor) -> Screen:
        """Forget what the conversation was about."""
        self.assistant.forget(visitor.session)
        self.own_files.forget(visitor.session)
        return Screen(parts=(texts.NEW_TOPIC,))

    def answer(self, question: str, visitor: Visitor, *, show: Callable[[str], None], stop: threading.Event) -> Written:
        """Ask the core, show the answer as it grows, keep the reply so that its buttons last, and show it whole.

        Raises:
            KnowledgeError: It could not be done.
        """
        reply = finished(self._shown_while(question, visitor, show, stop))
        kept = self.assistant.keep(reply, session=visitor.session) if isinstance(reply, Answer | NoAnswer) else ""
        if isinstance(reply, NoAnswer) or (isinstance(reply, Answer) and reply.strength == "related"):
            chat = int(visitor.session.split(":")[1])
            self.unanswered.note(reply.question, session=visitor.session, person=visitor.user, chat=chat)
        leads_on = isinstance(reply, Answer) and not stop.is_set()
        return Written(self._shown(reply, kept, visitor), kept if leads_on else "")

    def leading_on(self, reply_id: str, visitor: Visitor) -> Rows:
        """Find what may be asked after a kept answer; return all its rows of buttons, or none when there is nothing."""
        reply = self.assistant.kept(reply_id, session=visitor.session, user=visitor.user)
        if not isinstance(reply, Answer):
            return ()
        onward = self.assistant.rehearsal.next_questions(reply, self.assistant.labels(visitor.user))
        if not onward:
            return ()
        reply = reply.model_copy(update={"next_questions": onward})
        self.assistant.keep(reply, session=visitor.session, reply_id=reply_id)
        return self._shown(reply, reply_id, visitor).rows

    def answer_from_file(self, question: str, visitor: Visitor) -> Screen | None:
        """Answer from the file that the conversation is about; None when it is about none. Nothing of it is kept.

        Raises:
            BadRequestError: The question is too short or too long.
        """
        file = self.own_files.asked(visitor.session)
        if file is None or file.own is None:
            return None
        reply = self.assistant.own_texts.answer(file.own, question)
        return rendering.from_own_file(reply, Button(label=texts.OWN_LEAVE, data=f"ox:{file.number}"))

    def _shown_while(
        self, question: str, visitor: Visitor, show: Callable[[str], None], stop: threading.Event
    ) -> Progress:
        for piece in self.assistant.stream(question, session=visitor.session, user=visitor.user, stop=stop):
            if isinstance(piece, Draft):
                show(piece.text)
            yield piece

    def restored(self, reply_id: str, visitor: Visitor) -> Screen | None:
        """Show a kept reply again."""
        reply = self.assistant.kept(reply_id, session=visitor.session, user=visitor.user)
        return None if reply is None else self._shown(reply, reply_id, visitor)

    def whole(self, reply_id: str, visitor: Visitor) -> Screen | None:
        """Show all of a kept reply, whatever the person chose."""
        reply = self.assistant.kept(reply_id, session=visitor.session, user=visitor.user)
        return None if reply is None else self._shown(reply, reply_id, visitor, brief=False)

    def following(self, reply_id: str, number: int, visitor: Visitor) -> str | None:
        """Return the question behind a button that leads on from a reply, or None."""
        reply = self.assistant.kept(reply_id, session=visitor.session, user=visitor.user)
        if isinstance(reply, Answer) and number == callbacks.ANOTHER_PAGE:
            return next_page(reply)
        if not isinstance(reply, Answer) or number >= len(reply.next_questions):
            return None
        return reply.next_questions[number].question

    def opened(self, opening: Opening, visitor: Visitor) -> Screen | None:
        """Show the passage behind a button, or say why it cannot be shown."""
        reply = self.assistant.kept(opening.reply_id, session=visitor.session, user=visitor.user)
        target = target_of(reply, opening)
        if target is None:
            return None
        passage_id, citation, rows = target
        if opening.step:
            passage_id = self.assistant.shelf.neighbour(passage_id, opening.step, user=visitor.user) or ""
            citation = None
        hit = self.assistant.passage(passage_id, user=visitor.user)
        if hit is None:
            return passage_view.unavailable(texts.SOURCE_GONE, opening.reply_id, rows=rows)
        return passage_view.opened(hit, citation, opening, rows=rows)

    def original(self, opening: Opening, visitor: Visitor) -> tuple[str, bytes] | None:
        """Return name and bytes of the file that a source came from; None when it is not there for this person."""
        reply = self.assistant.kept(opening.reply_id, session=visitor.session, user=visitor.user)
        target = target_of(reply, opening)
        hit = self.assistant.passage(target[0], user=visitor.user) if target else None
        return self.assistant.shelf.original(hit.document.id, user=visitor.user) if hit else None

    def _about(self, text: str, **parts: str) -> str:
        corpus = html.escape(self.assistant.corpus_line(), quote=False)
        return text.format(secrecy=texts.SECRECY, corpus=corpus, **parts)

    def _shown(self, reply: Reply, reply_id: str, visitor: Visitor, *, brief: bool | None = None) -> Screen:
        match reply:
            case Answer():
                brief = self.settings.of(visitor.user).brief if brief is None else brief
                short = shortened(reply, texts.SHORTENED) if brief else reply
                screen = rendering.answer(short, reply_id=reply_id, simplify=self.assistant.simplified)
                match = self.assistant.provision_of(reply, user=visitor.user)
                below = provision_view.buttons(match) if match else ()
                if next_page(reply) is not None:
                    below = ((Button(label=AGAIN, data=callbacks.following(reply_id, callbacks.ANOTHER_PAGE)),), *below)
                last = rendering.last_row(reply_id, is_short=short is not reply, is_list=reply.page is not None)
                # At the end: they come last, and nothing else may move under somebody's thumb.
                onward = rendering.next_row(reply, reply_id)
                return screen.model_copy(update={"rows": (*screen.rows, *below, last, *onward)})
            case NoAnswer():
                return rendering.no_answer(reply, reply_id=reply_id, simplify=self.assistant.simplified)
            case _:
                return rendering.choices(reply)


def target_of(reply: Reply | None, opening: Opening) -> tuple[str, Citation | None, Rows] | None:
    """Return what a button of a reply points at, or None when the reply has no such source."""
    if isinstance(reply, Answer) and opening.what == "s":
        rows = rendering.source_rows(reply, opening.reply_id)
        found = (citation for citation in reply.citations if citation.marker == opening.number)
        return next(((citation.passage_id, citation, rows) for citation in found), None)
    if isinstance(reply, NoAnswer) and opening.what == "n" and 1 <= opening.number <= len(reply.nearest):
        hit = reply.nearest[opening.number - 1]
        return hit.passage.id, None, rendering.nearest_rows(reply, opening.reply_id)
    return None
