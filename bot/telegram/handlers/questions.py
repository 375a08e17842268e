"""Questions: typed, commanded or tapped."""

from __future__ import annotations

import html
from dataclasses import dataclass

from telegram import InlineKeyboardButton, Message, Update
from telegram.ext import ContextTypes

from bot.telegram import delivery, texts
from bot.telegram.counter import Counter, visitor
from bot.telegram.desk import Visitor
from bot.telegram.filters import said
from bot.telegram.screens import Screen
from bot.telegram.signs import alongside, noticed, typing


@dataclass(frozen=True)
class Questions:
    """Plain questions, `/ask`, `/new` and the questions that stand on buttons."""

    counter: Counter

    async def answer(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer what was asked, as a reply to it."""
        message, user = update.message, update.effective_user
        if message is None or user is None:
            return
        question = said(message).words
        if not question:
            await delivery.reply(message, Screen(parts=(texts.EMPTY_QUESTION,)))
            return
        async with alongside(noticed(message), typing(message)):
            screen = await self._answered(question, visitor(message.chat, user))
        await delivery.reply(message, screen)

    async def new_topic(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Begin anew, and answer a question that was put behind the command."""
        message, user = update.message, update.effective_user
        if message is None or user is None:
            return
        await delivery.reply(
            message, await self.counter.lookups.call(self.counter.desk.new_topic, visitor(message.chat, user))
        )
        if said(message).words:
            await self.answer(update, context)

    async def tapped(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Ask what stands on the button; it is repeated first, so that the answer has something to reply to."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        await delivery.acknowledge(query)
        question = _label(query.message, query.data) if isinstance(query.message, Message) else None
        if not isinstance(query.message, Message) or question is None:
            await delivery.below(context.bot, query, texts.BUTTON_UNKNOWN)
            return
        asked = await query.message.reply_text(texts.ASKED.format(question=html.escape(question)), do_quote=False)
        async with alongside(typing(asked)):
            screen = await self._answered(question, visitor(query.message.chat, query.from_user))
        await delivery.reply(asked, screen)

    async def _answered(self, question: str, who: Visitor) -> Screen:
        return await self.counter.questions.call(self.counter.desk.answer, question, who)


def _label(message: Message, data: str | None) -> str | None:
    """Return what stands on the button with this data, or None when the message has none such."""
    rows: tuple[tuple[InlineKeyboardButton, ...], ...] = (
        message.reply_markup.inline_keyboard if message.reply_markup else ()
    )
    return next((button.text for row in rows for button in row if button.callback_data == data), None)
