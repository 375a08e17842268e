from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.telegram.flood import ATTEMPTS, PatientLimiter
from bot.telegram.pace import Pace
from bot.telegram.twins import Seen


class Recorder:
    """Stands in for the clock and for Telegram: waits nothing, refuses so many calls."""

    def __init__(self, refusals: int) -> None:
        self.left = refusals
        self.made: list[str] = []
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    async def call(self, endpoint: str) -> bool:
        self.made.append(endpoint)
        if self.left > 0:
            self.left -= 1
            raise RetryAfter(timedelta(seconds=240))
        return True


def limiter_of(recorder: Recorder) -> PatientLimiter:
    return PatientLimiter(Seen(), Pace(0.0), recorder.sleep)


async def send(limiter: PatientLimiter, recorder: Recorder, endpoint: str, **data: Any) -> Any:
    return await limiter.process_request(recorder.call, (endpoint,), {}, endpoint, data, None)


def test_a_penalty_is_waited_out_in_full() -> None:
    """The call that met a penalty is made again after all of it, not before."""
    recorder = Recorder(refusals=1)
    assert asyncio.run(send(limiter_of(recorder), recorder, "sendMessage", chat_id=1)) is True
    assert recorder.made == ["sendMessage", "sendMessage"]
    assert recorder.slept[-1] == pytest.approx(240, abs=1)


def test_progress_is_left_out_during_a_penalty() -> None:
    """“正在输入” is not worth prolonging a penalty; other chats keep theirs."""
    recorder = Recorder(refusals=1)
    limiter = limiter_of(recorder)

    async def run() -> None:
        await send(limiter, recorder, "sendMessage", chat_id=1)
        await send(limiter, recorder, "sendChatAction", chat_id=1)
        await send(limiter, recorder, "sendChatAction", chat_id=2)

    asyncio.run(run())
    assert recorder.made == ["sendMessage", "sendMessage", "sendChatAction"]


def test_penalties_without_end_are_given_up() -> None:
    """A chat that answers every attempt with a penalty does not keep us for ever."""
    recorder = Recorder(refusals=99)
    with pytest.raises(RetryAfter):
        asyncio.run(send(limiter_of(recorder), recorder, "editMessageText", chat_id=1))
    assert len(recorder.made) == ATTEMPTS


def test_calls_that_belong_to_no_chat_pass() -> None:
    """Acknowledging a tap names no chat and is never held back."""
    recorder = Recorder(refusals=0)
    assert asyncio.run(send(limiter_of(recorder), recorder, "answerCallbackQuery")) is True
    assert recorder.slept == []
