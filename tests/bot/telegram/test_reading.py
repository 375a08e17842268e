"""Updates that the library cannot read."""

from __future__ import annotations

from typing import Any

import pytest

from bot.messenger import texts
from bot.telegram.reading import PollingRequest, readable
from bot.telegram.webhook import Webhook
from tests.bot.telegram import replies
from tests.bot.telegram.emulator import BESIDE, emulated, load
from tests.bot.telegram.fake_assistant import READER, FakeAssistant
from tests.bot.telegram.fake_telegram import person
from tests.bot.telegram.running import in_event_loop, running
from tests.bot.telegram.test_webhook import free_port

CHAT = {"id": READER, "type": "private"}
MESSAGE = {"message_id": 7, "date": 1, "chat": CHAT, "from": person(READER)}
UNREADABLE: dict[str, tuple[str, Any]] = {
    "poll_of_another_shape": ("message", {**MESSAGE, "poll": {"id": "1"}}),
    "number_that_is_none": ("message", {"message_id": "七"}),
    "date_beyond_the_calendar": ("message", {**MESSAGE, "date": 10**18}),
    "no_object": ("message", "不是对象"),
    "list": ("message", []),
    "tap_of_nobody": ("callback_query", {"id": "1"}),
    "query_of_nobody": ("inline_query", {"id": "1"}),
    "unknown_kind": ("brand_new_kind", {"x": 1}),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_left_can_be_read(name: str, caplog: pytest.LogCaptureFixture) -> None:
    """The number is kept, so that the update is confirmed; nothing that was said stands in the log."""
    kind, content = UNREADABLE[name]
    (kept,) = PollingRequest.parse_json_payload(
        load().json.dumps({"ok": True, "result": [{"update_id": 5, kind: content}, "?"]}).encode()
    )["result"]
    assert kept["update_id"] == 5
    assert readable(kept) == kept
    assert "不是对象" not in caplog.text


@BESIDE
@in_event_loop
async def test_polling_goes_on() -> None:
    """Its sender is told what the bot takes, and the next question is answered; nothing is asked for a second time."""
    assistant = FakeAssistant()
    async with emulated(assistant) as emulator:
        await emulator.send_content(READER, {"poll": {"id": "1"}})
        for kind, content in list(UNREADABLE.values())[1:]:
            await emulator.raw_update(kind, content, READER)
        await emulator.wait_message(READER, contains=texts.NOT_TEXT)
        (answer,) = (await emulator.ask(READER, replies.ANSWER.question, quiet=0.3))["messages"][-1:]
        assert "[1]" in answer["text"]


@BESIDE
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@in_event_loop
async def test_a_webhook_takes_it_too() -> None:
    """It is confirmed when posted, so that what comes after it in the chat is not held up."""
    port = free_port()
    webhook = Webhook(f"http://127.0.0.1:{port}/updates", port=port)
    async with load().Emulator() as emulator:
        await emulator.add_user(READER, "读者")
        async with running(FakeAssistant(), token=emulator.token, base_url=emulator.base_url, webhook=webhook):
            await emulator.wait_event("webhook_set", timeout=10)
            await emulator.raw_update("message", {**MESSAGE, "poll": {"id": "1"}}, READER)
            await emulator.wait_message(READER, contains=texts.NOT_TEXT)
            assert (await emulator.ask(READER, replies.ANSWER.question, quiet=0.3))["messages"]
