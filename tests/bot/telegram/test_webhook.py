"""Updates that Telegram posts to us, instead of being asked for them."""

from __future__ import annotations

import asyncio
import gc
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from bot.telegram.webhook import Webhook
from tests.bot.telegram import replies
from tests.bot.telegram.emulator import BESIDE, load
from tests.bot.telegram.fake_assistant import READER, FakeAssistant
from tests.bot.telegram.running import in_event_loop, running

# The library's web server leaves connections to the garbage collector, which is why it runs at the end of each test.
pytestmark = [BESIDE, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]

QUESTION = replies.ANSWER.question


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    yield
    gc.collect()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def listening(port: int) -> None:
    """Wait until somebody takes connections there."""
    async with asyncio.timeout(10):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                await writer.wait_closed()
                return


@in_event_loop
async def test_answers_over_a_webhook() -> None:
    """A question that is posted is answered once, also when it is posted twice; nothing is polled for."""
    port = free_port()
    webhook = Webhook(f"http://127.0.0.1:{port}/updates", port=port)
    async with load().Emulator(webhook_retry_scale=0.1) as emulator:
        await emulator.add_user(READER, "读者")
        async with running(FakeAssistant(), token=emulator.token, base_url=emulator.base_url, webhook=webhook):
            await emulator.wait_event("webhook_set", timeout=10)
            await emulator.duplicate_updates(1)
            (answer,) = (await emulator.ask(READER, QUESTION, quiet=0.5))["messages"]
            assert "[1]" in answer["text"]
            assert await emulator.calls("getUpdates") == []
        assert await emulator.lint() == []


@in_event_loop
async def test_only_telegram_may_post() -> None:
    """Who posts an update without the secret is refused, and nothing is answered."""
    port = free_port()
    webhook = Webhook(f"http://127.0.0.1:{port}/updates", port=port)
    assistant = FakeAssistant()
    async with load().Emulator() as emulator:
        async with running(assistant, token=emulator.token, base_url=emulator.base_url, webhook=webhook):
            await listening(port)
            forged = urllib.request.Request(  # noqa: S310  # our own port
                webhook.url, data=b"{}", headers={"Content-Type": "application/json"}
            )
            with pytest.raises(urllib.error.HTTPError) as refused:
                await asyncio.to_thread(urllib.request.urlopen, forged)
        assert refused.value.code == 403
        refused.value.close()
    assert assistant.asked == []
