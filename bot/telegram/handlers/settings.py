"""`/settings`: what a person may choose about how the assistant talks to them."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Chat, Update
from telegram.ext import ContextTypes

from bot.messenger import texts
from bot.messenger.bridge import Bridge
from bot.messenger.screens import Screen
from bot.messenger.settings_desk import SettingsDesk
from bot.services.choices import PersonalChoices
from bot.telegram import delivery
from bot.telegram.taps import Tap
from knowledge.callers import Someone


@dataclass(frozen=True)
class SettingsRoom:
    """Choices in private chats; each button turns one of them over."""

    choices: PersonalChoices
    lookups: Bridge

    @property
    def desk(self) -> SettingsDesk:
        """Return the synchronous half."""
        return SettingsDesk(self.choices)

    async def show(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show what is chosen."""
        message, user = update.message, update.effective_user
        if message is None or user is None:
            return
        if message.chat.type != Chat.PRIVATE:
            await delivery.reply(message, Screen(parts=(texts.SETTINGS_IN_PRIVATE,)))
            return
        await delivery.reply(message, await self.lookups.call(self.desk.shown, Someone(number=user.id)))

    async def toggle(self, tap: Tap) -> None:
        """Turn one choice over."""
        if tap.message.chat.id == tap.query.from_user.id:
            await tap.replace(await self.lookups.call(self.desk.turned, tap.who.reader, tap.found[1]))
