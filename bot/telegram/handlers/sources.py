"""Sources opened in the place of the answer, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import InputFile, Message, Update
from telegram.ext import ContextTypes

from bot.messenger import callbacks, texts
from bot.messenger.screens import Screen
from bot.telegram import delivery, sayings
from bot.telegram.counter import Counter
from bot.telegram.taps import Tap

MAX_FILE_BYTES = 50_000_000
"""What the Bot API lets a bot send."""


@dataclass(frozen=True)
class SourcesRoom:
    """Taps on `[1] 原文`, on its pages and neighbours, on `原文件`, and on `返回`."""

    counter: Counter

    async def open(self, tap: Tap) -> None:
        """Show a passage in place of the answer."""
        opening = callbacks.opening_of(tap.found)
        screen = await self.counter.lookups.call(self.counter.desk.opened, opening, tap.who)
        await tap.show(screen, texts.REPLY_EXPIRED)

    async def original(self, tap: Tap) -> None:
        """Send the file that a source came from, as it was kept."""
        opening = callbacks.opening_of(tap.found)
        file = await self.counter.lookups.call(self.counter.desk.original, opening, tap.who)
        if file is None or len(file[1]) > MAX_FILE_BYTES:
            await tap.below(texts.SOURCE_GONE if file is None else sayings.ORIGINAL_TOO_LARGE)
            return
        name, data = file
        thread = tap.message.message_thread_id if isinstance(tap.message, Message) else None
        document = InputFile(data, filename=name)
        await tap.context.bot.send_document(tap.message.chat.id, document, message_thread_id=thread)

    async def back(self, tap: Tap) -> None:
        """Show the answer again."""
        screen = await self.counter.lookups.call(self.counter.desk.restored, tap.found[1], tap.who)
        await tap.show(screen, texts.REPLY_EXPIRED)

    async def whole(self, tap: Tap) -> None:
        """Show all of an answer that was shown in short."""
        screen = await self.counter.lookups.call(self.counter.desk.whole, tap.found[1], tap.who)
        if screen is not None and len(screen.parts) > 1:
            await delivery.below(tap.context.bot, tap.query, screen)
        else:
            await tap.show(screen, texts.REPLY_EXPIRED)

    async def unknown_button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say that a button means nothing any more."""
        if update.callback_query:
            await delivery.acknowledge(update.callback_query)
            await delivery.below(context.bot, update.callback_query, Screen(parts=(texts.BUTTON_UNKNOWN,)))
