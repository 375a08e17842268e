"""What somebody said or tapped -> what is to be done for them, and what comes of it. Synchronous; desks do the work."""

from __future__ import annotations

import html
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, NamedTuple

from bot.messenger import manual, texts
from bot.messenger.addressing import Addressed, read
from bot.messenger.commands import ADMINISTRATION, COMMANDS, UPLOADING, CommandLine
from bot.messenger.desk import Desk
from bot.messenger.file_desk import FileDesk
from bot.messenger.incoming import Incoming
from bot.messenger.joining_desk import JoiningDesk
from bot.messenger.own_file_desk import OwnFileDesk
from bot.messenger.pressing import Pressed, pressed
from bot.messenger.screens import Rows, Screen
from bot.services.acceptance import objection, suffix_of
from bot.services.assistant import Assistant
from bot.services.handing_in import BroughtFile
from bot.services.jobs import Job
from knowledge.callers import Identity, Visit
from knowledge.secrecy import REFUSED

REMEMBERED = 500
"""Conversations whose last `/plan` or `/find` is known, so that the buttons under it mean something."""


class News(NamedTuple):
    """What somebody else is told."""

    place: str
    screen: Screen


class Outcome(NamedTuple):
    """What is shown of what was done."""

    screen: Screen
    files: Mapping[str, bytes] = {}
    leads_on: str = ""
    """The kept answer that questions may lead on from."""

    is_long: bool = False
    """It is an answer, of which the page shows more than one message."""

    news: tuple[News, ...] = ()


class Doing(NamedTuple):
    """What is given to work while it is done."""

    show: Callable[[str], None]
    """Takes an answer as far as it has come."""

    stop: threading.Event
    brought: tuple[str, bytes]
    """Name and bytes of a file, which has been fetched."""


class Work(NamedTuple):
    """What is to be done: through which door, and how."""

    door: Literal["question", "lookup", "file"]
    do: Callable[[Doing], Outcome]


