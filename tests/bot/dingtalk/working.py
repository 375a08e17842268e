"""The channel at work in front of the emulator, over the fake core."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.dingtalk import cards
from bot.dingtalk.api import ChatPlace
from bot.dingtalk.channel import DingTalkDoor, serve_dingtalk
from bot.dingtalk.stream import LinePatience
from bot.messenger.incoming import number_for
from bot.services.assistant import Assistant
from knowledge.callers import Identity
from knowledge.catalog.database import Database
from knowledge.catalog.inbox import Inbox
from tests.bot.dingtalk.emulator import CLIENT_ID, SECRET, Card, Emulator
from tests.bot.telegram.fake_assistant import FakeAssistant, WatchedPeople

QUICK = LinePatience(opening=5, alive=5, silent=1.5, renewed=60, leaving=1.0, first_pause=0.02, longest_pause=0.2)
PEOPLE = tuple(f"p{number:02}" for number in range(50))


def door_to(url: str) -> DingTalkDoor:
    return DingTalkDoor(CLIENT_ID, SECRET, api=url, old_api=url, patience=QUICK, second=0.05, look_every=0.2)


def of_dingtalk(people: Iterable[str]) -> frozenset[Identity]:
    return frozenset(Identity(channel="dingtalk", subject=person) for person in people)


def fake_room(home: Path, *, seconds: float = 0.0, admins: Iterable[str] = ("chief",)) -> FakeAssistant:
    """A core that answers everything alike, and whoever may ask it."""
    fake = FakeAssistant(home=home, seconds=seconds)
    fake.people = WatchedPeople(fake.database, admins=of_dingtalk(admins), readers=of_dingtalk(PEOPLE))
    fake.people.consulted = []
    return fake


@asynccontextmanager
async def serving(
    dingtalk: Emulator, assistant: Assistant, database: Database, door: DingTalkDoor
) -> AsyncIterator[None]:
    """Serve until the block ends; a fault of the channel's own ends the test."""
    stop = asyncio.Event()
    running = asyncio.create_task(serve_dingtalk(assistant, database, door, stop))
    try:
        await dingtalk.until(lambda: running.done() or any(socket.delivering for socket in dingtalk.sockets))
        yield
    finally:
        stop.set()
        await running


@asynccontextmanager
async def at_work(dingtalk: Emulator, fake: FakeAssistant) -> AsyncIterator[None]:
    async with serving(dingtalk, fake.room, fake.database, door_to(dingtalk.url)):
        yield


def inbox_of(database: Database) -> Inbox:
    """Return what was received and is not answered."""
    return Inbox(database, bot=number_for("dingtalk", CLIENT_ID))


def answer_to(dingtalk: Emulator, message_id: str, person: str, group: str = "") -> Card | None:
    """Return the card that answers a message."""
    return dingtalk.cards.get(cards.name_of(message_id, ChatPlace(person, group)))


def is_answered(dingtalk: Emulator, message_id: str, person: str, group: str = "") -> bool:
    card = answer_to(dingtalk, message_id, person, group)
    return card is not None and card.is_finished and bool(card.buttons)
