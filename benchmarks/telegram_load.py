"""What the bot itself costs: the first sign of life, an answer's way to the reader, memory: `make bench-telegram`.

Fifty people ask a bot whose writer answers at once, over the Bot API of the tests on loopback; the bot is a process
of its own. Printed, not gated.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.machine import describe, load
from benchmarks.processes import resident
from benchmarks.table import percentile
from bot.telegram.application import Channel, build_application
from bot.telegram.polling import run_bot
from knowledge.answers import Reply
from tests.bot.telegram.fake_assistant import FakeAssistant
from tests.bot.telegram.fake_telegram import TOKEN, FakeTelegram
from tests.bot.telegram.replies import ANSWER

PEOPLE = range(3001, 3051)
PAUSE_SECONDS = 5.0
"""Between an answer and the same person's next question, on average."""

SIGNS = {"setMessageReaction", "sendChatAction", "sendMessageDraft", "sendMessage"}


class Watched(FakeTelegram):
    """The Bot API of the tests, which notes when each person saw the first sign and the answer."""

    def __init__(self) -> None:
        super().__init__()
        self.signs: dict[int, float] = {}
        self.answered: dict[int, asyncio.Event] = {}

    async def _run(self, method: str, data: dict[str, Any]) -> Any:  # Any: as in the API of the tests
        if method in SIGNS and data.get("chat_id") is not None:
            self.signs.setdefault(int(data["chat_id"]), time.perf_counter())
        result = await super()._run(method, data)
        if method == "sendMessage":
            self.answered[int(data["chat_id"])].set()
        return result

    async def asked(self, user: int) -> tuple[float, float]:
        """Let a person ask, and return the seconds to the first sign and to the answer."""
        self.signs.pop(user, None)
        self.answered[user] = asyncio.Event()
        begun = time.perf_counter()
        self.say(user, ANSWER.question)
        await asyncio.wait_for(self.answered[user].wait(), 60)
        return self.signs[user] - begun, time.perf_counter() - begun


class Instant(FakeAssistant):
    """Answers at once and keeps no list of what it was asked."""

    def answered(self, question: str) -> Reply:
        """Return the one answer."""
        self.asked.clear()
        self.events.clear()
        return super().answered(question)


async def measure(seconds: float, messages: int) -> None:
    """Print both parts."""
    with tempfile.TemporaryDirectory() as home:
        async with Watched() as telegram:
            command = [sys.executable, "-m", "benchmarks.telegram_load", "--bot", home, telegram.base_url]
            bot = await asyncio.create_subprocess_exec(*command)
            try:
                await telegram.asked(PEOPLE[0])
                await _latency(telegram, seconds)
                await _memory(telegram, bot.pid, messages)
            finally:
                bot.terminate()
                await bot.wait()
    print(f"{describe()}; load average {load():.1f}")


async def _latency(telegram: Watched, seconds: float) -> None:
    ends = time.perf_counter() + seconds
    taken: list[tuple[float, float]] = []

    async def person(user: int) -> None:
        while time.perf_counter() < ends:
            await asyncio.sleep(random.uniform(0, 2 * PAUSE_SECONDS))  # noqa: S311  # no secret
            taken.append(await telegram.asked(user))

    await asyncio.gather(*map(person, PEOPLE))
    for name, times in zip(("first sign", "whole answer"), zip(*taken, strict=True), strict=True):
        p50, p95 = (1000 * percentile(times, share) for share in (0.5, 0.95))
        print(f"{name}: n={len(times)}, {len(PEOPLE)} people, p50 {p50:.0f} ms, p95 {p95:.0f} ms", flush=True)


async def _memory(telegram: Watched, pid: int, messages: int) -> None:
    """Let everybody ask without pause, and print the bot's memory now and then."""
    for part in range(5):
        for _ in range(messages // 5 // len(PEOPLE)):
            await asyncio.gather(*map(telegram.asked, PEOPLE))
            telegram.calls.clear()
            telegram.messages.clear()
        print(f"after {(part + 1) * messages // 5:,} messages: {resident(pid) / 1e6:.0f} MB", flush=True)


def main() -> None:
    """Measure; or, as the child of that, be the bot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bot", nargs=2, metavar=("HOME", "BASE_URL"))
    parser.add_argument("--gap", type=float, default=0.0, help="seconds between two messages to a chat")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--messages", type=int, default=10_000)
    options = parser.parse_args()
    if options.bot:
        assistant = Instant(readers=set(PEOPLE), home=Path(options.bot[0]))
        logging.disable()
        run_bot(build_application(assistant.room, assistant.database, Channel(TOKEN, options.bot[1], gap=options.gap)))
    else:
        logging.getLogger("aiohttp").setLevel(logging.CRITICAL)  # the bot is told to stop while it polls
        asyncio.run(measure(options.seconds, options.messages))


if __name__ == "__main__":
    main()
