"""First contact and help."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Update
from telegram.ext import ContextTypes

from bot.telegram import delivery
from bot.telegram.counter import Counter, visitor
from bot.telegram.taps import Tap


@dataclass(frozen=True)
class Greeting:
    """`/start` and `/help`."""

    counter: Counter

    async def start(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Introduce the assistant."""
        if update.message:
            await delivery.reply(update.message, await self.counter.lookups.call(self.counter.desk.welcome))

    async def starters(self, tap: Tap) -> None:
        """Show the examples for whoever somebody said to be."""
        await tap.replace(await self.counter.lookups.call(self.counter.desk.starters, int(tap.found[1])))

    async def help(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Explain by task."""
        message, user = update.message, update.effective_user
        if message and user:
            screen = await self.counter.lookups.call(self.counter.desk.help, visitor(message, user))
            await delivery.reply(message, screen)
