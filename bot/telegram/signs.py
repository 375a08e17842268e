"""Signs of life while an answer is on its way: 👀 on the question, “正在输入” kept up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress

from telegram import Message
from telegram.constants import ChatAction, ReactionEmoji
from telegram.error import TelegramError

TYPING_SECONDS = 4.0
"""Telegram shows an action for five seconds at most."""


@asynccontextmanager
async def alongside(*signs: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Let signs run beside the work, and end them before what was worked for is sent."""
    tasks = [asyncio.create_task(sign) for sign in signs]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)


async def noticed(message: Message) -> None:
    """Put 👀 on a message; where reactions are not allowed, nothing happens."""
    with suppress(TelegramError):
        await message.set_reaction(ReactionEmoji.EYES)


async def typing(message: Message, *, every: float = TYPING_SECONDS) -> None:
    """Show “正在输入” until cancelled, or until Telegram refuses."""
    with suppress(TelegramError):
        while True:
            await message.reply_chat_action(ChatAction.TYPING)
            await asyncio.sleep(every)
