"""The synchronous half of a chat: asks the core and says what is to be shown. It knows nothing of Telegram's calls."""

from __future__ import annotations

import html
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.brevity import in_short
from bot.messenger import callbacks, manual, passage_view, provision_view, rendering, texts
from bot.messenger.callbacks import Opening
from bot.messenger.screens import Button, Rows, Screen
from bot.services.asking import Question
from bot.services.assistant import Assistant
from bot.services.own_files import OwnFiles
from knowledge.answers import Answer, Citation, Draft, NoAnswer, Progress, Reply, finished
from knowledge.callers import ANYBODY, Visit
from knowledge.practices.pages import AGAIN, next_page


class Written(NamedTuple):
    """What is shown of a reply."""

    screen: Screen
    leads_on: str
    """The id of the kept answer that questions may lead on from; empty for a reply of another kind."""


@dataclass(frozen=True)
class Desk:
    """Every method may block and is called in a thread; it returns a screen, or None for a reply not kept any more."""

    assistant: Assistant
    own_files: OwnFiles = field(default_factory=OwnFiles)
    """What people brought for their conversations."""

    help_text: str = manual.HELP

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

    def help(self, visit: Visit) -> Screen:
        """Explain by task, and what this person may do beyond asking."""
        uploads = manual.HELP_FOR_UPLOADERS if self.assistant.people.may_upload(visit.reader) else ""
        manages = manual.HELP_FOR_ADMINS if self.assistant.people.is_admin(visit.reader) else ""
        return Screen(parts=(self._about(self.help_text, more=uploads + manages),))

    def new_topic(self, visit: Visit) -> Screen:
        """Forget what the conversation was about."""
        self.assistant.asking.begin_anew(visit)
        self.own_files.forget(visit.conversation)
        return Screen(parts=(texts.NEW_TOPIC,))

    def answer(self, question: str, visit: Visit, *, show: Callable[[str], None], stop: threading.Event) -> Written:
        """Ask the core, show the answer as it grows, keep the reply so that its buttons last, and show it whole.

        Raises:
            KnowledgeError: It could not be done.
        """
        reply = finished(self._shown_while(question, visit, show, stop))
        kept = self.assistant.replies.keep(reply, visit) if isinstance(reply, Answer | NoAnswer) else ""
        leads_on = isinstance(reply, Answer) and not stop.is_set()
        return Written(self._shown(reply, kept, visit), kept if leads_on else "")

    def leading_on(self, reply_id: str, visit: Visit) -> Rows:
        """Find what may be asked after a kept answer; return all its rows of buttons, or none when there is nothing."""
        reply = self.assistant.replies.leading_on(reply_id, visit)
        return () if reply is None else self._shown(reply, reply_id, visit).rows

    def answer_from_file(self, question: str, visit: Visit) -> Screen | None:
        """Answer from the file that the conversation is about; None when it is about none. Nothing of it is kept.

        Raises:
            BadRequestError: The question is too short or too long.
        """
        file = self.own_files.asked(visit.conversation)
        if file is None or file.own is None:
            return None
        reply = self.assistant.own_texts.answer(file.own, question)
        return rendering.from_own_file(reply, Button(label=texts.OWN_LEAVE, data=f"ox:{file.number}"))

    def _shown_while(self, question: str, visit: Visit, show: Callable[[str], None], stop: threading.Event) -> Progress:
        for piece in self.assistant.asking.stream(Question(text=question, visit=visit), stop):
            if isinstance(piece, Draft):
                show(piece.text)
            yield piece

    def restored(self, reply_id: str, visit: Visit) -> Screen | None:
        """Show a kept reply again."""
        reply = self.assistant.replies.find(reply_id, visit)
        return None if reply is None else self._shown(reply, reply_id, visit)

    def whole(self, reply_id: str, visit: Visit) -> Screen | None:
        """Show all of a kept reply, whatever the person chose."""
        reply = self.assistant.replies.find(reply_id, visit)
        return None if reply is None else self._shown(reply, reply_id, visit, brief=False)

    def following(self, reply_id: str, number: int, visit: Visit) -> str | None:
        """Return the question behind a button that leads on from a reply, or None."""
        return self.assistant.replies.following(reply_id, None if number == callbacks.ANOTHER_PAGE else number, visit)

    def opened(self, opening: Opening, visit: Visit) -> Screen | None:
        """Show the passage behind a button, or say why it cannot be shown."""
        reply = self.assistant.replies.find(opening.reply_id, visit)
        if reply is None and self.assistant.replies.is_hidden(opening.reply_id, visit):
            return Screen(parts=(texts.SOURCE_GONE,))
        target = target_of(reply, opening)
        if target is None:
            return None
        passage_id, citation, rows = target
        if opening.step:
            passage_id = self.assistant.documents.neighbour(passage_id, opening.step, visit) or ""
            citation = None
        hit = self.assistant.documents.passage(passage_id, visit)
        if hit is None:
            return passage_view.unavailable(texts.SOURCE_GONE, opening.reply_id, rows=rows)
        return passage_view.passage_screen(hit, citation, opening, rows=rows)

    def opened_by_number(self, reply_id: str, number: int, visit: Visit) -> Screen | None:
        """Show the source of a kept reply, or the nearest material, that has this number; None where there is none."""
        reply = self.assistant.replies.find(reply_id, visit)
        opening = Opening("s" if isinstance(reply, Answer) else "n", reply_id, number)
        return self.opened(opening, visit) if target_of(reply, opening) is not None else None

    def original(self, opening: Opening, visit: Visit) -> tuple[str, bytes] | None:
        """Return name and bytes of the file that a source came from; None when it is not there for this person."""
        reply = self.assistant.replies.find(opening.reply_id, visit)
        target = target_of(reply, opening)
        hit = self.assistant.documents.passage(target[0], visit) if target else None
        return self.assistant.documents.original(hit.document.id, visit) if hit else None

    def _about(self, text: str, **parts: str) -> str:
        corpus = html.escape(self.assistant.documents.in_one_line(Visit(caller=ANYBODY)), quote=False)
        return text.format(secrecy=texts.SECRECY, corpus=corpus, **parts)

    def _shown(self, reply: Reply, reply_id: str, visit: Visit, *, brief: bool | None = None) -> Screen:
        match reply:
            case Answer():
                brief = self.assistant.choices.of(visit.reader).brief if brief is None else brief
                short = in_short(reply, texts.SHORTENED) if brief else reply
                screen = rendering.answer(short, reply_id=reply_id)
                match = self.assistant.provisions.behind(reply, visit)
                below = provision_view.buttons(match) if match else ()
                if next_page(reply) is not None:
                    below = ((Button(label=AGAIN, data=callbacks.following(reply_id, callbacks.ANOTHER_PAGE)),), *below)
                last = rendering.last_row(reply_id, is_short=short is not reply, is_list=reply.page is not None)
                # At the end: they come last, and nothing else may move under somebody's thumb.
                onward = rendering.next_rows(reply, reply_id)
                return screen.model_copy(update={"rows": (*screen.rows, *below, last, *onward)})
            case NoAnswer():
                return rendering.no_answer(reply, reply_id=reply_id)
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
