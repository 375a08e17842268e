"""Standard answers: approved in a reply to an answer or to a question that had none; listed; deleted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from telegram import InlineKeyboardButton, Message

from bot.messenger import callbacks, texts
from bot.messenger.bridge import Bridge
from bot.messenger.standards_desk import StandardsDesk
from bot.services.assistant import Assistant
from bot.services.standards import Approval
from bot.telegram import delivery
from bot.telegram.filters import said
from bot.telegram.taps import Sent, Tap


@dataclass(frozen=True)
class StandardsRoom:
    """`/standard`, `/standards` and their buttons, for administrators in private."""

    assistant: Assistant
    lookups: Bridge
    approved: Callable[[], None]
    """Called when there may be a new standard answer."""

    @property
    def desk(self) -> StandardsDesk:
        """Return the synchronous half."""
        return StandardsDesk(self.assistant)

    async def approve(self, sent: Sent) -> None:
        """Approve the answer that is replied to, or the words behind the command once they have been checked."""
        replied = sent.message.reply_to_message
        reply_id, number = delivery.reply_under(replied), _question_under(replied)
        wanted = Approval(visit=sent.who, reply_id=reply_id, missing=number, words=said(sent.message).words)
        await sent.reply(await self.lookups.call(self.desk.approved, wanted))
        self.approved()

    async def write(self, tap: Tap) -> None:
        """Say how an answer to a question that had none is written."""
        screen = await self.lookups.call(self.desk.wanted, int(tap.found[1]), tap.who)
        if screen is None:
            await tap.below(texts.BUTTON_UNKNOWN)
        else:
            await delivery.below(tap.context.bot, tap.query, screen)

    async def list_standards(self, sent: Sent) -> None:
        """List what was approved, and whether it still holds."""
        await sent.reply(await self.lookups.call(self.desk.listed, sent.who))

    async def delete(self, tap: Tap) -> None:
        """Forget one."""
        await tap.replace(await self.lookups.call(self.desk.deleted, int(tap.found[1]), tap.who))


def _question_under(message: Message | None) -> int | None:
    """Return the unanswered question whose button a message carries, or None."""
    rows: tuple[tuple[InlineKeyboardButton, ...], ...] = (
        message.reply_markup.inline_keyboard if message and message.reply_markup else ()
    )
    found = (re.fullmatch(callbacks.AGAIN, str(button.callback_data)) for row in rows for button in row)
    return next((int(each[1]) for each in found if each), None)
