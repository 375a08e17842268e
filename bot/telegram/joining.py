"""How a stranger is let in: a six-digit code for them, a decision of an administrator in the chat."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from telegram import Bot, Message, User
from telegram.error import TelegramError

from bot.messenger.bridge import Bridge
from bot.messenger.joining_desk import JoiningDesk
from bot.messenger.screens import Screen
from bot.services.assistant import Assistant
from bot.telegram import delivery
from bot.telegram.filters import said
from bot.telegram.taps import Sent, Tap
from knowledge.callers import Someone

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class JoiningRoom:
    """Requests, decisions and the list of people."""

    assistant: Assistant
    lookups: Bridge

    @property
    def desk(self) -> JoiningDesk:
        """Return the synchronous half."""
        return JoiningDesk(self.assistant)

    async def turn_away(self, message: Message, user: User) -> None:
        """Give a stranger a code, and show the request to the administrators once."""
        told, shown = await self.lookups.call(self.desk.asked_in, Someone(number=user.id), user.full_name)
        await delivery.reply(message, told)
        if shown is not None:
            for admin in sorted(self.assistant.people.admins()):
                await _tell(message.get_bot(), admin, shown)

    async def approve(self, sent: Sent) -> None:
        """`/approve 123456`, or the six digits alone: show the request and what can be decided."""
        await sent.reply(await self.lookups.call(self.desk.requested, said(sent.message).words, sent.who))

    async def decide(self, tap: Tap) -> None:
        """Let somebody in, or not."""
        told, news = await self.lookups.call(self.desk.decided, tap.found[1], tap.found[2], tap.who)
        await tap.replace(told)
        if news is not None:
            await _tell(tap.context.bot, *news)

    async def users(self, sent: Sent) -> None:
        """List who is let in and who waits, with what can be decided."""
        await sent.reply(await self.lookups.call(self.desk.listed, sent.who))

    async def strike(self, tap: Tap) -> None:
        """Take somebody off the list; it holds from their next message."""
        await tap.replace(await self.lookups.call(self.desk.struck, int(tap.found[1]), tap.who))


async def _tell(bot: Bot, person: int, screen: Screen) -> None:
    try:
        await bot.send_message(person, screen.parts[0], reply_markup=delivery.keyboard(screen.rows))
    except TelegramError as error:  # an administrator who never wrote to the bot cannot be written to
        logger.warning("telegram: a person was not told: %s", error)
