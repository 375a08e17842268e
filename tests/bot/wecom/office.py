"""The scenario's people in front of WeCom."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.messenger import texts
from bot.services.assistant import Assistant
from bot.wecom.channel import serve_wecom
from knowledge.catalog.database import Database
from tests.bot.scenario import BLOCKS, LACKING, OfficeMessenger
from tests.bot.telegram.journeys import STAFF
from tests.bot.wecom.emulator import Emulator, emulated
from tests.bot.wecom.running import QUICK, door

MINUTE = 1.0
"""A scenario is walked through in less than one."""


@dataclass
class WeComOffice:
    """Waits until what was done is finished in the inbox."""

    wecom: Emulator
    database: Database
    done: int = 0

    async def say(self, person: int, text: str) -> None:
        await self.wecom.say(f"{person}", text)
        await self._finished()

    async def tap(self, person: int, label: str) -> None:
        await self.wecom.tap(f"{person}", label)
        await self._finished()

    async def bring(self, person: int, name: str, data: bytes) -> None:
        await self.wecom.send_file(f"{person}", name, data)
        await self._finished()

    async def _finished(self) -> None:
        self.done += 1
        async with asyncio.timeout(60):
            while self._counted() < self.done:  # noqa: ASYNC110 - the catalog tells of nothing
                await asyncio.sleep(0.02)

    def _counted(self) -> int:
        with self.database.reading() as connection:
            return int(connection.exec_driver_sql("SELECT count(*) FROM inbox WHERE payload IS NULL").scalar_one())


async def over_wecom(assistant: Assistant, database: Database) -> None:
    """Walk through the scenario, each person under the number that they have elsewhere; wait for the news."""
    with database.writing() as connection:
        for person, _ in BLOCKS:
            row = "INSERT INTO identities (channel, subject, person) VALUES ('wecom', ?, ?)"
            connection.exec_driver_sql(row, (f"{person}", person))
    async with emulated(minute=MINUTE) as wecom:
        stop, timing = asyncio.Event(), QUICK._replace(minute=MINUTE, acknowledged=10.0)
        channel = asyncio.ensure_future(serve_wecom(assistant, database, door(wecom, timing=timing), stop))
        try:
            await wecom.until(lambda: wecom.subscriptions > 0 or channel.done())
            people = OfficeMessenger(WeComOffice(wecom, database), database)
            for person, steps in BLOCKS:
                await people.block(person, steps)
            news = texts.ARRIVED.partition("{")[0] + LACKING[:4]
            await wecom.until(lambda: any(news in one.text for one in wecom.screen(f"{STAFF}")), seconds=60)
        finally:
            stop.set()
            await channel
        assert wecom.over_limits == []
