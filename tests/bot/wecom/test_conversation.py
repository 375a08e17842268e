"""Conversations over WeCom with a fixed core: what people see."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.messenger import texts
from bot.services.events import FileStored, VerdictGiven
from bot.wecom.channel import WeComDoor, probe, serve_wecom
from knowledge.errors import BadRequestError, ChannelConflictError, ChannelTokenError, ChannelUnavailableError
from tests.bot.telegram import replies
from tests.bot.telegram.fake_assistant import FakeAssistant
from tests.bot.wecom.emulator import BOT, SECRET, Emulator, Faults, emulated
from tests.bot.wecom.running import QUICK, conversation, door, of_wecom

QUESTION = replies.ANSWER.question
QUOTED = next(one.quote for one in replies.ANSWER.citations if one.marker == 1)


def in_loop(test: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    @functools.wraps(test)
    def run() -> None:
        asyncio.run(asyncio.wait_for(test(), 40))

    return run


def known(**how: Any) -> FakeAssistant:
    assistant = FakeAssistant(**how)
    of_wecom(assistant.people, "lihua", "wangfang", admin="zhou")
    return assistant


async def answered(wecom: Emulator, number: str) -> str:
    await wecom.until(lambda: number in wecom.answers())
    return "\n".join(one.text for one in wecom.answers()[number])


async def card(wecom: Emulator, number: str) -> list[str]:
    await wecom.until(lambda: any(one.kind == "card" and one.answers == number for one in wecom.shown))
    found = next(one for one in wecom.shown if one.kind == "card" and one.answers == number)
    return [label for label, _ in found.buttons]


@in_loop
async def test_an_answer_comes_with_its_sources_one_tap_away() -> None:
    """The text has markers; the card opens the passage, in which the quoted words are bold."""
    async with conversation(known()) as wecom:
        number = await wecom.say("lihua", QUESTION)
        text = await answered(wecom, number)
        assert "[1]" in text
        assert "来源" in text
        assert (await card(wecom, number))[0] == "[1] 原文"
        before = len(wecom.shown)
        await wecom.tap("lihua", "[1] 原文")
        await wecom.until(lambda: any(one.kind == "markdown" for one in wecom.shown[before:]))
        passage = next(one.text for one in wecom.shown[before:] if one.kind == "markdown")
        assert f"**{QUOTED}**" in passage
        assert "位置" in passage


@in_loop
async def test_a_number_opens_a_source_too() -> None:
    """Who cannot tap types 1."""
    async with conversation(known()) as wecom:
        await answered(wecom, await wecom.say("lihua", QUESTION))
        assert QUOTED in await answered(wecom, await wecom.say("lihua", "1"))


@in_loop
async def test_a_growing_answer_is_seen_growing() -> None:
    """A sign of life, the text as it grows, the whole in its place: one message."""
    async with conversation(known(drafts=("先说第一句。", "先说第一句。再说第二句。"), seconds=0.6)) as wecom:
        number = await wecom.say("lihua", QUESTION)
        await wecom.until(lambda: any(one.text == texts.SEARCHING for one in wecom.shown))
        await answered(wecom, number)
        assert len([one for one in wecom.shown if one.kind == "stream"]) == 1


@in_loop
async def test_strangers_get_a_code_and_the_administrator_decides() -> None:
    """Nothing is looked up before; afterwards the person may ask."""
    assistant = known()
    async with conversation(assistant) as wecom:
        await answered(wecom, await wecom.say("zhou", QUESTION))
        told = await answered(wecom, await wecom.say("sunyue", QUESTION))
        assert "申请码" in told
        assert len(assistant.asked) == 1
        await wecom.until(lambda: any("有人申请使用" in one.text for one in wecom.screen("zhou")))
        await wecom.until(
            lambda: any(label == "批准为使用人员"[:10] for one in wecom.screen("zhou") for label, _ in one.buttons)
        )
        await wecom.tap("zhou", "批准为使用人员")
        await wecom.until(lambda: any(texts.WELCOME_IN in one.text for one in wecom.screen("sunyue")))
        assert "[1]" in await answered(wecom, await wecom.say("sunyue", QUESTION))


@in_loop
async def test_in_a_group_the_mention_is_no_part_of_the_question_and_nobodys_rights_count() -> None:
    """@name is stripped, and what is shown is what anybody may see."""
    assistant = known()
    async with conversation(assistant) as wecom:
        number = await wecom.say("lihua", f"@融合助手 {QUESTION}", group="g1")
        await answered(wecom, number)
        assert assistant.asked == [(QUESTION, "wecom:group:g1", 0)]
        assert [one.place for one in wecom.shown if one.kind == "stream"] == ["group:g1"]


@in_loop
async def test_the_same_message_twice_is_answered_once() -> None:
    """The service repeats what it thinks was lost."""
    async with conversation(known(), Faults(duplicate=1.0)) as wecom:
        number = await wecom.say("lihua", QUESTION)
        await answered(wecom, number)
        await wecom.quiet()
        assert len(wecom.answers()[number]) == 1


@in_loop
async def test_a_broken_connection_is_mended_and_nothing_is_lost() -> None:
    """Messages of the meantime are answered afterwards."""
    async with conversation(known()) as wecom:
        await wecom.break_off()
        number = await wecom.say("lihua", QUESTION)
        await answered(wecom, number)
        assert wecom.subscriptions >= 2


@in_loop
async def test_files_go_up_and_come_down() -> None:
    """An export is a file in the chat; a file of an uploader is read, and stored where they say so."""
    assistant = known()
    async with conversation(assistant) as wecom:
        await answered(wecom, await wecom.say("zhou", QUESTION))
        await wecom.say("zhou", "/导出")
        await wecom.until(lambda: sum(one.kind == "file" for one in wecom.screen("zhou")) == 2)
        assert all(one.data.startswith(b"PK") for one in wecom.screen("zhou") if one.kind == "file")
        number = await wecom.send_file("zhou", "规则.txt", "第一条 每月一次。".encode())
        assert "已读完" in await answered(wecom, number)
        await wecom.until(lambda: "入库" in [label for one in wecom.screen("zhou") for label, _ in one.buttons])
        await wecom.tap("zhou", "入库")
        await wecom.until(lambda: any(isinstance(each, FileStored) for each in assistant.events))
        assert assistant.stored == ["第一条 每月一次。".encode()]


@in_loop
async def test_a_verdict_is_two_taps_away() -> None:
    """有误, then its reason."""
    assistant = known()
    async with conversation(assistant) as wecom:
        await card(wecom, await wecom.say("lihua", QUESTION))
        await wecom.tap("lihua", "有误")
        await wecom.until(lambda: any(texts.WHAT_IS_WRONG in one.text for one in wecom.shown))
        await wecom.until(lambda: any(label == "不完整" for one in wecom.shown for label, _ in one.buttons))
        await wecom.tap("lihua", "不完整")
        await wecom.until(lambda: any(isinstance(each, VerdictGiven) for each in assistant.events))


@in_loop
async def test_who_opens_the_chat_is_welcomed() -> None:
    """The welcome says what is answered, from what."""
    async with conversation(known()) as wecom:
        await wecom.enter("lihua")
        await wecom.until(lambda: any("融合助手" in one.text and one.kind == "text" for one in wecom.shown))


@in_loop
async def test_another_connection_ends_the_channel_with_a_sentence() -> None:
    """Two programs must not take turns at pushing one another out."""
    async with emulated() as wecom:
        assistant, stop = known(), asyncio.Event()
        channel = asyncio.ensure_future(serve_wecom(assistant.room, assistant.database, door(wecom), stop))
        await wecom.until(lambda: wecom.subscriptions > 0)
        await asyncio.sleep(0.1)
        await wecom.take_over()
        with pytest.raises(ChannelConflictError, match="只保留一个"):
            await channel


@in_loop
async def test_wrong_credentials_are_said_once_and_nothing_is_sent() -> None:
    """Neither by doctor nor by the channel."""
    async with emulated() as wecom:
        wrong = WeComDoor(BOT, "wrong", wecom.endpoint, timing=QUICK)
        with pytest.raises(ChannelTokenError, match="RONGHE_WECOM_SECRET"):
            await probe(wrong)
        await probe(WeComDoor(BOT, SECRET, wecom.endpoint, timing=QUICK))
        assert wecom.shown == []
    with pytest.raises(ChannelUnavailableError, match="RONGHE_WECOM_ENDPOINT"):
        await probe(WeComDoor(BOT, SECRET, "ws://127.0.0.1:1", timing=QUICK))


def test_an_intranet_takes_private_endpoints_only() -> None:
    """One sentence that says what to do; nothing is connected."""
    for endpoint in ("", "wss://openws.work.weixin.qq.com", "wss://8.8.8.8/"):
        with pytest.raises(BadRequestError, match="intranet"):
            _ = WeComDoor(BOT, SECRET, endpoint, profile="intranet").credentials
    private = WeComDoor(BOT, SECRET, "wss://wecom.oa.example.cn", profile="intranet")
    assert private.credentials.endpoint == "wss://wecom.oa.example.cn"
    with pytest.raises(BadRequestError, match="加密"):
        _ = WeComDoor(BOT, SECRET, "ws://example.cn").credentials
    with pytest.raises(ChannelTokenError, match="RONGHE_WECOM_BOT_ID"):
        _ = WeComDoor("", "").credentials


@in_loop
async def test_a_long_answer_leads_to_the_page_where_the_person_may_open_it() -> None:
    """Who has a name on the page gets its beginning and an address; who has none, all of it in several messages."""
    assistant = known(
        replies={**FakeAssistant().replies, QUESTION: replies.ANSWER.model_copy(update={"notice": "长。" * 3000})}
    )
    people = assistant.people
    people.add(people.entered("web:lihua").number, name="李华")
    async with conversation(assistant, page_url="https://oa.example.cn/ronghe/") as wecom:
        number = await wecom.say("lihua", QUESTION)
        assert "https://oa.example.cn/ronghe/?q=%" in await answered(wecom, number)
        assert len(wecom.answers()[number]) == 1
        number = await wecom.say("wangfang", QUESTION)
        await wecom.until(lambda: len(wecom.answers()[number]) > 1)
        assert "example.cn" not in await answered(wecom, number)
