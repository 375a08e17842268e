"""The asynchronous half of a chat: carries what a handler wants to the desk and back."""

from __future__ import annotations

from dataclasses import dataclass, field

from telegram import Chat, MaybeInaccessibleMessage, Message, User

from bot.telegram.assistant_port import PUBLIC_ONLY
from bot.telegram.bridge import Bridge
from bot.telegram.desk import Desk, Visitor


@dataclass(frozen=True)
class Counter:
    """The desk behind two doors, so that opening a source never waits for somebody's long answer."""

    desk: Desk
    questions: Bridge = field(default_factory=Bridge)
    lookups: Bridge = field(default_factory=Bridge)


def visitor(message: MaybeInaccessibleMessage, user: User) -> Visitor:
    """Return the conversation, each topic one of its own, and whose rights count.

    In a group those are the rights of anybody, since everybody there reads the answer.
    """
    thread = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    session = f"telegram:{message.chat.id}" + (f":{thread}" if thread else "")
    return Visitor(session=session, user=user.id if message.chat.type == Chat.PRIVATE else PUBLIC_ONLY)
