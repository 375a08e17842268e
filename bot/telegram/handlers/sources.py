"""Sources opened in the place of the answer, and the way back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import CallbackQuery, InputFile, Message, Update
from telegram.ext import ContextTypes

from bot.telegram import callbacks, delivery, texts
from bot.telegram.counter import Counter, visitor
from bot.telegram.screens import Screen

MAX_FILE_BYTES = 50_000_000
"""What the Bot API lets a bot send."""


@dataclass(frozen=True)
class SourcesRoom:
    """Taps on `[1] 原文`, on its pages and neighbours, on `原文件`, and on `返回`."""

    counter: Counter

    async def open(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show a passage in place of the answer."""
        query = update.callback_query
        opening = callbacks.opening(query.data or "") if query else None
        if query is None or query.message is None or opening is None:
            return
        await delivery.acknowledge(query)
        who = visitor(query.message, query.from_user)
        await _show(query, await self.counter.lookups.call(self.counter.desk.opened, opening, who), context)

    async def original(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Send the file that a source came from, as it was kept."""
        query = update.callback_query
        opening = callbacks.original_of(query.data or "") if query else None
        if query is None or query.message is None or opening is None:
            return
        await delivery.acknowledge(query)
        who = visitor(query.message, query.from_user)
        file = await self.counter.lookups.call(self.counter.desk.original, opening, who)
        if file is None or len(file[1]) > MAX_FILE_BYTES:
            said = texts.SOURCE_GONE if file is None else texts.ORIGINAL_TOO_LARGE
            await delivery.below(context.bot, query, Screen(parts=(said,)))
            return
        name, data = file
        thread = query.message.message_thread_id if isinstance(query.message, Message) else None
        await context.bot.send_document(query.message.chat.id, InputFile(data, filename=name), message_thread_id=thread)

    async def back(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the answer again."""
        query = update.callback_query
        reply_id = callbacks.returning(query.data or "") if query else None
        if query is None or query.message is None or reply_id is None:
            return
        await delivery.acknowledge(query)
        who = visitor(query.message, query.from_user)
        await _show(query, await self.counter.lookups.call(self.counter.desk.restored, reply_id, who), context)

    async def whole(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show all of an answer that was shown in short."""
        query = update.callback_query
        found = re.fullmatch(callbacks.WHOLE, query.data or "") if query else None
        if query is None or query.message is None or found is None:
            return
        await delivery.acknowledge(query)
        who = visitor(query.message, query.from_user)
        screen = await self.counter.lookups.call(self.counter.desk.whole, found[1], who)
        if screen is not None and len(screen.parts) > 1:
            await delivery.below(context.bot, query, screen)
        else:
            await _show(query, screen, context)

    async def unknown_button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say that a button means nothing any more."""
        if update.callback_query:
            await delivery.acknowledge(update.callback_query)
            await delivery.below(context.bot, update.callback_query, Screen(parts=(texts.BUTTON_UNKNOWN,)))


async def _show(query: CallbackQuery, screen: Screen | None, context: ContextTypes.DEFAULT_TYPE) -> None:
    if screen is None:
        await delivery.below(context.bot, query, Screen(parts=(texts.REPLY_EXPIRED,)))
    else:
        await delivery.replace(context.bot, query, screen)
