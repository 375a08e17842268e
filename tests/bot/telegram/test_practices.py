"""`/case`, `/formula`, `/plan`, `/learn` and `/export` over the small Bot API."""

from __future__ import annotations

from bot.messenger import texts
from bot.messenger.practice_desk import SECTORS, TIMES
from bot.services.exports import stem_of
from tests.bot.telegram import replies
from tests.bot.telegram.fake_assistant import READER
from tests.bot.telegram.fake_telegram import labels, visible
from tests.bot.telegram.running import conversation, in_event_loop


@in_event_loop
async def test_each_command_says_how_it_is_written() -> None:
    """Without words, a command answers with examples of itself."""
    async with conversation() as telegram:
        for command, example in (
            ("/case", texts.EMPTY_CASE),
            ("/formula", texts.EMPTY_FORMULA),
            ("/plan", texts.EMPTY_PLAN),
            ("/learn", texts.EMPTY_LEARN),
            ("/export", texts.EMPTY_EXPORT),
        ):
            telegram.say(READER, command)
            assert visible((await telegram.answers(1 + len(telegram.sent())))[-1]) == example


@in_event_loop
async def test_a_plan_asks_two_short_questions() -> None:
    """The task was given: the sort of unit and the time are asked for, each with buttons, in one message."""
    async with conversation() as telegram:
        telegram.say(READER, "/plan 采购降本")
        (message,) = await telegram.answers()
        assert labels(message) == list(SECTORS)
        telegram.tap(READER, message["message_id"], "国企")
        await telegram.until(lambda: labels(message) == list(TIMES))


@in_event_loop
async def test_a_formula_that_is_not_held_is_said_not_to_be() -> None:
    """Nothing is made up for a name that no text has."""
    async with conversation() as telegram:
        telegram.say(READER, "/formula 七拼八凑")
        (message,) = await telegram.answers()
        assert "未收录不等于不存在" in visible(message)


@in_event_loop
async def test_an_answer_leaves_as_two_files_named_after_it() -> None:
    """导出Word sends the clean text and the table of quotations, each under a name that says what it is."""
    async with conversation() as telegram:
        telegram.say(READER, replies.ANSWER.question)
        (answer,) = await telegram.answers()
        telegram.tap(READER, answer["message_id"], "导出Word")
        await telegram.until(lambda: len(telegram.made("sendDocument")) == 2)
        text, table = (str(sent["document"]) for sent in telegram.made("sendDocument"))
        stem = stem_of(replies.ANSWER)
        assert f'filename="{stem}.docx"' in text
        assert f'filename="{stem}-引文核对表.docx"' in table
