from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from telegram import Chat, Message
from telegram.error import BadRequest

from bot.messenger import beside
from bot.messenger.beside import alongside
from bot.telegram.signs import typing


class TypingBot:
    """A bot that counts how often “正在输入” was shown, and is refused after `allowed` times."""

    def __init__(self, *, allowed: int) -> None:
        self.allowed, self.shown = allowed, 0
        self.thrice = asyncio.Event()

    async def send_chat_action(self, **_: object) -> bool:
        self.shown += 1
        if self.shown == 3:
            self.thrice.set()
        if self.shown > self.allowed:
            raise BadRequest("CHAT_WRITE_FORBIDDEN")
        return True


def message(bot: TypingBot) -> Message:
    sent = Message(1, datetime.now(UTC), Chat(1, Chat.PRIVATE))
    sent.set_bot(bot)  # type: ignore[arg-type]  # it has the one method that is called
    return sent


def test_typing_is_kept_up_and_ends_with_the_work() -> None:
    """“正在输入” is shown again and again while work goes on, and not after it."""

    async def run() -> int:
        bot = TypingBot(allowed=1000)
        async with alongside(typing(message(bot), every=0.01)):
            await bot.thrice.wait()
        shown = bot.shown
        await asyncio.sleep(0.03)
        return bot.shown - shown

    assert asyncio.run(run()) == 0


def test_a_refused_sign_does_not_disturb_the_work() -> None:
    """Where Telegram refuses the sign, the work goes on without it."""

    async def run() -> int:
        bot = TypingBot(allowed=0)
        async with alongside(typing(message(bot), every=0)):
            await asyncio.sleep(0.01)
        return bot.shown

    assert asyncio.run(run()) == 1


def test_a_sign_that_hangs_does_not_hold_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that is ready waits for a sign under way a moment, not for ever."""
    monkeypatch.setattr(beside, "GRACE_SECONDS", 0.01)
    cancelled = []

    async def hanging(_: asyncio.Event) -> None:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    async def run() -> None:
        async with alongside(hanging):
            await asyncio.sleep(0)

    asyncio.run(run())
    assert cancelled == [True]


def test_a_fault_of_the_work_passes_through() -> None:
    """What the work raises is raised, with the signs ended."""

    async def run() -> None:
        async with alongside(typing(message(TypingBot(allowed=9)))):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asyncio.run(run())
