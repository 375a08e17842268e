"""First contact and help."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Update
from telegram.ext import ContextTypes

from bot.telegram import delivery
from bot.telegram.counter import Counter


@dataclass(frozen=True)
class Greeting:
    """`/start` and `/help`."""

    counter: Counter

    async def start(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Introduce the assistant."""
        if update.message:
            await delivery.reply(update.message, await self.counter.lookups.call(self.counter.desk.welcome))

    async def help(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Explain by task."""
        if update.message:
            await delivery.reply(update.message, await self.counter.lookups.call(self.counter.desk.help))
