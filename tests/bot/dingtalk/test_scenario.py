"""The scenario of all channels over DingTalk: the same happens as by mere calls."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import open_workplace
from bot.messenger import texts
from bot.services.answering import Readers
from bot.services.assistant import Assistant, assistant_of
from bot.services.events import Announced, Decided, Event, StruckOff
from knowledge.callers import Identity, Someone
from knowledge.catalog.database import Database
from knowledge.ingesting import Choices
from knowledge.library import Library
from knowledge.people import People
from tests.bot.dingtalk.emulator import Card, Emulator
from tests.bot.dingtalk.working import door_to, inbox_of, serving
from tests.bot.scenario import ANSWERED, BLOCKS, LACKING, PLANNED, QUOTA, RULES_FILE, InProcess, Step, told
from tests.bot.telegram.fake_assistant import of_telegram
from tests.bot.telegram.journeys import ADMIN, NEWCOMER, RULES, STAFF, TRAINER
from tests.fakes import BigramEmbedder, OverlapJudge

pytestmark = pytest.mark.slow


@dataclass
class Phone:
    """Somebody with DingTalk in their hand."""

    dingtalk: Emulator
    person: str
    waiting: Callable[[], list[str]]
    """What is not answered yet."""

    answer: Card | None = None

    @property
    def last(self) -> Card:
        return self.dingtalk.cards_of(self.person)[-1]

    async def say(self, text: str) -> None:
        since = self.dingtalk.changes
        self.dingtalk.say(self.person, text)
        await self._settled(since)

    async def tap(self, label: str, card: Card | None = None) -> None:
        since = self.dingtalk.changes
        self.dingtalk.tap(card or self.last, label, self.person)
        await self._settled(since)

    async def bring(self, name: str, data: bytes) -> None:
        since = self.dingtalk.changes
        self.dingtalk.bring(self.person, name, data)
        await self._settled(since)

    async def _settled(self, since: int) -> None:
        await self.dingtalk.until(lambda: self.dingtalk.changes > since and not self.waiting(), 60)

    async def notice(self, words: str) -> None:
        await self.dingtalk.until(lambda: any(words in card.text for card in self.dingtalk.cards_of(self.person)), 60)


async def block(me: Phone, steps: tuple[Step, ...]) -> None:
    if steps[0].act != "join":
        await me.say("/new")
    for step in steps:
        await do(step, me)


async def do(step: Step, me: Phone) -> None:  # noqa: C901, PLR0912  # one line an act
    match step.act:
        case "ask":
            await me.say(step.words)
            me.answer = me.last if me.dingtalk.cards_of(me.person) else None
        case "open":
            await me.tap(f"[{step.words}] 原文", me.answer)
        case "good":
            await me.tap("有用", me.answer)
        case "bad":
            await me.tap("有误", me.answer)
            await me.tap(step.words)
        case "brief":
            await me.say("/settings")
            await me.tap(f"答复长短改为“{step.words}”")
        case "export":
            await me.tap("导出Word", me.answer)
        case "plan":
            await me.say(f"/plan {step.words}")
            for answer in PLANNED:
                await me.tap(answer)
            me.answer = me.last
        case "upload":
            await me.bring(RULES_FILE, RULES.encode())
            await me.tap(step.words)
        case "withdraw":
            await me.say("/standards")
            await me.tap("删除1")
        case "join":
            await me.say("你好")
        case "approve":
            await me.notice("有人申请使用")
            (asked,) = [card for card in me.dingtalk.cards_of(me.person) if "有人申请使用" in card.text]
            await me.tap("批准为使用人员", asked)
        case name:
            await me.say(f"/{name} {step.words}".strip())
            me.answer = me.last if name in ANSWERED else me.answer


async def over_dingtalk(assistant: Assistant, database: Database) -> None:
    async with Emulator() as dingtalk, serving(dingtalk, assistant, database, door_to(dingtalk.url)):
        phones = {person: Phone(dingtalk, str(person), inbox_of(database).waiting) for person, _ in BLOCKS}
        for person, steps in BLOCKS:
            await block(phones[person], steps)
        await phones[STAFF].notice(texts.ARRIVED.partition("{")[0] + LACKING[:4])
        assert dingtalk.faults == []


@contextmanager
def room(home: Path, held: Path, channel: str, events: list[Event]) -> Iterator[tuple[Assistant, Library, People]]:
    shutil.copytree(held, home)
    with Library.open_owner(home, BigramEmbedder()) as library:

        def named(people: set[int]) -> frozenset[Identity]:
            if channel == "here":
                return of_telegram(people)
            return frozenset(Identity(channel=channel, subject=str(person)) for person in people)

        readers, admins = named({STAFF, NEWCOMER, TRAINER}), named({ADMIN})
        people = People(library.catalog.database, admins=admins, readers=readers)
        intake = open_workplace(None, home).intake()
        judge = Readers(judge=OverlapJudge())
        assistant = assistant_of(library, people, readers=judge, intake=intake, quota=QUOTA, also=[events.append])
        yield assistant, library, people


def test_the_scenario_runs_over_dingtalk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty-two steps of five people: answers, sources, verdicts, files, joining, quotas, news."""
    monkeypatch.chdir(tmp_path)
    held = tmp_path / "held"
    with Library.open_owner(held, BigramEmbedder()) as library:
        place = open_workplace(None, held)
        place.ingest(place.samples(), library, Choices())
    expected: list[Event] = []
    with room(tmp_path / "here", held, "here", expected) as (assistant, library, _):
        channel = InProcess(assistant, library.catalog.database)
        for person, steps in BLOCKS:
            channel.block(person, steps)
    happened: list[Event] = []
    with room(tmp_path / "there", held, "dingtalk", happened) as (assistant, library, people):
        asyncio.run(asyncio.wait_for(over_dingtalk(assistant, library.catalog.database), 300))
        numbers = {people.caller(Identity(channel="dingtalk", subject=str(who))).number: who for who, _ in BLOCKS}
    assert told([as_here(event, numbers) for event in happened]) == told(expected)
    assert any(isinstance(event, Announced) and event.question == LACKING for event in happened)


def as_here(event: Event, numbers: dict[int, int]) -> Event:
    """Return an event with people's numbers as they are where they are called by them."""
    changed: dict[str, object] = (
        {"by": Someone(number=numbers[event.by.number])} if isinstance(event.by, Someone) else {}
    )
    if isinstance(event, Decided | StruckOff):
        changed["person"] = numbers[event.person]
    return event.model_copy(update=changed)
