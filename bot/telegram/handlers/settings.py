"""`/settings`: what a person may choose about how the assistant talks to them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Chat, Update
from telegram.ext import ContextTypes

from bot.telegram import delivery, texts
from bot.telegram.bridge import Bridge
from bot.telegram.screens import Button, Screen
from knowledge.catalog.chat_settings import ChatChoices, ChatSettings

TOGGLE = r"^t:(brief|streaming|arrivals)$"


@dataclass(frozen=True)
class SettingsRoom:
    """Choices in private chats; each button turns one of them over."""

    settings: ChatSettings
    lookups: Bridge

    async def show(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show what is chosen."""
        message, user = update.message, update.effective_user
        if message is None or user is None:
            return
        if message.chat.type != Chat.PRIVATE:
            await delivery.reply(message, Screen(parts=(texts.SETTINGS_IN_PRIVATE,)))
            return
        await delivery.reply(message, _screen(await self.lookups.call(self.settings.of, user.id)))

    async def toggle(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Turn one choice over."""
        query = update.callback_query
        found = re.fullmatch(TOGGLE, query.data or "") if query else None
        if query is None or query.message is None or found is None:
            return
        await delivery.acknowledge(query)
        if query.message.chat.id == query.from_user.id:
            choices = await self.lookups.call(self._turned, query.from_user.id, found[1])
            await delivery.replace(context.bot, query, _screen(choices))

    def _turned(self, person: int, name: str) -> ChatChoices:
        now = self.settings.of(person)
        turned = now.model_copy(update={name: not getattr(now, name)})
        self.settings.put(person, turned)
        return turned


def _screen(choices: ChatChoices) -> Screen:
    lines = [f"{name}：{states[not getattr(choices, key)]}" for key, (name, states) in texts.SETTINGS.items()]
    rows = tuple(
        (Button(label=f"{name}改为“{states[getattr(choices, key)]}”", data=f"t:{key}"),)
        for key, (name, states) in texts.SETTINGS.items()
    )
    return Screen(parts=("<b>设置</b>（只对您自己有效）\n" + "\n".join(lines),), rows=rows)
