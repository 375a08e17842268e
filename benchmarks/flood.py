"""Whether one person's flood is felt by others: `make bench-flood`.

Twenty people ask as usual; then the same while one sends five hundred messages in ten seconds and another sends
questions of 4,096 characters without pause. Printed, not gated.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import sys
import tempfile
import time

from benchmarks.machine import describe, load
from benchmarks.processes import resident
from benchmarks.table import percentile
from benchmarks.telegram_load import PEOPLE, Watched
from bot.messenger import texts
from bot.messenger.turns import WAITING_LIMIT
from tests.bot.telegram.fake_telegram import visible

FLOODER, WRITER, *OTHERS = PEOPLE[:22]
FLOOD, FLOOD_SECONDS = 500, 10.0
LONG = ("党支部怎样把主题党日和窗口业务结合起来，请逐条说明。" * 200)[:4096]
GAP_SECONDS = 1.05
"""Between two messages to one chat, as the bot keeps to unless told otherwise."""

PAUSE_SECONDS = 5.0
"""Between an answer and the same person's next question, on average."""


async def measure(seconds: float) -> None:
    """Print how long the others wait, before and during the flood, and what became of it."""
    with tempfile.TemporaryDirectory() as home:
        async with Watched() as telegram:
            command = [sys.executable, "-m", "benchmarks.telegram_load", "--bot", home, telegram.base_url]
            command += ["--gap", f"{GAP_SECONDS}"]
            bot = await asyncio.create_subprocess_exec(*command)
            try:
                await telegram.asked(OTHERS[0])
                before = await _others(telegram, seconds)
                memory = resident(bot.pid)
                flood = asyncio.gather(_flood(telegram), _long_questions(telegram, seconds))
                during = await _others(telegram, seconds)
                await flood
                await _settled(telegram)
                _print(telegram, before, during)
                print(f"memory: {memory / 1e6:.0f} MB before, {resident(bot.pid) / 1e6:.0f} MB after")
            finally:
                bot.terminate()
                await bot.wait()
    print(f"{describe()}; load average {load():.1f}")


async def _others(telegram: Watched, seconds: float) -> list[float]:
    """Let the others ask for so long, and return how long each waited for an answer, in seconds."""
    ends, taken = time.perf_counter() + seconds, list[float]()

    async def person(user: int) -> None:
        while time.perf_counter() < ends:
            await asyncio.sleep(random.uniform(0, 2 * PAUSE_SECONDS))  # noqa: S311  # no secret
            taken.append((await telegram.asked(user))[1])

    await asyncio.gather(*map(person, OTHERS))
    return taken


async def _flood(telegram: Watched) -> None:
    telegram.answered[FLOODER] = asyncio.Event()
    for number in range(FLOOD):
        telegram.say(FLOODER, f"第{number}个问题：主题党日怎样和业务结合？")
        await asyncio.sleep(FLOOD_SECONDS / FLOOD)


async def _long_questions(telegram: Watched, seconds: float) -> None:
    ends = time.perf_counter() + seconds
    telegram.answered[WRITER] = asyncio.Event()
    while time.perf_counter() < ends:
        telegram.answered[WRITER].clear()
        telegram.say(WRITER, LONG)
        await asyncio.wait_for(telegram.answered[WRITER].wait(), 60)


async def _settled(telegram: Watched) -> None:
    """Wait until nothing was sent for three seconds."""
    count = -1
    while count != len(telegram.calls):
        count = len(telegram.calls)
        await asyncio.sleep(3)


def _print(telegram: Watched, before: list[float], during: list[float]) -> None:
    for name, times in (("before", before), ("during the flood", during)):
        p50, p95 = (1000 * percentile(times, share) for share in (0.5, 0.95))
        print(f"{len(OTHERS)} others, {name}: n={len(times)}, answer p50 {p50:.0f} ms, p95 {p95:.0f} ms", flush=True)
    sent = [visible(each) for each in telegram.sent() if each["chat"]["id"] == FLOODER]
    full = sent.count(texts.QUEUE_FULL.format(limit=WAITING_LIMIT))
    print(f"the flood of {FLOOD}: {len(sent) - full} answered or told to wait, {full} told that no more is taken")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0)
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)  # the bot is told to stop while it polls
    asyncio.run(measure(parser.parse_args().seconds))


if __name__ == "__main__":
    main()
