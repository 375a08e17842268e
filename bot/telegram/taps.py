"""What people do in a chat, as handlers get it: a button tapped, a command sent in private; and what is shown then."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, Chat, MaybeInaccessibleMessage, Message, Update
from telegram.ext import ContextTypes

from bot.messenger.screens import Screen
from bot.telegram import delivery
from bot.telegram.counter import visitor
from knowledge.callers import Visit

# The library's own parameters: update, context, what a callback returns.
Answering = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


@dataclass(frozen=True)
class Tap:
    """A tap on a button, acknowledged."""

    update: Update
    context: ContextTypes.DEFAULT_TYPE
    query: CallbackQuery
    message: MaybeInaccessibleMessage
    """Under which the button stands."""

    found: re.Match[str]
    """The button's data, as the pattern of its kind reads it."""

    who: Visit

    @property
    def data(self) -> str:
        """What the button sent back."""
        return self.found[0]

    async def replace(self, screen: Screen) -> None:
        """Show a screen in place of the message."""
        await delivery.replace(self.context.bot, self.query, screen)

    async def below(self, text: str) -> None:
        """Say something below the message, which stays readable."""
        await delivery.below(self.context.bot, self.query, Screen(parts=(text,)))

    async def show(self, screen: Screen | None, missing: str) -> None:
        """Show a screen in place of the message; where there is none, say below it what is missing."""
        if screen is None:
            await self.below(missing)
        else:
            await self.replace(screen)


@dataclass(frozen=True)
class Sent:
    """A command sent in a private chat."""

    message: Message
    who: Visit

    async def reply(self, screen: Screen) -> None:
        """Answer the command."""
        await delivery.reply(self.message, screen)


def tapped(answer: Callable[[Tap], Awaitable[None]]) -> Answering:
    """Return the handler of a button: its clock is stopped first of all."""

    async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query, found = update.callback_query, context.match
        if query is None or query.message is None or found is None:
            return
        await delivery.acknowledge(query)
        await answer(Tap(update, context, query, query.message, found, visitor(query.message, query.from_user)))

    return handle


def in_private(answer: Callable[[Sent], Awaitable[None]]) -> Answering:
    """Return the handler of a command that is answered in private chats alone."""

    async def handle(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message, user = update.message, update.effective_user
        if message and user and message.chat.type == Chat.PRIVATE:
            await answer(Sent(message, visitor(message, user)))

    return handle
