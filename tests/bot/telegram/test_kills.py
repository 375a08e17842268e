"""The bot killed in the middle of its work, again and again."""

from __future__ import annotations

import asyncio
import random
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.bot.telegram.bot_process import PEOPLE
from tests.bot.telegram.fake_telegram import FakeTelegram
from tests.bot.telegram.running import in_event_loop

ROOT = Path(__file__).parents[3]
AT_ONCE = len(PEOPLE)
"""Answers on their way at the same time: one a person."""


async def started(home: Path, telegram: FakeTelegram) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bot.telegram.bot_process", str(home), telegram.base_url, cwd=ROOT
    )


async def kill_after(bot: asyncio.subprocess.Process, telegram: FakeTelegram, answers: int) -> None:
    """Kill -9 as soon as there are so many answers."""
    await telegram.until(lambda: len(telegram.sent()) >= answers, seconds=60)
    bot.kill()
    await bot.wait()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kills", "questions"),
    [pytest.param(10, 100, id="10"), pytest.param(50, 1000, id="50", marks=pytest.mark.fault)],
)
def test_kills_lose_no_question(kills: int, questions: int, tmp_path: Path) -> None:
    """However often the process is killed, each question is answered; twice at most those it was working on."""

    async def run() -> None:
        async with FakeTelegram() as telegram:
            asked: list[int] = []
            for _ in range(kills):
                bot = await started(tmp_path, telegram)
                asked += [telegram.say(random.choice(PEOPLE), f"第{n}个问题") for n in range(questions // kills)]
                await kill_after(bot, telegram, len(set(answered(telegram))) + random.randrange(questions // kills))
            bot = await started(tmp_path, telegram)
            await telegram.until(lambda: set(answered(telegram)) == set(asked), seconds=120)
            bot.terminate()
            assert await bot.wait() == 0
            twice = sum(count - 1 for count in Counter(answered(telegram)).values())
            assert twice <= kills * AT_ONCE
            print(f"\n{kills} kills, {len(asked)} questions: 0 lost, {twice} answered twice")  # noqa: T201

    in_event_loop(run, seconds=600)()


def answered(telegram: FakeTelegram) -> list[int]:
    """Return the question of each answer."""
    return [message["reply_to_message"]["message_id"] for message in telegram.sent() if "reply_to_message" in message]


@pytest.mark.slow
def test_an_orderly_stop_under_load_answers_once(tmp_path: Path) -> None:
    """Told to stop while everybody asks, the bot ends what it is writing and leaves the rest to the next one."""

    async def run() -> None:
        async with FakeTelegram() as telegram:
            asked: list[int] = []
            for _ in range(3):
                bot = await started(tmp_path, telegram)
                before = len(set(answered(telegram)))
                asked += [telegram.say(random.choice(PEOPLE), f"第{n}个问题") for n in range(40)]
                await telegram.until(lambda: len(telegram.sent()) >= before + 10, seconds=60)  # noqa: B023  # at once
                bot.terminate()
                assert await asyncio.wait_for(bot.wait(), 20) == 0
            bot = await started(tmp_path, telegram)
            await telegram.until(lambda: set(answered(telegram)) == set(asked), seconds=60)
            bot.terminate()
            assert await bot.wait() == 0
            assert max(Counter(answered(telegram)).values()) == 1

    in_event_loop(run, seconds=200)()
