"""Signs of life while an answer is on its way: 👀 on the question, “正在输入” kept up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress

from telegram import Message
from telegram.constants import ChatAction, ReactionEmoji
from telegram.error import TelegramError

TYPING_SECONDS = 4.0
"""Telegram shows an action for five seconds at most."""
GRACE_SECONDS = 1.0
"""How long an answer that is ready waits for a sign under way: cancelled calls cost their connections."""

Sign = Callable[[asyncio.Event], Coroutine[None, None, None]]
"""What is shown beside the work; it ends soon after the event is set."""


@asynccontextmanager
async def alongside(*signs: Sign) -> AsyncIterator[None]:
    """Let signs run beside the work; they have ended when the block is left."""
    ended = asyncio.Event()
    tasks = [asyncio.create_task(sign(ended)) for sign in signs]
    try:
        yield
    finally:
        ended.set()
        if tasks:
            await _finish(tasks)


async def _finish(tasks: list[asyncio.Task[None]]) -> None:
    _, late = await asyncio.wait(tasks, timeout=GRACE_SECONDS)
    for task in late:
        task.cancel()
    if late:
        await asyncio.wait(late)


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
