"""A thousand questions through a bad network, against the strict emulator."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter, defaultdict
from typing import Any

import pytest

from tests.bot.telegram.emulator import EMULATOR, load
from tests.bot.telegram.fake_assistant import FakeAssistant
from tests.bot.telegram.running import in_event_loop, running

pytestmark = pytest.mark.skipif(not EMULATOR.exists(), reason="no Telegram emulator beside the checkout")

PEOPLE = range(3001, 3051)
CALLS = ["send*", "edit*", "answer*", "getUpdates"]


async def make_trouble(emulator: Any) -> None:
    """One call in ten loses its connection (before or after it was carried out), one in twenty meets a 502."""
    await emulator.add_fault("drop", CALLS, probability=0.05, times=-1)
    await emulator.add_fault("drop_after", ["send*", "edit*"], probability=0.05, times=-1)
    await emulator.add_fault("html", CALLS, probability=0.05, times=-1)
    await emulator.add_fault("flood", ["send*", "edit*"], probability=0.01, times=-1, seconds=3)
    await emulator.add_fault("hang", ["send*", "edit*"], probability=0.005, times=-1, seconds=30)


async def ask_all(emulator: Any, questions: int) -> dict[int, list[int]]:
    """Let the people ask in turn, some updates twice and some again later; return each one's message numbers."""
    asked = defaultdict[int, list[int]](list)
    for number in range(questions):
        if random.random() < 0.1:
            await emulator.duplicate_updates(1)
        user = PEOPLE[number % len(PEOPLE)]
        asked[user].append((await emulator.send_text(user, f"第{number}个问题"))["message_id"])
        if random.random() < 0.05:
            await emulator.redeliver(random.choice(list(emulator.sent_updates)))
        await asyncio.sleep(0.005)
    return asked


async def answers_of(emulator: Any, user: int) -> list[Any]:
    return [message for message in await emulator.messages_in(user, outgoing=True) if "[1]" in message["text"]]


@pytest.mark.slow
@pytest.mark.parametrize(
    "questions",
    [
        pytest.param(300, id="300"),
        pytest.param(1000, id="1000", marks=pytest.mark.fault),
    ],
)
def test_a_bad_network(questions: int) -> None:
    """Every question is answered once, in order, within Telegram's limits, at no more than one message a second."""

    async def run() -> None:
        async with load().Emulator() as emulator:
            for user in PEOPLE:
                await emulator.add_user(user, f"用户{user}")
            assistant = FakeAssistant(readers=set(PEOPLE))
            async with running(assistant, token=emulator.token, base_url=emulator.base_url, gap=1.05):
                await make_trouble(emulator)
                begun = time.monotonic()
                asked = await ask_all(emulator, questions)
                await all_answered(emulator, asked)
                seconds = time.monotonic() - begun
                await emulator.clear_faults()
                await emulator.wait_idle(quiet=4, timeout=60)
                await none_twice(emulator, asked)
            for user, numbers in asked.items():
                answers = [message["reply_to"] for message in await answers_of(emulator, user)]
                assert answers == numbers, Counter(answers)
            assert await emulator.lint() == []
            assert await refused(emulator) == []
            print(f"\n{questions} questions in {seconds:.0f} s: 0 lost, 0 answered twice, 0 refused")  # noqa: T201

    in_event_loop(run, seconds=900)()


async def all_answered(emulator: Any, asked: dict[int, list[int]]) -> None:
    deadline = time.monotonic() + 600
    for user, numbers in asked.items():
        while len({message["reply_to"] for message in await answers_of(emulator, user)}) < len(numbers):
            assert time.monotonic() < deadline, f"{user} still waits"
            await asyncio.sleep(0.1)


async def none_twice(emulator: Any, asked: dict[int, list[int]]) -> None:
    """Wait for what was sent twice to go: the call that removes it may be hanging, which nobody sees as activity."""
    deadline = time.monotonic() + 60
    for user, numbers in asked.items():
        while len(await answers_of(emulator, user)) > len(numbers):
            if time.monotonic() > deadline:
                return
            await asyncio.sleep(0.5)


async def refused(emulator: Any) -> list[Any]:
    """Return calls that the server found wrong; probing for a twin may meet a message that is not ours."""
    probes = {"editMessageReplyMarkup", "deleteMessage"}
    calls = await emulator.calls()
    return [call for call in calls if call.get("status") == 400 and call["method"] not in probes]
