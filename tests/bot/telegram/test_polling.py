from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import threading

import pytest

from bot.telegram import sayings
from bot.telegram.application import Channel, build_application
from bot.telegram.polling import AnyApplication, run_bot, serve_updates
from knowledge.errors import ChannelConflictError, ChannelTokenError, ChannelUnavailableError
from tests.bot.telegram import replies
from tests.bot.telegram.fake_assistant import READER, FakeAssistant
from tests.bot.telegram.fake_telegram import TOKEN, FakeTelegram, RefusalError
from tests.bot.telegram.running import conversation, in_event_loop, running


def built(token: str, base_url: str = "") -> AnyApplication:
    assistant = FakeAssistant()
    return build_application(assistant.room, assistant.database, Channel(token, base_url))


@pytest.mark.parametrize(
    ("token", "sentence"),
    [("", sayings.UNSET), ("抄错的令牌", sayings.MALFORMED), ("123:abc\n", sayings.MALFORMED)],
    ids=["missing", "not_a_token", "line_break"],
)
def test_a_token_that_cannot_be_one(token: str, sentence: str) -> None:
    """A missing or garbled token is refused before anything is sent, in one sentence."""
    with pytest.raises(ChannelTokenError) as caught:
        built(token)
    assert str(caught.value) == sentence


@in_event_loop
async def test_a_refused_token() -> None:
    """A token that Telegram does not accept ends the start in one sentence that does not contain it."""
    async with FakeTelegram() as telegram:
        telegram.refusals["getMe"] = [RefusalError(401, "Unauthorized")]
        with pytest.raises(ChannelTokenError) as caught:
            await serve_updates(built(TOKEN, telegram.base_url), asyncio.Event())
    assert str(caught.value) == sayings.REFUSED
    assert caught.value.__suppress_context__


@in_event_loop
async def test_unreachable() -> None:
    """When nothing answers at the address, the start ends in one sentence and a code for scripts."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        base_url = f"http://127.0.0.1:{server.getsockname()[1]}/bot"
    with pytest.raises(ChannelUnavailableError) as caught:
        await serve_updates(built(TOKEN, base_url), asyncio.Event())
    assert (str(caught.value), caught.value.code) == (sayings.UNREACHABLE, "telegram_unreachable")


@in_event_loop
async def test_a_second_bot_with_the_same_token() -> None:
    """When another program polls with the token, the bot stops and says so."""
    async with FakeTelegram() as telegram:
        telegram.refusals["getUpdates"] = [RefusalError(409, "Conflict: terminated by other getUpdates request")]
        application = built(TOKEN, telegram.base_url)
        with pytest.raises(ChannelConflictError, match="另一个程序"):
            await serve_updates(application, asyncio.Event())


@in_event_loop
async def test_a_token_that_is_revoked_ends_the_bot() -> None:
    """The library gives up polling without a word; the process ends with a sentence instead of answering nobody."""
    async with FakeTelegram() as telegram:
        telegram.refusals["getUpdates"] = [RefusalError(401, "Unauthorized")]
        application = built(TOKEN, telegram.base_url)
        async with asyncio.timeout(20):
            with pytest.raises(ChannelTokenError, match="令牌") as revoked:
                await serve_updates(application, asyncio.Event())
    assert TOKEN not in str(revoked.value)


@in_event_loop
async def test_a_menu_that_is_refused_does_not_matter() -> None:
    """Telegram lets the menu be set only so often; the bot answers all the same."""
    async with FakeTelegram() as telegram:
        telegram.refusals["setMyCommands"] = [RefusalError(429, "Too Many Requests", retry_after=400)]
        async with running(FakeAssistant(), token=TOKEN, base_url=telegram.base_url):
            telegram.say(READER, replies.ANSWER.question)
            assert len(await telegram.answers()) == 1


@in_event_loop
async def test_trouble_while_polling_is_waited_out() -> None:
    """A poll that fails is made again; what was said meanwhile is answered."""
    async with conversation() as telegram:
        telegram.refusals["getUpdates"] = [RefusalError(502, "Bad Gateway")]
        telegram.say(READER, replies.ANSWER.question)
        assert len(await telegram.answers()) == 1


@in_event_loop
async def test_the_token_never_reaches_a_log(caplog: pytest.LogCaptureFixture) -> None:
    """With everything logged that our logging lets through, the token is in none of it."""
    with caplog.at_level(logging.DEBUG):
        async with conversation(FakeAssistant(replies={"问题": ZeroDivisionError()})) as telegram:
            telegram.refusals["sendMessage"] = [RefusalError(502, "Bad Gateway")]
            telegram.say(READER, "问题")
            await telegram.answers()
    assert caplog.records
    assert TOKEN not in caplog.text


def test_a_signal_ends_the_bot() -> None:
    """SIGTERM ends the run without an error."""
    started, ready = threading.Event(), threading.Event()
    addresses: list[str] = []

    async def telegram_in_thread() -> None:
        async with FakeTelegram() as telegram:
            addresses.append(telegram.base_url)
            ready.set()
            await telegram.until(lambda: telegram.made("setMyShortDescription"), seconds=20)
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.to_thread(started.wait, 20)

    server = threading.Thread(target=lambda: asyncio.run(telegram_in_thread()))
    server.start()
    assert ready.wait(20)
    run_bot(built(TOKEN, addresses[0]))
    started.set()
    server.join(20)
    assert not server.is_alive()
