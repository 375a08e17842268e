"""The synchronous half of letting a stranger in: a code for them, a decision of an administrator in the chat."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from bot.messenger import texts
from bot.messenger.screens import Button, Rows, Screen
from bot.names import ROLES
from bot.services.assistant import Assistant
from knowledge.access import Person, Role
from knowledge.callers import Someone, Visit
from knowledge.catalog.joining import JoinRequest

DECIDE = r"^j:(reader|uploader|no):([0-9]{6})$"
STRIKE = r"^k:([0-9]{1,16})$"


@dataclass(frozen=True)
class JoiningDesk:
    """Every method may block and is called in a thread."""

    assistant: Assistant

    def asked_in(self, stranger: Someone, name: str) -> tuple[Screen, Screen | None]:
        """Give a stranger a code; return what they are told, and what the administrators are shown of a new request."""
        if not self.assistant.people.is_open_to_somebody():
            return Screen(parts=(texts.NOT_OPEN.format(secrecy=texts.SECRECY, user=stranger.number),)), None
        request, new = self.assistant.joining.ask(stranger, name)
        known = texts.STRANGER_CODE.format(code=request.code) if request.code else ""
        text = texts.STRANGER.format(secrecy=texts.SECRECY, user=stranger.number, code=known)
        return Screen(parts=(text,)), decision(request) if new else None

    def requested(self, words: str, who: Visit) -> Screen:
        """Show the request whose code stands in some words, and what can be decided."""
        found = re.search(r"\d{6}", words)
        request = self.assistant.joining.find(found[0], who) if found else None
        return decision(request) if request else Screen(parts=(texts.NO_SUCH_CODE,))

    def decided(self, choice: str, code: str, who: Visit) -> tuple[Screen, tuple[int, Screen] | None]:
        """Let somebody in, or not; return what the administrator is told, and who is told what of it."""
        role = None if choice == "no" else Role(choice)
        request = self.assistant.joining.decide(code, role, who)
        if request is None:
            return Screen(parts=(texts.NO_SUCH_CODE,)), None
        done = texts.ADMITTED if role else texts.NOT_ADMITTED
        text = done.format(name=html.escape(request.name, quote=False), user=request.person)
        news = Screen(parts=(texts.WELCOME_IN if role else texts.TURNED_DOWN,))
        return Screen(parts=(text,)), (request.person, news)

    def struck(self, person: int, who: Visit) -> Screen:
        """Take somebody off the list, and list the others; it holds from their next message."""
        self.assistant.joining.strike(person, who)
        return self.listed(who)

    def listed(self, who: Visit) -> Screen:
        """List who is let in and who waits, with what can be decided."""
        everybody, waiting = self.assistant.joining.listed(who)
        lines = [f"{each.id}　{ROLES[each.role]}　{_name(each)}" for each in everybody]
        asked = [f"{each.code}　{each.person}　{html.escape(each.name, quote=False)}" for each in waiting]
        text = texts.PEOPLE.format(people="\n".join(lines), waiting="\n".join(asked) or "没有")
        rows: Rows = tuple(
            (Button(label=f"停用 {each.name or each.id}", data=f"k:{each.id}"),)
            for each in everybody
            if not each.from_settings
        )
        return Screen(parts=(text[:4000],), rows=rows[:20])


def decision(request: JoinRequest) -> Screen:
    """Show a request, and what can be decided on it."""
    name = html.escape(request.name, quote=False)
    text = texts.ASKS_IN.format(name=name, user=request.person, code=request.code)
    choices = (("批准为使用人员", "reader"), ("批准并可上传", "uploader"), ("不批准", "no"))
    return Screen(parts=(text,), rows=tuple((Button(label=a, data=f"j:{b}:{request.code}"),) for a, b in choices))


def _name(person: Person) -> str:
    return html.escape(person.name, quote=False) or (texts.NAMED_BY_SETTINGS if person.from_settings else "")
