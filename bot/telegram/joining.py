"""How a stranger is let in: a six-digit code for them, a decision of an administrator in the chat."""

from __future__ import annotations

import html
import logging
import re
from dataclasses import dataclass

from telegram import Bot, Message, User
from telegram.error import TelegramError

from bot.names import ROLES
from bot.services.assistant import Assistant
from bot.telegram import delivery, texts
from bot.telegram.bridge import Bridge
from bot.telegram.filters import said
from bot.telegram.screens import Button, Rows, Screen
from bot.telegram.taps import Sent, Tap
from knowledge.access import Person, Role
from knowledge.callers import Someone, Visit
from knowledge.catalog.joining import JoinRequest

logger = logging.getLogger(__name__)

DECIDE = r"^j:(reader|uploader|no):([0-9]{6})$"
STRIKE = r"^k:([0-9]{1,16})$"


@dataclass(frozen=True)
class JoiningRoom:
    """Requests, decisions and the list of people."""

    assistant: Assistant
    lookups: Bridge

    async def turn_away(self, message: Message, user: User) -> None:
        """Give a stranger a code, and show the request to the administrators once."""
        ask = self.assistant.joining.ask
        request, new = await self.lookups.call(ask, Someone(number=user.id), user.full_name)
        known = texts.STRANGER_CODE.format(code=request.code) if request.code else ""
        text = texts.STRANGER.format(secrecy=texts.SECRECY, user=user.id, code=known)
        await delivery.reply(message, Screen(parts=(text,)))
        if new:
            for admin in sorted(self.assistant.people.admins()):
                await _show(message.get_bot(), admin, request)

    async def approve(self, sent: Sent) -> None:
        """`/approve 123456`, or the six digits alone: show the request and what can be decided."""
        found = re.search(r"\d{6}", said(sent.message).words)
        request = await self.lookups.call(self.assistant.joining.find, found[0], sent.who) if found else None
        await sent.reply(_decision(request) if request else Screen(parts=(texts.NO_SUCH_CODE,)))

    async def decide(self, tap: Tap) -> None:
        """Let somebody in, or not."""
        role = None if tap.found[1] == "no" else Role(tap.found[1])
        request = await self.lookups.call(self.assistant.joining.decide, tap.found[2], role, tap.who)
        if request is None:
            await tap.replace(Screen(parts=(texts.NO_SUCH_CODE,)))
            return
        done = texts.ADMITTED if role else texts.NOT_ADMITTED
        name = html.escape(request.name, quote=False)
        await tap.replace(Screen(parts=(done.format(name=name, user=request.person),)))
        await _tell(tap.context.bot, request.person, texts.WELCOME_IN if role else texts.TURNED_DOWN)

    async def users(self, sent: Sent) -> None:
        """List who is let in and who waits, with what can be decided."""
        await sent.reply(await self.lookups.call(self._list, sent.who))

    async def strike(self, tap: Tap) -> None:
        """Take somebody off the list; it holds from their next message."""
        await self.lookups.call(self.assistant.joining.strike, int(tap.found[1]), tap.who)
        await tap.replace(await self.lookups.call(self._list, tap.who))

    def _list(self, who: Visit) -> Screen:
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


def _name(person: Person) -> str:
    return html.escape(person.name, quote=False) or (texts.NAMED_BY_SETTINGS if person.from_settings else "")


def _decision(request: JoinRequest) -> Screen:
    name = html.escape(request.name, quote=False)
    text = texts.ASKS_IN.format(name=name, user=request.person, code=request.code)
    choices = (("批准为使用人员", "reader"), ("批准并可上传", "uploader"), ("不批准", "no"))
    return Screen(parts=(text,), rows=tuple((Button(label=a, data=f"j:{b}:{request.code}"),) for a, b in choices))


async def _show(bot: Bot, admin: int, request: JoinRequest) -> None:
    screen = _decision(request)
    try:
        await bot.send_message(admin, screen.parts[0], reply_markup=delivery.keyboard(screen.rows))
    except TelegramError as error:  # an administrator who never wrote to the bot cannot be written to
        logger.warning("telegram: an administrator was not told: %s", error)


async def _tell(bot: Bot, person: int, text: str) -> None:
    try:
        await bot.send_message(person, text)
    except TelegramError as error:
        logger.warning("telegram: a person was not told: %s", error)
