"""Provisions by name and number, and words found literally."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from bot.telegram import delivery, provision_callbacks, texts
from bot.telegram.addressing import read
from bot.telegram.bridge import Bridge
from bot.telegram.counter import answer_words, visitor
from bot.telegram.provision_desk import ProvisionDesk
from bot.telegram.screens import Screen


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

    async def turn(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show another article, its chapter, the whole text or what changed, in place."""
        query = update.callback_query
        turn = provision_callbacks.turn(query.data or "") if query else None
        if query is None or query.message is None or turn is None:
            return
        await delivery.acknowledge(query)
        who = visitor(query.message, query.from_user)
        screen = await self.lookups.call(self.desk.turned, turn, who)
        await _show(query, screen, context, texts.SOURCE_GONE)

    async def find_more(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Turn the page of a literal search, or show one kind; its words stand in the message that was answered."""
        query = update.callback_query
        page = provision_callbacks.words_page_of(query.data or "") if query else None
        if query is None or query.message is None or page is None:
            return
        await delivery.acknowledge(query)
        words = _words_answered(query)
        who = visitor(query.message, query.from_user)
        screen = await self.lookups.call(self.desk.words_found, words, who, page) if words else None
        await _show(query, screen, context, texts.BUTTON_UNKNOWN)


def _words_answered(query: CallbackQuery) -> str:
    """Return the words behind the `/find` that the message with the button answers, or nothing."""
    shown = query.message if isinstance(query.message, Message) else None
    asked = shown.reply_to_message if shown else None
    found = read(asked.text, username=asked.get_bot().username) if asked and asked.text else None
    return found.words if found and found.command == "find" else ""


async def _show(query: CallbackQuery, screen: Screen | None, context: ContextTypes.DEFAULT_TYPE, missing: str) -> None:
    if screen is None:
        await delivery.below(context.bot, query, Screen(parts=(missing,)))
    else:
        await delivery.replace(context.bot, query, screen)
