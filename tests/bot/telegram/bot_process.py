"""A bot in a process of its own, to be killed: `python -m tests.bot.telegram.bot_process HOME BASE_URL`.

As under `ronghe serve`, it waits while another process of the home leads.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bot.standby import Standby
from bot.telegram.application import Channel, build_application
from bot.telegram.polling import run_bot
from knowledge.leading import lead_of_home
from tests.bot.telegram.fake_assistant import FakeAssistant
from tests.bot.telegram.fake_telegram import TOKEN

PEOPLE = range(3001, 3011)


def main(home: str, base_url: str) -> None:
    """Answer until killed; whatever the people ask takes a moment."""
    assistant = FakeAssistant(readers=set(PEOPLE), home=Path(home), seconds=0.01)
    channel = Channel(TOKEN, base_url, gap=0.0)
    Standby(lambda: lead_of_home(Path(home))).keep(
        lambda lead: run_bot(build_application(assistant.room, assistant.database, channel), lead=lead),
        lambda: print("waiting", flush=True),  # noqa: T201  # to whoever started it
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
