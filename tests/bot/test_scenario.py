"""One scenario over the console, Telegram, WeCom, DingTalk and a channel of mere calls: the same things happen."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.cli import open_workplace
from bot.console import announce
from bot.reports.basic import console
from bot.services.answering import Readers
from bot.services.assistant import Assistant, assistant_of
from bot.services.events import Announced, Chose, Event, FileRead, FileStored, NotedAsMissing, OverQuota, VerdictGiven
from knowledge.access import PUBLIC
from knowledge.callers import Someone
from knowledge.ingesting import Choices
from knowledge.library import Library
from knowledge.people import People
from tests.bot.dingtalk.office import over_dingtalk
from tests.bot.scenario import BLOCKS, LACKING, QUOTA, RULES_FILE, InProcess, Terminal, over_telegram, told
from tests.bot.telegram.emulator import EMULATOR
from tests.bot.telegram.fake_assistant import of_telegram
from tests.bot.telegram.journeys import ADMIN, NEWCOMER, RULES, STAFF, TRAINER
from tests.bot.wecom.office import over_wecom
from tests.fakes import BigramEmbedder, OverlapJudge

pytestmark = pytest.mark.slow

Walk = Callable[[Assistant, Library], None]

OVER_OFFICES = {"wecom": frozenset({PUBLIC}), "dingtalk": frozenset({PUBLIC})}
"""The samples are for everybody, so that the channels' limit takes nothing away."""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the samples, read by a model that is quick."""
    home = tmp_path_factory.mktemp("scenario") / "home"
    place = open_workplace(None, home)
    with Library.open_owner(home, BigramEmbedder()) as library:
        place.ingest(place.samples(), library, Choices())
    return home


@contextmanager
def room(held: Path, home: Path, events: list[Event]) -> Iterator[tuple[Assistant, Library]]:
    shutil.copytree(held, home)
    with Library.open_owner(home, BigramEmbedder()) as library:
        readers = of_telegram({STAFF, NEWCOMER, TRAINER})
        people = People(library.catalog.database, admins=of_telegram({ADMIN}), readers=readers)
        judge = Readers(judge=OverlapJudge())
        intake = open_workplace(None, home).intake()
        assistant = assistant_of(
            library, people, readers=judge, intake=intake, quota=QUOTA, shown_over=OVER_OFFICES, also=[events.append]
        )
        yield assistant, library


def walked(held: Path, home: Path, walk: Walk) -> list[Event]:
    """Return the events of the scenario over one channel."""
    events: list[Event] = []
    with room(held, home, events) as (assistant, library):
        walk(assistant, library)
    return events


def in_process(assistant: Assistant, library: Library) -> None:
    channel = InProcess(assistant, library.catalog.database)
    for person, steps in BLOCKS:
        channel.block(person, steps)
    for asker in assistant.arrivals.due("here"):
        assistant.arrivals.told(asker)


def over_the_emulator(assistant: Assistant, library: Library) -> None:
    asyncio.run(asyncio.wait_for(over_telegram(assistant, library.catalog.database), 300))


def over_wecom_emulated(assistant: Assistant, library: Library) -> None:
    asyncio.run(asyncio.wait_for(over_wecom(assistant, library.catalog.database), 300))


def over_dingtalk_emulated(assistant: Assistant, library: Library) -> None:
    asyncio.run(asyncio.wait_for(over_dingtalk(assistant, library.catalog.database), 300))


def test_the_same_happens_over_every_channel(held: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers, refusals, notes for the administrators, quotas, choices, decisions, and news for who asked in vain."""
    monkeypatch.chdir(tmp_path)

    rules = tmp_path / RULES_FILE
    rules.write_text(RULES, encoding="utf-8")

    def at_the_terminal(assistant: Assistant, library: Library) -> None:
        channel = Terminal(assistant, library.catalog.database, rules, monkeypatch)
        for person, steps in BLOCKS:
            channel.block(person, steps)
        announce(assistant, Someone(number=STAFF), console())

    ways: dict[str, Walk] = {
        "here": in_process,
        "console": at_the_terminal,
        "wecom": over_wecom_emulated,
        "dingtalk": over_dingtalk_emulated,
    }
    if EMULATOR.exists():
        ways["telegram"] = over_the_emulator
    events = {name: walked(held, tmp_path / name / "home", walk) for name, walk in ways.items()}

    expected = told(events["here"])
    assert sum(len(steps) for _, steps in BLOCKS) == 42
    assert {type(event) for event in events["here"]} >= {
        NotedAsMissing,
        OverQuota,
        VerdictGiven,
        Chose,
        FileRead,
        FileStored,
        Announced,
    }
    for name, happened in events.items():
        assert told(happened) == expected, name
        news = [(each.by, each.question) for each in happened if isinstance(each, Announced)]
        assert (Someone(number=STAFF), LACKING) in news, name