@dataclass(frozen=True)
class ReceptionDesk:
    """Everything may block and is called in a thread, but for `is_stop`."""

    assistant: Assistant
    channel: str
    most_bytes: int
    """Of a file that the messenger carries."""

    desk: Desk
    _words: dict[str, str] = field(default_factory=dict)
    """What stood behind the last `/plan` or `/find` of a place."""

    def visit(self, event: Incoming) -> Visit:
        """Return who did something where; they are entered under a number where they are new."""
        caller = self.assistant.people.caller(event.identity(self.channel))
        return Visit(caller=caller, conversation=event.where(self.channel))

    def place_of(self, person: int) -> str | None:
        """Return the conversation in which a person is alone with the bot; None for who is not known here."""
        found = (one.subject for one in self.assistant.people.identities(person) if one.channel == self.channel)
        return next((f"single:{subject}" for subject in found), None)

    def page_link(self, question: str, event: Incoming, url: str) -> str:
        """Return the address at which somebody can see an answer whole; empty where they cannot sign in there."""
        from urllib.parse import quote

        own = self.assistant.people.find(Identity(channel="web", subject=event.subject))
        known = self.assistant.people.identities(self.assistant.people.caller(event.identity(self.channel)).number)
        may_open = (own is not None and self.assistant.people.may_read(own)) or any(i.channel == "web" for i in known)
        # What Markdown would read as its own signs is written as numbers too.
        asked = quote(question, safe="").replace("_", "%5F").replace("~", "%7E")
        return f"{url}?q={asked}" if url and may_open else ""

    def work(self, event: Incoming) -> Work:
        """Return what is to be done for an event."""
        visit = self.visit(event)
        if not self.assistant.people.may_read(visit.caller):
            return Work("lookup", partial(self._turned_away, event))
        if event.tapped:
            return self._pressed(event, visit)
        if event.file is not None:
            return Work("file", partial(self._brought, visit))
        if event.entered:
            return Work("lookup", lambda _: Outcome(self.desk.welcome()))
        if event.other:
            return Work(
                "lookup", lambda _: Outcome(Screen(parts=(texts.CANNOT_READ.get(event.other, texts.NOT_TEXT),)))
            )
        return self._said(event, visit)

    def leading_on(self, reply_id: str, visit: Visit) -> Rows:
        """Return all buttons of an answer with what may be asked next; none where there is nothing."""
        return self.desk.leading_on(reply_id, visit)

    def _said(self, event: Incoming, visit: Visit) -> Work:
        said, line = typed(event.text), None
        if said.command in COMMANDS:
            line = COMMANDS[said.command]
        elif not event.shared and said.command in ADMINISTRATION and self.assistant.people.is_admin(visit.caller):
            line = ADMINISTRATION[said.command]
        elif said.command in UPLOADING and self.assistant.people.may_upload(visit.reader):
            line = UPLOADING[said.command]
        elif said.command:
            return Work("lookup", lambda _: Outcome(Screen(parts=(texts.UNKNOWN_COMMAND,))))
        if line is not None:
            if said.command in {"plan", "find"}:
                self._remember(event.place, said.words)
            if said.command in {"ask", "new"} and said.words:
                return Work("question", partial(self._asked, said.words, visit, anew=said.command == "new"))
            return Work(line.door, partial(self._looked_up, line, said, visit))
        if not event.shared and said.words.isdecimal():
            opened = self._numbered(said.words, visit)
            if opened is not None:
                return Work("lookup", lambda _: opened)
        return Work("question", partial(self._asked, said.words, visit, from_file=True))

    def _numbered(self, number: str, visit: Visit) -> Outcome | None:
        """Six digits let somebody in; one or two open a source of the last answer."""
        if len(number) == 6 and self.assistant.people.is_admin(visit.caller):  # noqa: PLR2004 - of a code
            return Outcome(JoiningDesk(self.assistant).requested(number, visit))
        kept = self.assistant.replies.meant(None, visit) if len(number) <= 2 else None  # noqa: PLR2004 - of a marker
        screen = self.desk.opened_by_number(kept.id, int(number), visit) if kept else None
        return None if screen is None else Outcome(screen)

    def _asked(
        self, question: str, visit: Visit, doing: Doing, *, from_file: bool = False, anew: bool = False
    ) -> Outcome:
        if anew:
            self.desk.new_topic(visit)
        if not question:
            return Outcome(Screen(parts=(texts.EMPTY_QUESTION,)))
        own = self.desk.answer_from_file(question, visit) if from_file else None
        if own is not None:
            return Outcome(own)
        written = self.desk.answer(question, visit, show=doing.show, stop=doing.stop)
        return Outcome(written.screen, leads_on=written.leads_on, is_long=len(written.screen.parts) > 1)

    def _looked_up(self, line: CommandLine, said: Addressed, visit: Visit, _: Doing) -> Outcome:
        screen, files = line.show(self.desk, said.words, visit)
        return Outcome(screen, files)

    def _pressed(self, event: Incoming, visit: Visit) -> Work:
        button = Pressed(event.tapped, event.label, self._words.get(event.place, ""), event.shared)
        if button.leads_to_question:
            return Work("question", partial(self._asked_by_button, button, visit))
        door: Literal["lookup", "file"] = "file" if button.is_on_a_file else "lookup"
        return Work(door, partial(self._done, button, visit))

    def _asked_by_button(self, button: Pressed, visit: Visit, doing: Doing) -> Outcome:
        question = button.question(self.desk, visit)
        if question is None:
            return Outcome(Screen(parts=(texts.BUTTON_UNKNOWN,)))
        outcome = self._asked(question, visit, doing)
        asked = Screen(parts=(texts.ASKED.format(question=html.escape(question, quote=False)),))
        return outcome._replace(
            screen=outcome.screen.model_copy(update={"parts": (*asked.parts, *outcome.screen.parts)})
        )

    def _done(self, button: Pressed, visit: Visit, doing: Doing) -> Outcome:
        screen, files, told = pressed(button, self.desk, visit, Job(doing.stop))
        place = self.place_of(told[0]) if told else None
        return Outcome(screen, files, news=(News(place, told[1]),) if told and place else ())

    def _turned_away(self, event: Incoming, _: Doing) -> Outcome:
        if event.shared:
            return Outcome(Screen(parts=(texts.STRANGER_IN_GROUP,)))
        stranger = self.assistant.people.caller(event.identity(self.channel))
        told, shown = JoiningDesk(self.assistant).asked_in(stranger, event.name or event.subject)
        admins = map(self.place_of, sorted(self.assistant.people.admins())) if shown else ()
        return Outcome(told, news=tuple(News(place, shown) for place in admins if place and shown))

    def _brought(self, visit: Visit, doing: Doing) -> Outcome:
        (name, data), handing_in = doing.brought, self.assistant.handing_in
        refused = objection(name, len(data), most=self.most_bytes)
        own = handing_in is None or not handing_in.allows(visit)
        if own and refused != REFUSED and not self.assistant.own_texts.may_be_sent:
            return Outcome(Screen(parts=(texts.NO_DRAFTS_OVER_MESSENGERS,)))
        if refused:
            return Outcome(Screen(parts=(refused,)))
        if own or handing_in is None:
            return Outcome(OwnFileDesk(self.desk).brought(visit, data, suffix_of(name)))
        file = BroughtFile(name=name, data=data, visit=visit)
        return Outcome(FileDesk(handing_in).read(file, Job(doing.stop)))

    def _remember(self, place: str, words: str) -> None:
        self._words.pop(place, None)
        self._words[place] = words
        if len(self._words) > REMEMBERED:
            self._words.pop(next(iter(self._words)))


def typed(text: str) -> Addressed:
    """Take what was typed apart; commands in the way of Chinese offices too."""
    return read(text, username="\0")


def is_stop(event: Incoming) -> bool:
    """Tell whether an event ends what is being answered."""
    return bool(event.text) and typed(event.text).command == "stop"


def desk_of(assistant: Assistant) -> Desk:
    """Return the desk of a messenger without a command menu."""
    return Desk(assistant, help_text=manual.HELP_IN_OFFICES)
