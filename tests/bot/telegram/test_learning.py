"""What people ask next, ask in vain, and are told later; what an administrator approves; what each person chooses."""

from __future__ import annotations

import asyncio
import threading
from functools import partial
from typing import Any

from bot.messenger import texts
from bot.messenger.announcing import Announcer
from bot.services.standards import approved_answer
from bot.telegram.arrivals import push
from knowledge.answers import Answer, ExamplesPage, NoAnswer, Reply
from knowledge.blocks import StatementBlock
from knowledge.callers import OPERATOR, TELEGRAM, Conversation, Someone
from knowledge.catalog.chat_settings import ChatChoices, ChatSettings
from knowledge.catalog.feedback import UnansweredTable
from knowledge.catalog.staging import next_revision
from knowledge.catalog.standards import StandardAnswers
from knowledge.upkeep.last_report import keep_report
from tests.bot.telegram import replies
from tests.bot.telegram.fake_assistant import ADMIN, READER, FakeAssistant, FakeTexts
from tests.bot.telegram.fake_telegram import FakeTelegram, labels, visible
from tests.bot.telegram.running import conversation, in_event_loop

QUESTION = replies.ANSWER.question
EXAMPLES_OF_IT = "融合例会多久开一次还有哪些案例"


def answers(question: str, passage: str = "p-d1", whose: str = "") -> Answer:
    cited = replies.citation(1, replies.document(1)).model_copy(update={"passage_id": passage})
    blocks = (StatementBlock(text=f"{whose}每季度由党支部牵头召开一次融合例会。", markers=(1,)),)
    return Answer(question=question, standalone_question=question, blocks=blocks, citations=(cited,))


async def last(telegram: FakeTelegram, count: int) -> Any:
    return (await telegram.answers(count))[count - 1]


@in_event_loop
async def test_a_question_that_leads_on_is_offered_only_when_it_can_be_answered() -> None:
    """那医院呢？ stands under an answer about 国企 because there is one, 那机关呢？ does not; a tap asks the whole."""
    asked, other = "国企怎么开融合例会？", "医院怎么开融合例会？"
    assistant = FakeAssistant()
    assistant.replies |= {asked: answers(asked), other: answers(other, "p-d2", "医院")}
    async with conversation(assistant) as telegram:
        telegram.say(READER, asked)
        answer = await last(telegram, 1)
        assert labels(answer)[1:4] == ["有用", "有误", "导出Word"]
        await telegram.until(lambda: labels(answer)[4:] == ["那医院呢？"])
        telegram.tap(READER, answer["message_id"], "那医院呢？")
        assert visible(await last(telegram, 2)) == f"问：{other}"
        await telegram.answers(3)
    assert [question for question, _, _ in assistant.asked] == [asked, other]


@in_event_loop
async def test_the_next_page_of_examples_is_a_tap_away() -> None:
    """换一批 stands under a list that has more, and asks for the next page of that list, however old it is."""
    asked, following = "给我2个医院的例子", "给我2个医院的例子（第2批）"
    assistant = FakeAssistant()
    first = answers(asked).model_copy(update={"page": ExamplesPage(number=1, is_last=False)})
    assistant.replies |= {asked: first, following: answers(following)}
    async with conversation(assistant) as telegram:
        telegram.say(READER, asked)
        listed = await last(telegram, 1)
        telegram.say(READER, QUESTION)
        await telegram.answers(2)
        telegram.tap(READER, listed["message_id"], "换一批")
        await telegram.answers(4)
    assert [question for question, _, _ in assistant.asked] == [asked, QUESTION, following]


class Searching(FakeAssistant):
    """Finds what leads on only when let."""

    let = threading.Event()

    def rehearsed(self, question: str) -> Reply:
        assert self.let.wait(30)
        return super().rehearsed(question)


@in_event_loop
async def test_nobody_waits_for_the_questions_that_lead_on() -> None:
    """The answer stands there before they are sought; a source opened meanwhile keeps its own buttons."""
    asked, other = "国企怎么开融合例会？", "医院怎么开融合例会？"
    assistant = Searching()
    assistant.replies |= {asked: answers(asked), other: answers(other, "p-d2", "医院")}
    async with conversation(assistant) as telegram:
        telegram.say(READER, asked)
        answer = await last(telegram, 1)
        telegram.tap(READER, answer["message_id"], "[1] 原文")
        await telegram.until(lambda: "返回" in labels(answer))
        assistant.let.set()
        await telegram.until(lambda: any(isinstance(one, Answer) and one.next_questions for one in assistant.kept()))
        await asyncio.sleep(0.1)
        assert "返回" in labels(answer)
        telegram.tap(READER, answer["message_id"], "返回")
        await telegram.until(lambda: labels(answer)[-1] == "那医院呢？")


@in_event_loop
async def test_who_asked_in_vain_is_told_once_when_material_arrives() -> None:
    """After the catalog has changed and settled, the asker gets one message whose button asks again."""
    question = replies.NO_ANSWER.question
    async with conversation(assistant := FakeAssistant()) as telegram:
        telegram.say(READER, question)
        await telegram.answers()
        bot = TellsOnly()
        announcer = Announcer(assistant.room.arrivals, TELEGRAM, partial(push, bot), every=0.02)  # type: ignore[arg-type]
        ended = asyncio.Event()
        watching = asyncio.create_task(announcer.watch(ended))
        await asyncio.sleep(0.2)
        assert bot.told == []
        assistant.replies[question] = answers(question)
        with assistant.database.writing() as connection:
            next_revision(connection)
        await asyncio.sleep(0.3)
        ended.set()
        await watching
    assert [(chat, question in text) for chat, text in bot.told] == [(READER, True)]
    assert UnansweredTable(assistant.database).open(5) == []


