"""The channel in a process of its own, to be killed."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from bot.messenger.running import run_channels
from bot.wecom.channel import WeComDoor, serve_wecom
from tests.bot.telegram.fake_assistant import FakeAssistant
from tests.bot.wecom.emulator import BOT, SECRET
from tests.bot.wecom.running import QUICK, of_wecom

PEOPLE = tuple(f"user{number}" for number in range(50))


def answer_until_killed(home: str, endpoint: str, minute: str) -> None:
    """Answer until killed; whatever the people ask takes a moment."""
    assistant = FakeAssistant(home=Path(home), seconds=0.01)
    of_wecom(assistant.people, *PEOPLE)
    door = WeComDoor(BOT, SECRET, endpoint, timing=QUICK._replace(minute=float(minute)))
    run_channels(partial(serve_wecom, assistant.room, assistant.database, door))
