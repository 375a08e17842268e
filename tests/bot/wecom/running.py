"""The channel in front of the emulator, in a test's own event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.wecom.channel import WeComDoor, serve_wecom
from bot.wecom.connection import Timing
from knowledge.callers import Identity
from knowledge.people import People
from tests.bot.telegram.fake_assistant import FakeAssistant
from tests.bot.wecom.emulator import BOT, SECRET, Emulator, Faults, emulated

QUICK = Timing(first_pause=0.02, longest_pause=0.1, acknowledged=1.0, heartbeat=5.0, penalty=0.5, steady=1.0)


def door(emulator: Emulator, **how: Any) -> WeComDoor:
    return WeComDoor(BOT, SECRET, emulator.endpoint, **{"timing": QUICK, "look_every": 0.2, **how})


def of_wecom(people: People, *readers: str, admin: str = "") -> None:
    """Name people of WeCom."""
    from knowledge.access import Role

    for name in readers:
        people.add(people.caller(Identity(channel="wecom", subject=name)).number, name=name)
    if admin:
        people.add(people.caller(Identity(channel="wecom", subject=admin)).number, name=admin, role=Role.ADMIN)


@asynccontextmanager
async def conversation(assistant: FakeAssistant, faults: Faults | None = None, **how: Any) -> AsyncIterator[Emulator]:
    """Run the channel over a fake core; ends with nothing that was over the limits."""
    async with emulated(faults) as emulator:
        stop = asyncio.Event()
        room, database = assistant.room, assistant.database
        channel = asyncio.ensure_future(serve_wecom(room, database, door(emulator, **how), stop))
        try:
            await emulator.until(lambda: emulator.subscriptions > 0 or channel.done())
            yield emulator
        finally:
            stop.set()
            await channel
        assert emulator.over_limits == []