@in_event_loop
async def test_who_wants_no_news_gets_none() -> None:
    """With 材料到库通知 off nobody is written to."""
    assistant = FakeAssistant()
    question = replies.NO_ANSWER.question
    reader = Someone(number=READER)
    here = Conversation(channel=TELEGRAM, place=f"{READER}")
    UnansweredTable(assistant.database).note(question, here, by=reader)
    ChatSettings(assistant.database).put(reader, ChatChoices(arrivals=False))
    assistant.replies[question] = answers(question)
    bot = TellsOnly()
    announcer = Announcer(assistant.room.arrivals, TELEGRAM, partial(push, bot))  # type: ignore[arg-type]
    for _ in range(3):
        await announcer._look()
    assert bot.told == []


def given(question: str, assistant: FakeAssistant) -> Answer | None:
    """Return the standard answer to a question, as it is given to anybody."""
    return approved_answer(
        StandardAnswers(assistant.database), FakeTexts(assistant.hits), question, frozenset({"public"})
    )


class TellsOnly:
    """A bot that writes down what it was to send."""

    def __init__(self) -> None:
        self.told: list[tuple[int, str]] = []

    async def send_message(self, chat: int, text: str, **_: Any) -> None:
        self.told.append((chat, text))


@in_event_loop
async def test_a_standard_answer_from_an_unanswered_question() -> None:
    """`/unanswered` leads to a prompt; words that stand in no source are not kept, and the message says why."""
    assistant = FakeAssistant()
    async with conversation(assistant) as telegram:
        telegram.say(READER, replies.NO_ANSWER.question)
        await telegram.answers()
        telegram.say(ADMIN, "/unanswered")
        listed = await last(telegram, 2)
        assert "1. 食堂几点开饭？（1人问过）" in visible(listed)
        telegram.tap(ADMIN, listed["message_id"], "答1")
        prompt = await last(telegram, 3)
        telegram.say(ADMIN, "/standard 食堂每天中午十二点开饭。", reply_to_message=prompt)
        refused = await last(telegram, 4)
        assert "没有存" in visible(refused)
        assert "食堂每天中午十二点开饭" in visible(refused)
        telegram.say(ADMIN, "/standards")
        assert visible(await last(telegram, 5)) == texts.NO_STANDARDS


@in_event_loop
async def test_a_standard_answer_in_reply_to_an_answer() -> None:
    """A corrected answer whose every sentence stands in the cited source is kept, listed with its standing, deleted."""
    assistant = FakeAssistant()
    async with conversation(assistant) as telegram:
        telegram.say(ADMIN, QUESTION)
        answer = await last(telegram, 1)
        telegram.say(ADMIN, "/standard 每季度由党支部牵头召开一次融合例会。", reply_to_message=answer)
        assert "已存为标准答复" in visible(await last(telegram, 2))
        assert "每季度由党支部牵头召开一次融合例会。[1]" in visible(await last(telegram, 3))
        approved = given("融合例会多久开一次", assistant)
        assert approved is not None
        assert (approved.notice or "").startswith("标准答复（管理员核定，")
        del assistant.hits["p-d1"]
        assert given("融合例会多久开一次", assistant) is None
        telegram.say(ADMIN, "/standards")
        listed = await last(telegram, 4)
        assert texts.STANDARD_FALLEN in visible(listed)
        telegram.tap(ADMIN, listed["message_id"], "删除1")
        await telegram.until(lambda: visible(listed) == texts.NO_STANDARDS)
        telegram.say(READER, "/standard")
        assert visible(await last(telegram, 5)) == texts.UNKNOWN_COMMAND


@in_event_loop
async def test_settings() -> None:
    """Each button turns one choice over; with 简要 an answer shows its first points, and all of it at a tap."""
    long = replies.long_answer(6)
    assistant = FakeAssistant(replies={long.question: long})
    async with conversation(assistant) as telegram:
        telegram.say(READER, "/settings")
        shown = await last(telegram, 1)
        assert "答复长短：完整" in visible(shown)
        telegram.tap(READER, shown["message_id"], "答复长短改为“简要”")
        await telegram.until(lambda: "答复长短：简要" in visible(shown))
        telegram.say(READER, long.question)
        answer = await last(telegram, 2)
        assert texts.SHORTENED in visible(answer)
        assert "第4项" not in visible(answer)
        telegram.tap(READER, answer["message_id"], texts.WHOLE_ANSWER)
        await telegram.until(lambda: "第6项" in visible(answer))
    assert ChatSettings(assistant.database).of(Someone(number=READER)) == ChatChoices(brief=True)
    assert isinstance(assistant.replies[long.question], Answer | NoAnswer)


@in_event_loop
async def test_the_last_report() -> None:
    """`/upload` says how; `/report` has nothing before the first file, and a page after it; readers have neither."""
    assistant = FakeAssistant()
    async with conversation(assistant) as telegram:
        telegram.say(ADMIN, "/report")
        assert visible(await last(telegram, 1)) == texts.NO_REPORT
        keep_report(assistant.database, "已入库：1篇，3段，质量90分。", lambda page: page.touch(), by=OPERATOR)
        telegram.say(ADMIN, "/report")
        assert visible(await last(telegram, 2)) == texts.NO_REPORT  # it is another's
        keep_report(
            assistant.database, "已入库：1篇，3段，质量90分。", lambda page: page.touch(), by=Someone(number=ADMIN)
        )
        telegram.say(ADMIN, "/report")
        await telegram.until(lambda: telegram.made("sendDocument"))
        telegram.say(READER, "/upload")
        assert visible(await last(telegram, 5)) == texts.UNKNOWN_COMMAND
