"""The strict emulator of the Bot API that may lie beside the checkout, with the bot in front of it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.bot.telegram.fake_assistant import ADMIN, READER, STRANGER, FakeAssistant
from tests.bot.telegram.running import running

EMULATOR = Path(__file__).resolve().parents[3] / ".." / "shared" / "tools" / "telegram_emulator.py"
BESIDE = pytest.mark.skipif(not EMULATOR.exists(), reason="no Telegram emulator beside the checkout")


def load() -> Any:  # Any: a module that is not ours and ships no types
    """Import the emulator from its file."""
    if "telegram_emulator" not in sys.modules:
        spec = importlib.util.spec_from_file_location("telegram_emulator", EMULATOR)
        assert spec is not None
        assert spec.loader is not None
        sys.modules["telegram_emulator"] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules["telegram_emulator"]


@asynccontextmanager
async def emulated(assistant: FakeAssistant, **options: Any) -> AsyncIterator[Any]:
    """The bot in front of the emulator, with three people's chats open; ends with a clean bill from its lint."""
    async with load().Emulator(**options) as emulator:
        for user in (READER, ADMIN, STRANGER):
            await emulator.add_user(user, f"用户{user}")
        async with running(assistant, token=emulator.token, base_url=emulator.base_url):
            await emulator.wait_event("call", timeout=10, match={"method": "setMyShortDescription"})
            yield emulator
        assert await emulator.lint() == []


async def tap(emulator: Any, user: int, message: Any, label: str) -> Any:
    """Tap a button, and return the message as it is after the bot has changed it."""
    cursor = await emulator.cursor()
    pressed = await emulator.click(user, message["message_id"], label, chat_id=message["chat_id"], wait=15)
    assert pressed["answers"]
    await emulator.wait_event("edit", after=cursor, timeout=15)
    return await emulator.message(message["chat_id"], message["message_id"])


def buttons(message: Any) -> list[str]:
    return [button["text"] for row in message["buttons"] for button in row]
