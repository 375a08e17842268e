"""The synchronous half of a chat: asks the core and says what is to be shown. It knows nothing of Telegram's calls."""

from __future__ import annotations

import html
import threading
from collections.abc import Callable
from dataclasses import dataclass

from bot.telegram import passage_view, provision_view, rendering, texts
from bot.telegram.assistant_port import Assistant
from bot.telegram.callbacks import Opening
from bot.telegram.screens import Button, Rows, Screen
from knowledge.answers import Answer, Citation, Draft, NoAnswer, Progress, Reply, finished
from knowledge.catalog.feedback import Unanswered


@dataclass(frozen=True)
class Visitor:
    """On whose behalf something is looked up: the conversation, and the person whose rights count in it."""

    session: str
    user: int


@dataclass(frozen=True)
class Desk:
    """Every method may block and is called in a thread; it returns a screen, or None for a reply not kept any more."""

    assistant: Assistant
    unanswered: Unanswered

    def welcome(self) -> Screen:
        """Introduce the assistant, and ask who is there."""
        roles = tuple(Button(label=role, data=f"w:{number}") for number, role in enumerate(texts.STARTERS, 1))
        return Screen(parts=(self._about(texts.WELCOME),), rows=(roles,))

    def starters(self, number: int) -> Screen:
        """Offer one sort of people their worked examples as buttons that ask; any other number leads back."""
        roles = list(texts.STARTERS)
        if not 1 <= number <= len(roles):
            return self.welcome()
        role = roles[number - 1]
        rows = (*rendering.question_rows(texts.STARTERS[role]), (Button(label="返回", data="w:0"),))
        return Screen(parts=(texts.STARTER.format(role=role),), rows=rows)

    def help(self) -> Screen:
        """Explain by task."""
        return Screen(parts=(self._about(texts.HELP),))

    def new_topic(self, visitor: Visitor) -> Screen:
        """Forget what the conversation was about."""
        self.assistant.forget(visitor.session)
        return Screen(parts=(texts.NEW_TOPIC,))

    def answer(self, question: str, visitor: Visitor, *, show: Callable[[str], None], stop: threading.Event) -> Screen:
        """Ask the core, show the answer as it grows, keep the reply so that its buttons last, and show it whole.

        Raises:
            KnowledgeError: It could not be done.
        """
        reply = finished(self._shown_while(question, visitor, show, stop))
        kept = self.assistant.keep(reply, session=visitor.session) if isinstance(reply, Answer | NoAnswer) else ""
        if isinstance(reply, NoAnswer):
            chat = int(visitor.session.split(":")[1])
            self.unanswered.note(reply.question, session=visitor.session, person=visitor.user, chat=chat)
        return self._shown(reply, kept, visitor)

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

    def opened(self, opening: Opening, visitor: Visitor) -> Screen | None:
        """Show the passage behind a button, or say why it cannot be shown."""
        reply = self.assistant.kept(opening.reply_id, session=visitor.session, user=visitor.user)
        target = _target(reply, opening)
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
        target = _target(reply, opening)
        hit = self.assistant.passage(target[0], user=visitor.user) if target else None
        return self.assistant.shelf.original(hit.document.id, user=visitor.user) if hit else None

    def _about(self, text: str) -> str:
        return text.format(secrecy=texts.SECRECY, corpus=html.escape(self.assistant.corpus_line(), quote=False))

    def _shown(self, reply: Reply, reply_id: str, visitor: Visitor) -> Screen:
        match reply:
            case Answer():
                screen = rendering.answer(reply, reply_id=reply_id, simplify=self.assistant.simplified)
                match = self.assistant.provision_of(reply, user=visitor.user)
                below = provision_view.buttons(match) if match else ()
                return screen.model_copy(update={"rows": (*screen.rows, *below, rendering.verdict_row(reply_id))})
            case NoAnswer():
                return rendering.no_answer(reply, reply_id=reply_id, simplify=self.assistant.simplified)
            case _:
                return rendering.choices(reply)


def _target(reply: Reply | None, opening: Opening) -> tuple[str, Citation | None, Rows] | None:
    """Return what a button of a reply points at, or None when the reply has no such source."""
    if isinstance(reply, Answer) and opening.what == "s":
        rows = rendering.source_rows(reply, opening.reply_id)
        found = (citation for citation in reply.citations if citation.marker == opening.number)
        return next(((citation.passage_id, citation, rows) for citation in found), None)
    if isinstance(reply, NoAnswer) and opening.what == "n" and 1 <= opening.number <= len(reply.nearest):
        hit = reply.nearest[opening.number - 1]
        return hit.passage.id, None, rendering.nearest_rows(reply, opening.reply_id)
    return None
