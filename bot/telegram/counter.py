"""The asynchronous half of a chat: carries what a handler wants to the desk and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from telegram import Chat, MaybeInaccessibleMessage, Message, Update, User

from bot.messenger.bridge import Bridge
from bot.messenger.desk import Desk
from bot.messenger.screens import Screen
from bot.telegram import delivery
from bot.telegram.filters import said
from knowledge.callers import TELEGRAM, Conversation, Someone, Visit


@dataclass(frozen=True)
class Counter:
    """The desk behind three doors: opening a source waits for nobody's long answer, and neither for what leads on."""

    desk: Desk
    questions: Bridge = field(default_factory=Bridge)
    lookups: Bridge = field(default_factory=Bridge)
    beside: Bridge = field(default_factory=lambda: Bridge(1))
    """What nobody waits for."""


def visitor(message: MaybeInaccessibleMessage, user: User) -> Visit:
    """Return who says something in which conversation, each topic one of its own; in a group others read along."""
    thread = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    place = f"{message.chat.id}" + (f":{thread}" if thread else "")
    where = Conversation(channel=TELEGRAM, place=place, shared=message.chat.type != Chat.PRIVATE)
    return Visit(caller=Someone(number=user.id), conversation=where)


def private(user: User) -> Visit:
    """Return somebody by themselves: what they may do at all."""
    return Visit(caller=Someone(number=user.id))


async def answer_words(update: Update, bridge: Bridge, look: Callable[[str, Visit], Screen], when_empty: str) -> None:
    """Answer a command with what the desk makes of the words behind it; without words, show how it is used."""
    message, user = update.message, update.effective_user
    if message is None or user is None:
        return
    words = said(message).words
    if not words:
        await delivery.reply(message, Screen(parts=(when_empty,)))
        return
    await delivery.reply(message, await bridge.call(look, words, visitor(message, user)))
