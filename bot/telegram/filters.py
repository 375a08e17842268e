"""Which handler a message is for."""

from __future__ import annotations

from collections.abc import Callable

from telegram import Chat, Message
from telegram.ext import filters

from bot.messenger import texts
from bot.messenger.addressing import Addressed, read
from knowledge.callers import Caller, Someone


def said(message: Message) -> Addressed:
    """Take a text message apart."""
    return read(message.text or "", username=message.get_bot().username)


def is_for_bot(message: Message) -> bool:
    """Tell whether the bot was meant: always in private, in a group when commanded, named or replied to.

    A command without a name counts only when it is one of ours: a group can have several bots.
    """
    if message.chat.type == Chat.PRIVATE:
        return True
    words = said(message)
    replied_to = message.reply_to_message.from_user if message.reply_to_message else None
    to_bot = replied_to is not None and replied_to.id == message.get_bot().id
    return not words.to_another and (words.command in texts.COMMANDS or words.named or to_bot)


class ForBot(filters.MessageFilter):
    """A message that was meant for the bot."""

    def filter(self, message: Message) -> bool:
        """See `is_for_bot`."""
        return is_for_bot(message)


class Command(filters.MessageFilter):
    """A message that begins with one of these commands, also in the ways in which Telegram does not recognise one."""

    def __init__(self, *commands: str) -> None:
        super().__init__(name=f"Command({commands})")
        self._commands = commands

    def filter(self, message: Message) -> bool:
        """Tell whether the message begins with the command."""
        return said(message).command in self._commands


class From(filters.MessageFilter):
    """A message of somebody who may do something at this moment."""

    def __init__(self, may: Callable[[Caller], bool]) -> None:
        super().__init__(name="From")
        self._may = may

    def filter(self, message: Message) -> bool:
        """Ask for the sender's right."""
        return message.from_user is not None and self._may(Someone(number=message.from_user.id))


NEW_TEXT = filters.UpdateType.MESSAGE & filters.TEXT & ForBot()
"""What is said to the bot now: edits are no new message."""

PLAIN = NEW_TEXT & Command("")
"""A question without a command."""

SIX_DIGITS = filters.Regex(r"^\s*\d{6}\s*$")

PRIVATE = filters.ChatType.PRIVATE
NEW_OTHER = filters.UpdateType.MESSAGE & PRIVATE & ~filters.TEXT & ~filters.StatusUpdate.ALL
NEW_FILE = NEW_OTHER & filters.Document.ALL & ~filters.ANIMATION
EDITED = filters.UpdateType.EDITED_MESSAGE & PRIVATE
