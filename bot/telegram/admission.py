"""Who is let in: readers and administrators. Everybody else is told how to ask for it."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Chat, Message, Update, User
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.messenger import texts
from bot.messenger.screens import Screen
from bot.services.assistant import Assistant
from bot.telegram import delivery, sayings
from bot.telegram.filters import is_for_bot
from bot.telegram.handlers.inline import offer
from bot.telegram.joining import JoiningRoom
from bot.telegram.menu import Menus
from knowledge.access import Role
from knowledge.callers import Someone


@dataclass(frozen=True)
class Admission:
    """Stands before every handler; for people who are not let in, nothing is looked up."""

    assistant: Assistant
    joining: JoiningRoom
    menus: Menus

    async def check(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Let an update pass, or turn its sender away.

        Raises:
            ApplicationHandlerStop: The sender may not ask.
        """
        user = update.effective_user
        if user is not None and update.message and update.message.chat.type == Chat.PRIVATE:
            self._follow_role(user.id, context)
        if user is not None and self.assistant.people.may_read(Someone(number=user.id)):
            return
        if user is not None and update.callback_query:
            await delivery.acknowledge(update.callback_query, texts.STRANGER_IN_GROUP)
        elif update.inline_query:
            await offer(update.inline_query, [], sayings.INLINE_STRANGER)
        elif user is not None and update.message and is_for_bot(update.message):
            await self._turn_away(update.message, user)
        raise ApplicationHandlerStop

    def _follow_role(self, person: int, context: ContextTypes.DEFAULT_TYPE) -> None:
        """See to the person's menu beside their message, which does not wait for it."""
        named = self.assistant.people.person(person)
        role = named.role if named else Role.READER
        if context.application.running:
            context.application.create_task(self.menus.follow(context.bot, person, role))

    async def _turn_away(self, message: Message, user: User) -> None:
        if message.chat.type != Chat.PRIVATE:
            await delivery.reply(message, Screen(parts=(texts.STRANGER_IN_GROUP,)))
            return
        await self.joining.turn_away(message, user)
