"""Provisions by name and number, and words found literally."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import MaybeInaccessibleMessage, Message, Update
from telegram.ext import ContextTypes

from bot.messenger import provision_callbacks, texts
from bot.messenger.addressing import read
from bot.messenger.bridge import Bridge
from bot.messenger.provision_desk import ProvisionDesk
from bot.telegram.counter import answer_words
from bot.telegram.taps import Tap


@dataclass(frozen=True)
class ProvisionsRoom:
    """`/reg`, `/find`, and the buttons under what they show."""

    desk: ProvisionDesk
    lookups: Bridge

    async def look_up(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the provisions that stand behind `/reg`."""
        await answer_words(update, self.lookups, self.desk.looked_up, texts.EMPTY_REFERENCE)

    async def find(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show where the words behind `/find` stand."""
        await answer_words(update, self.lookups, self.desk.words_found, texts.EMPTY_WORDS)

    async def turn(self, tap: Tap) -> None:
        """Show another article, its chapter, the whole text or what changed, in place."""
        turn = provision_callbacks.turn(tap.data)
        screen = await self.lookups.call(self.desk.turned, turn, tap.who) if turn else None
        await tap.show(screen, texts.SOURCE_GONE)

    async def find_more(self, tap: Tap) -> None:
        """Turn the page of a literal search, or show one kind; its words stand in the message that was answered."""
        page, words = provision_callbacks.words_page_of(tap.data), _words_answered(tap.message)
        screen = await self.lookups.call(self.desk.words_found, words, tap.who, page) if page and words else None
        await tap.show(screen, texts.BUTTON_UNKNOWN)


def _words_answered(message: MaybeInaccessibleMessage) -> str:
    """Return the words behind the `/find` that the message with the button answers, or nothing."""
    shown = message if isinstance(message, Message) else None
    asked = shown.reply_to_message if shown else None
    found = read(asked.text, username=asked.get_bot().username) if asked and asked.text else None
    return found.words if found and found.command == "find" else ""
