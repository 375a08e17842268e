"""The scenario's people in front of DingTalk."""

from __future__ import annotations

from dataclasses import dataclass

from bot.messenger import texts
from bot.services.assistant import Assistant
from knowledge.catalog.database import Database
from tests.bot.dingtalk.emulator import Emulator
from tests.bot.dingtalk.working import door_to, inbox_of, serving
from tests.bot.scenario import BLOCKS, LACKING, OfficeMessenger
from tests.bot.telegram.journeys import STAFF


@dataclass
class DingTalkOffice:
    """Waits until what was done is shown, and finished in the inbox."""

    dingtalk: Emulator
    database: Database

    async def say(self, person: int, text: str) -> None:
        since = self.dingtalk.changes
        self.dingtalk.say(f"{person}", text)
        await self._finished(since)

    async def tap(self, person: int, label: str) -> None:
        card = next(card for card in reversed(self.dingtalk.cards_of(f"{person}")) if label in card.buttons)
        since = self.dingtalk.changes
        self.dingtalk.tap(card, label, f"{person}")
        await self._finished(since)

    async def bring(self, person: int, name: str, data: bytes) -> None:
        since = self.dingtalk.changes
        self.dingtalk.bring(f"{person}", name, data)
        await self._finished(since)

    async def _finished(self, since: int) -> None:
        waiting = inbox_of(self.database).waiting
        await self.dingtalk.until(lambda: self.dingtalk.changes > since and not waiting(), 60)


async def over_dingtalk(assistant: Assistant, database: Database) -> None:
    """Walk through the scenario, each person under the number that they have elsewhere; wait for the news."""
    with database.writing() as connection:
        for person, _ in BLOCKS:
            row = "INSERT INTO identities (channel, subject, person) VALUES ('dingtalk', ?, ?)"
            connection.exec_driver_sql(row, (f"{person}", person))
    async with Emulator() as dingtalk, serving(dingtalk, assistant, database, door_to(dingtalk.url)):
        people = OfficeMessenger(DingTalkOffice(dingtalk, database), database)
        for person, steps in BLOCKS:
            await people.block(person, steps)
        news = texts.ARRIVED.partition("{")[0] + LACKING[:4]
        await dingtalk.until(lambda: any(news in card.text for card in dingtalk.cards_of(f"{STAFF}")), 60)
        assert dingtalk.faults == []
