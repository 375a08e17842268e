"""The channel in a process of its own, to be killed: `python -m tests.bot.dingtalk.bot_process HOME URL`."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from bot.dingtalk.channel import serve_dingtalk
from bot.messenger.running import run_channels
from tests.bot.dingtalk.working import door_to, fake_room


def main(home: str, url: str) -> None:
    """Answer until killed; whatever the people ask takes a moment."""
    fake = fake_room(Path(home), seconds=0.01)
    run_channels(partial(serve_dingtalk, fake.room, fake.database, door_to(url)))


if __name__ == "__main__":
    main(*sys.argv[1:])
