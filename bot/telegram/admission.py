"""Who is let in: readers and administrators. Everybody else is told how to ask for it."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Chat, Message, Update, User
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.telegram import delivery, texts
from bot.telegram.assistant_port import Assistant
from bot.telegram.filters import is_for_bot
from bot.telegram.handlers.inline import offer
from bot.telegram.joining import Joining
from bot.telegram.screens import Screen


@dataclass(frozen=True)
class Admission:
    """Stands before every handler; for people who are not let in, nothing is looked up."""

    assistant: Assistant
    joining: Joining

    async def check(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Let an update pass, or turn its sender away.

        Raises:
            ApplicationHandlerStop: The sender may not ask.
        """
        user = update.effective_user
        if user is not None and self.assistant.may_read(user.id):
            return
        if user is not None and update.callback_query:
            await delivery.acknowledge(update.callback_query, texts.STRANGER_IN_GROUP)
        elif update.inline_query:
            await offer(update.inline_query, [], texts.INLINE_STRANGER)
        elif user is not None and update.message and is_for_bot(update.message):
            await self._turn_away(update.message, user)
        raise ApplicationHandlerStop

    async def _turn_away(self, message: Message, user: User) -> None:
        if message.chat.type != Chat.PRIVATE:
            await delivery.reply(message, Screen(parts=(texts.STRANGER_IN_GROUP,)))
            return
        if self.assistant.is_open_to_somebody():
            await self.joining.turn_away(message, user)
        else:
            text = texts.NOT_OPEN.format(secrecy=texts.SECRECY, user=user.id)
            await delivery.reply(message, Screen(parts=(text,)))
