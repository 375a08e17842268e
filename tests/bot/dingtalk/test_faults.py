"""Many people, and everything that goes wrong: no question is lost, none is answered twice, no limit is passed."""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bot.dingtalk.emulator import Emulator, Trouble
from tests.bot.dingtalk.working import PEOPLE, at_work, fake_room, is_answered

ROOT = Path(__file__).parents[3]
GROUP = "cidGroup=="


async def disturb(dingtalk: Emulator, chance: random.Random) -> None:
    """Let one thing after another happen to the lines and the tokens."""
    troubles: list[Callable[[], None]] = [dingtalk.farewell, dingtalk.drop, dingtalk.silence, dingtalk.end_tokens]
    while True:
        await asyncio.sleep(chance.uniform(0.3, 1.0))
        chance.choice(troubles)()


@pytest.mark.slow
@pytest.mark.parametrize(
    "questions", [pytest.param(40, id="40"), pytest.param(1000, id="1000", marks=pytest.mark.fault)]
)
def test_questions_of_fifty_people_with_faults(questions: int, tmp_path: Path) -> None:
    """Lines that break, take leave or go silent; pushes that come twice, late or out of order; calls that fail."""

    async def run() -> None:
        chance = random.Random(7)
        async with Emulator(again_after=1.0, pings=0.3) as dingtalk:
            dingtalk.trouble = Trouble(
                twice=0.1, throttled=0.03, broken=0.03, lost_answer=0.03, reordered=0.1, late=0.05
            )
            async with at_work(dingtalk, fake_room(tmp_path, seconds=0.02)):
                disturbing = asyncio.create_task(disturb(dingtalk, chance))
                asked = []
                for number in range(questions):
                    person, group = chance.choice(PEOPLE), GROUP if number % (questions // 10) == 0 else ""
                    asked.append((dingtalk.say(person, f"第{number}个问题", group=group), person, group))
                    await asyncio.sleep(chance.uniform(0, 0.05))
                await dingtalk.until(
                    lambda: all(is_answered(dingtalk, *each) for each in asked), seconds=60 + questions
                )
                disturbing.cancel()
            assert dingtalk.faults == []
            assert len(dingtalk.cards) == len(asked)
            assert dingtalk.messages == []
            print(f"\n{len(asked)} questions: 0 lost, 0 answered twice; calls {dict(dingtalk.calls)}")  # noqa: T201

    asyncio.run(asyncio.wait_for(run(), 120 + questions * 2))


async def started(home: Path, dingtalk: Emulator) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bot.dingtalk.bot_process", str(home), dingtalk.url, cwd=ROOT
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kills", "questions"),
    [pytest.param(50, 1000, id="50", marks=pytest.mark.fault)],
)
def test_kills_lose_no_question_and_answer_none_twice(kills: int, questions: int, tmp_path: Path) -> None:
    """Killed in the middle of anything; what was not acknowledged is pushed again, what was is in the inbox."""

    async def run() -> None:
        chance = random.Random(11)
        async with Emulator(again_after=0.5) as dingtalk:
            asked: list[tuple[str, str]] = []

            def answered() -> int:
                return sum(is_answered(dingtalk, *each) for each in asked)

            for _ in range(kills):
                bot = await started(tmp_path, dingtalk)
                for number in range(questions // kills):
                    person = chance.choice(PEOPLE)
                    asked.append((dingtalk.say(person, f"第{number}个问题"), person))
                wanted = answered() + chance.randrange(1, questions // kills)
                await dingtalk.until(lambda: answered() >= wanted, seconds=60)  # noqa: B023  # at once
                bot.kill()
                await bot.wait()
            bot = await started(tmp_path, dingtalk)
            await dingtalk.until(lambda: answered() == len(asked), seconds=120)
            bot.terminate()
            assert await bot.wait() == 0
            assert dingtalk.faults == []
            assert len(dingtalk.cards) == len(asked)
            print(f"\n{kills} kills, {len(asked)} questions: 0 lost, 0 answered twice")  # noqa: T201

    asyncio.run(asyncio.wait_for(run(), 600))
