"""The asynchronous half of a chat: carries what a handler wants to the desk and back."""

from __future__ import annotations

from dataclasses import dataclass, field

from telegram import Chat, User

from bot.telegram.assistant_port import PUBLIC_ONLY
from bot.telegram.bridge import Bridge
from bot.telegram.desk import Desk, Visitor


@dataclass(frozen=True)
class Counter:
    """The desk behind two doors, so that opening a source never waits for somebody's long answer."""

    desk: Desk
    questions: Bridge = field(default_factory=Bridge)
    lookups: Bridge = field(default_factory=Bridge)


def visitor(chat: Chat, user: User) -> Visitor:
    """Return whose rights count: in a group those of anybody, since everybody there reads the answer."""
    return Visitor(session=f"telegram:{chat.id}", user=user.id if chat.type == Chat.PRIVATE else PUBLIC_ONLY)
