"""Waiting, stopping, joining: conversations in which more than one thing happens at once."""

from __future__ import annotations

import asyncio
import itertools

import pytest

from bot.messenger import texts, turns
from bot.services.asking import OVER_QUOTA
from bot.telegram import lanes
from tests.bot.telegram import replies
from tests.bot.telegram.fake_assistant import READER, FakeAssistant
from tests.bot.telegram.fake_telegram import GROUP, RefusalError, labels, visible
from tests.bot.telegram.running import conversation, in_event_loop

QUESTION = replies.ANSWER.question
GROWING = ("每季度由党支部牵头", "每季度由党支部牵头召开一次融合例会。[1]")


@in_event_loop
async def test_stop_ends_what_runs_and_what_waits() -> None:
    """`/stop` is heard while an answer is being written; what waited is not answered any more."""
    assistant = FakeAssistant(seconds=0.5)
    async with conversation(assistant) as telegram:
        for number in range(4):
            telegram.say(READER, f"第{number}问")
        await telegram.until(lambda: assistant.asked and len(telegram.made("setMessageReaction")) == 4)
        telegram.say(READER, "/stop")
        await telegram.until(lambda: any("取消了排队的3个问题" in visible(message) for message in telegram.sent()))
        assistant.seconds = 0.0
        telegram.say(READER, QUESTION)
        await telegram.until(lambda: len(assistant.asked) == 2)
        assert [question for question, _, _ in assistant.asked] == ["第0问", QUESTION]


@in_event_loop
async def test_nothing_to_stop() -> None:
    """`/stop` with nothing under way says so."""
    async with conversation() as telegram:
        telegram.say(READER, "/stop")
        (told,) = await telegram.answers()
        assert visible(told) == texts.stopped(running=False, waiting=0)


@in_event_loop
async def test_who_waits_long_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits longer than a moment hears that it will be a while, once for all that waits."""
    monkeypatch.setattr(lanes, "TOLD_AFTER_SECONDS", 0.05)
    async with conversation(FakeAssistant(seconds=0.3)) as telegram:
        for number in range(3):
            telegram.say(READER, f"第{number}问")
        await telegram.answers(4)
        assert [visible(message) for message in telegram.sent()].count(texts.QUEUED) == 1


@in_event_loop
async def test_too_many_waiting_are_declined(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit nothing is taken, which is said once; when what waits is answered, questions are taken again."""
    for module in (turns, lanes):
        monkeypatch.setattr(module, "WAITING_LIMIT", 3)
    assistant = FakeAssistant(seconds=0.2)
    async with conversation(assistant) as telegram:
        for number in range(20):
            telegram.say(READER, f"第{number}问")
        await telegram.until(lambda: len(assistant.asked) >= 3)
        await asyncio.sleep(1)
        told = [visible(message) for message in telegram.sent()]
        assert told.count(texts.QUEUE_FULL.format(limit=3)) == 1
        assert len(told) == len(assistant.asked) + 1
        taken = len(assistant.asked)
        assert taken < 10
        telegram.say(READER, "再问一个")
        await telegram.until(lambda: len(assistant.asked) == taken + 1)


@in_event_loop
async def test_pieces_are_joined() -> None:
    """A message that breaks off is read together with the next one, and answered once."""
    assistant = FakeAssistant()
    async with conversation(assistant) as telegram:
        telegram.say(READER, "我想问：")
        telegram.say(READER, QUESTION)
        await telegram.answers()
    assert [question for question, _, _ in assistant.asked] == [f"我想问：\n{QUESTION}"]


@in_event_loop
async def test_quota() -> None:
    """Beyond the day's number of questions a sentence says so; looking up is not counted."""
    assistant = FakeAssistant(quota=1)
    async with conversation(assistant) as telegram:
        for _ in range(2):
            telegram.say(READER, QUESTION)
        _, told = await telegram.answers(2)
        assert visible(told) == OVER_QUOTA.format(limit=1)


@in_event_loop
async def test_a_growing_answer_is_a_draft() -> None:
    """In a private chat the answer grows as a draft, each version beginning with the one before."""
    async with conversation(FakeAssistant(drafts=GROWING, seconds=1.3)) as telegram:
        telegram.say(READER, QUESTION)
        (answer,) = await telegram.answers()
        shown = [draft["text"] for draft in telegram.made("sendMessageDraft")]
        assert shown
        assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(shown))
        assert visible(answer).startswith(shown[-1])


@in_event_loop
async def test_without_drafts_the_answer_grows_by_edits() -> None:
    """Where the server knows no drafts, one message is sent and edited, and ends as the whole answer."""
    async with conversation(FakeAssistant(drafts=GROWING, seconds=1.3)) as telegram:
        telegram.refusals["sendMessageDraft"] = [RefusalError(404, "Not Found: method not found")]
        telegram.say(READER, QUESTION)
        await telegram.until(lambda: telegram.sent() and labels(telegram.sent()[0]))
        (answer,) = telegram.sent()
        assert telegram.made("editMessageText")
        assert labels(answer) == ["[1] 原文", "[2] 原文", "有用", "有误", "导出Word"]


@in_event_loop
async def test_in_a_group_only_the_whole_answer_is_shown() -> None:
    """A group's few messages a minute are not spent on drafts or edits."""
    async with conversation(FakeAssistant(drafts=GROWING, seconds=1.3)) as telegram:
        telegram.say(READER, f"/ask {QUESTION}", chat=GROUP)
        await telegram.answers()
        assert telegram.made("sendMessageDraft") == telegram.made("editMessageText") == []


@in_event_loop
async def test_markup_that_telegram_refuses_is_sent_plain() -> None:
    """When Telegram cannot read the styles, the same words arrive without them."""
    async with conversation() as telegram:
        telegram.refusals["sendMessage"] = [RefusalError(400, "Bad Request: can't parse entities: unexpected end")]
        telegram.say(READER, QUESTION)
        (answer,) = await telegram.answers()
        assert "<" not in answer["text"]
        assert "来源2处" in answer["text"]
        assert labels(answer) == ["[1] 原文", "[2] 原文", "有用", "有误", "导出Word"]
