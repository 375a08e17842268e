"""`/settings`: what a person may choose about how the assistant talks to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from telegram import Chat, Update
from telegram.ext import ContextTypes

from bot.services.choices import Choice, PersonalChoices
from bot.telegram import delivery, texts
from bot.telegram.bridge import Bridge
from bot.telegram.screens import Button, Screen
from bot.telegram.taps import Tap
from knowledge.callers import Caller, Someone
from knowledge.catalog.chat_settings import ChatChoices

TOGGLE = r"^t:(brief|streaming|arrivals)$"


@dataclass(frozen=True)
class SettingsRoom:
    """Choices in private chats; each button turns one of them over."""

    choices: PersonalChoices
    lookups: Bridge

    async def show(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show what is chosen."""
        message, user = update.message, update.effective_user
        if message is None or user is None:
            return
        if message.chat.type != Chat.PRIVATE:
            await delivery.reply(message, Screen(parts=(texts.SETTINGS_IN_PRIVATE,)))
            return
        await delivery.reply(message, _screen(await self.lookups.call(self.choices.of, Someone(number=user.id))))

    async def toggle(self, tap: Tap) -> None:
        """Turn one choice over."""
        if tap.message.chat.id == tap.query.from_user.id:
            await tap.replace(_screen(await self.lookups.call(self._turned, tap.who.reader, tap.found[1])))

    def _turned(self, caller: Caller, name: str) -> ChatChoices:
        choice = next(each for each in get_args(Choice) if each == name)
        return self.choices.choose(caller, choice, on=not getattr(self.choices.of(caller), name))


def _screen(choices: ChatChoices) -> Screen:
    lines = [f"{name}：{states[not getattr(choices, key)]}" for key, (name, states) in texts.SETTINGS.items()]
    rows = tuple(
        (Button(label=f"{name}改为“{states[getattr(choices, key)]}”", data=f"t:{key}"),)
        for key, (name, states) in texts.SETTINGS.items()
    )
    return Screen(parts=("<b>设置</b>（只对您自己有效）\n" + "\n".join(lines),), rows=rows)
