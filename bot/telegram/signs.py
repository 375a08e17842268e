"""Signs of life while an answer is on its way: 👀 on the question, “正在输入” kept up."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from telegram import Message
from telegram.constants import ChatAction, ReactionEmoji
from telegram.error import TelegramError

from bot.messenger.beside import Sign

TYPING_SECONDS = 4.0
"""Telegram shows an action for five seconds at most."""


def noticed(message: Message) -> Sign:
    """Put 👀 on a message; where reactions are not allowed, nothing happens."""

    async def react(_: asyncio.Event) -> None:
        with suppress(TelegramError):
            await message.set_reaction(ReactionEmoji.EYES)

    return react


def typing(message: Message, *, every: float = TYPING_SECONDS) -> Sign:
    """Show “正在输入” in a message's chat until the work has ended, or until Telegram refuses."""

    async def keep_typing(ended: asyncio.Event) -> None:
        with suppress(TelegramError):
            while not ended.is_set():
                await message.reply_chat_action(ChatAction.TYPING)
                with suppress(TimeoutError):
                    await asyncio.wait_for(ended.wait(), every)

    return keep_typing
