"""Questions of fifty people over a network that breaks, repeats, delays and disorders; and kills in the middle."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.bot.killing import process_of
from tests.bot.telegram.fake_assistant import FakeAssistant
from tests.bot.wecom.bot_process import PEOPLE, answer_until_killed
from tests.bot.wecom.emulator import Emulator, Faults, emulated
from tests.bot.wecom.running import conversation, of_wecom

MINUTE = 10.0
"""What the emulator calls a minute while processes are killed, which happens here so much oftener than it does."""

BAD = Faults(drop=0.03, duplicate=0.15, late=0.08, late_seconds=1.3, busy=0.03, reorder=0.15)
"""Some acknowledgements come later than they are waited for."""


def told_apart(wecom: Emulator, asked: list[str]) -> Counter[str]:
    """Return how many answers there are to each question."""
    answers = wecom.answers()
    return Counter({number: len(answers.get(number, ())) for number in asked})


@pytest.mark.slow
@pytest.mark.parametrize(
    "questions", [pytest.param(100, id="100"), pytest.param(1000, id="1000", marks=pytest.mark.fault)]
)
def test_a_bad_network(questions: int) -> None:
    """Every question is answered, none twice, nothing is over the published limits."""

    async def run() -> None:
        assistant = FakeAssistant()
        of_wecom(assistant.people, *PEOPLE)
        begun = time.monotonic()
        async with conversation(assistant, BAD) as wecom:
            asked = [await wecom.say(PEOPLE[n % 50], f"第{n}个问题是什么") for n in range(questions)]
            await wecom.until(lambda: min(told_apart(wecom, asked).values()) > 0, seconds=500)
            seconds = time.monotonic() - begun
            await wecom.quiet(1.5)
            assert set(told_apart(wecom, asked).values()) == {1}
            assert Counter(text for text, _, _ in assistant.asked) == Counter(
                f"第{n}个问题是什么" for n in range(questions)
            )
            broken = wecom.subscriptions - 1
        print(f"\n{questions} questions in {seconds:.0f} s, {broken} breaks: 0 lost, 0 answered twice, 0 over limits")  # noqa: T201

    asyncio.run(asyncio.wait_for(run(), 600))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kills", "questions"),
    [pytest.param(1, 20, id="1"), pytest.param(50, 1000, id="50", marks=pytest.mark.fault)],
)
def test_kills_lose_no_question(kills: int, questions: int, tmp_path: Path) -> None:
    """However often the process is killed, each question is answered, and none twice: an answer has a number."""

    async def run() -> None:
        chance = random.Random(11)
        begun = time.monotonic()
        async with emulated(minute=MINUTE) as wecom:
            asked: list[str] = []
            each = questions // kills
            for _ in range(kills):
                async with process_of(answer_until_killed, str(tmp_path), wecom.endpoint, str(MINUTE)):
                    for _ in range(each):
                        person = PEOPLE[len(asked) % len(PEOPLE)]
                        asked.append(await wecom.say(person, f"第{len(asked)}个问题是什么"))
                    wanted = len(wecom.answers()) + chance.randrange(1, each)
                    await wecom.until(lambda wanted=wanted: len(wecom.answers()) >= wanted, seconds=60)  # type: ignore[misc]
            async with process_of(answer_until_killed, str(tmp_path), wecom.endpoint, str(MINUTE)) as bot:
                await wecom.until(lambda: min(told_apart(wecom, asked).values()) > 0, seconds=200)
                await wecom.quiet(1.0)
                bot.terminate()
                await asyncio.to_thread(bot.join, 30)
                assert bot.exitcode == 0
            assert set(told_apart(wecom, asked).values()) == {1}
            assert wecom.over_limits == []
        seconds = time.monotonic() - begun
        print(f"\n{kills} kills, {len(asked)} questions in {seconds:.0f} s: 0 lost, 0 answered twice, 0 over limits")  # noqa: T201

    asyncio.run(asyncio.wait_for(run(), 590))
