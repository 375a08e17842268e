"""How a stranger is let in: a six-digit code for them, a decision of an administrator in the chat."""

from __future__ import annotations

import html
import logging
import re
from dataclasses import dataclass

from telegram import Bot, Chat, Message, Update, User
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.telegram import delivery, texts
from bot.telegram.assistant_port import Assistant
from bot.telegram.bridge import Bridge
from bot.telegram.filters import said
from bot.telegram.screens import Button, Rows, Screen
from knowledge.access import Person, Role
from knowledge.catalog.joining import JoinRequest, JoinRequests
from knowledge.errors import BadRequestError

logger = logging.getLogger(__name__)

DECIDE = r"^j:(reader|uploader|no):([0-9]{6})$"
STRIKE = r"^k:([0-9]{1,16})$"


@dataclass(frozen=True)
class Joining:
    """Requests, decisions and the list of people."""

    assistant: Assistant
    requests: JoinRequests
    lookups: Bridge

    async def turn_away(self, message: Message, user: User) -> None:
        """Give a stranger a code, and show the request to the administrators once."""
        code, new = await self.lookups.call(self.requests.ask, user.id, user.full_name)
        known = texts.STRANGER_CODE.format(code=code) if code else ""
        text = texts.STRANGER.format(secrecy=texts.SECRECY, user=user.id, code=known)
        await delivery.reply(message, Screen(parts=(text,)))
        if new:
            request = JoinRequest(user.id, user.full_name, code)
            for admin in sorted(self.assistant.people.admins()):
                await _show(message.get_bot(), admin, request)

    async def approve(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """`/approve 123456`, or the six digits alone: show the request and what can be decided."""
        message, user = update.message, update.effective_user
        if message is None or user is None or not self._may_decide(message.chat, user):
            return
        found = re.search(r"\d{6}", said(message).words)
        request = await self.lookups.call(self.requests.find, found[0]) if found else None
        screen = _decision(request) if request else Screen(parts=(texts.NO_SUCH_CODE,))
        await delivery.reply(message, screen)

    async def decide(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Let somebody in, or not."""
        query = update.callback_query
        found = re.fullmatch(DECIDE, query.data or "") if query else None
        if query is None or query.message is None or found is None:
            return
        await delivery.acknowledge(query)
        if not self._may_decide(query.message.chat, query.from_user):
            return
        request = await self.lookups.call(self.requests.find, found[2])
        if request is None:
            await delivery.replace(context.bot, query, Screen(parts=(texts.NO_SUCH_CODE,)))
            return
        if found[1] != "no":
            await self.lookups.call(self._admit, request, Role(found[1]))
        await self.lookups.call(self.requests.close, request.code)
        done = texts.ADMITTED if found[1] != "no" else texts.NOT_ADMITTED
        name = html.escape(request.name, quote=False)
        await delivery.replace(context.bot, query, Screen(parts=(done.format(name=name, user=request.person),)))
        await _tell(context.bot, request.person, texts.WELCOME_IN if found[1] != "no" else texts.TURNED_DOWN)

    async def users(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """List who is let in and who waits, with what can be decided."""
        message, user = update.message, update.effective_user
        if message is None or user is None or not self._may_decide(message.chat, user):
            return
        await delivery.reply(message, await self.lookups.call(self._list))

    async def strike(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Take somebody off the list; it holds from their next message."""
        query = update.callback_query
        found = re.fullmatch(STRIKE, query.data or "") if query else None
        if query is None or query.message is None or found is None:
            return
        await delivery.acknowledge(query)
        if self._may_decide(query.message.chat, query.from_user):
            await self.lookups.call(self.assistant.people.remove, int(found[1]))
            await delivery.replace(context.bot, query, await self.lookups.call(self._list))

    def _may_decide(self, chat: Chat, user: User) -> bool:
        return chat.type == Chat.PRIVATE and self.assistant.is_admin(user.id)

    def _admit(self, request: JoinRequest, role: Role) -> None:
        try:
            self.assistant.people.add(request.person, name=request.name, role=role)
        except BadRequestError:  # a name that cannot be one
            self.assistant.people.add(request.person, role=role)

    def _list(self) -> Screen:
        everybody, waiting = self.assistant.people.everybody(), self.requests.waiting()
        lines = [f"{each.id}　{texts.ROLES[each.role]}　{_name(each)}" for each in everybody]
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
