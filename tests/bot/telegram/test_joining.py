"""How people come in and are taken off the list, over whole conversations."""

from __future__ import annotations

import re

from bot.messenger import texts
from knowledge.access import Role
from knowledge.callers import Someone
from tests.bot.telegram import replies
from tests.bot.telegram.emulator import BESIDE, load
from tests.bot.telegram.fake_assistant import ADMIN, READER, STRANGER, FakeAssistant
from tests.bot.telegram.fake_telegram import FakeTelegram, labels, visible
from tests.bot.telegram.running import conversation, in_event_loop, running

QUESTION = replies.ANSWER.question


async def request_of(telegram: FakeTelegram) -> str:
    """Let the stranger write, and return the code that they are given."""
    telegram.say(STRANGER, "你好")
    await telegram.until(lambda: any(message["chat"]["id"] == STRANGER for message in telegram.sent()))
    told = next(message for message in telegram.sent() if message["chat"]["id"] == STRANGER)
    found = re.search(r"\b\d{6}\b", visible(told))
    assert found
    return found[0]


@in_event_loop
async def test_a_stranger_is_approved_in_the_chat() -> None:
    """A stranger gets six digits, an administrator approves, and the stranger's next question is answered."""
    assistant = FakeAssistant()
    async with conversation(assistant) as telegram:
        code = await request_of(telegram)
        await telegram.until(lambda: any(message["chat"]["id"] == ADMIN for message in telegram.sent()))
        shown = next(message for message in telegram.sent() if message["chat"]["id"] == ADMIN)
        assert code in visible(shown)
        telegram.tap(ADMIN, shown["message_id"], "批准为使用人员")
        await telegram.until(lambda: "已批准" in visible(shown))
        telegram.say(STRANGER, QUESTION)
        await telegram.until(lambda: assistant.asked)
        assert assistant.asked[0][2] == STRANGER


@in_event_loop
async def test_the_code_alone_shows_the_request() -> None:
    """An administrator who sends the six digits sees who asks; a reader who does asks a question."""
    assistant = FakeAssistant()
    async with conversation(assistant) as telegram:
        code = await request_of(telegram)
        telegram.say(ADMIN, code)
        await telegram.until(lambda: sum(message["chat"]["id"] == ADMIN for message in telegram.sent()) == 2)
        assert "批准为使用人员" in labels(telegram.sent()[-1])
        telegram.say(READER, code)
        await telegram.until(lambda: assistant.asked)


@in_event_loop
async def test_revocation_holds_from_the_next_message() -> None:
    """Somebody taken off the list is not answered any more, without a restart."""
    assistant = FakeAssistant()
    assistant.people.add(STRANGER, name="王芳")
    async with conversation(assistant) as telegram:
        telegram.say(ADMIN, "/users")
        (listed,) = await telegram.answers()
        telegram.tap(ADMIN, listed["message_id"], "停用 王芳")
        await telegram.until(lambda: "王芳" not in visible(listed))
        telegram.say(STRANGER, QUESTION)
        await telegram.until(lambda: any(message["chat"]["id"] == STRANGER for message in telegram.sent()))
    assert assistant.asked == []


@in_event_loop
async def test_only_administrators_decide() -> None:
    """A forged decision of a reader changes nothing."""
    assistant = FakeAssistant()
    async with conversation(assistant) as telegram:
        code = await request_of(telegram)
        telegram.say(READER, QUESTION)
        await telegram.until(lambda: any(message["chat"]["id"] == READER for message in telegram.sent()))
        answer = next(message for message in telegram.sent() if message["chat"]["id"] == READER)
        telegram.send_back(READER, f"j:admin:{code}", answer)
        telegram.send_back(READER, f"j:reader:{code}", answer)
        await telegram.until(lambda: len(telegram.made("answerCallbackQuery")) == 2)
    assert not assistant.people.may_read(Someone(number=STRANGER))


@in_event_loop
async def test_a_verdict_with_its_reason() -> None:
    """有误 asks for the reason in place; the reason is kept with the passages, and the answer is there again."""
    async with conversation(assistant := FakeAssistant()) as telegram:
        telegram.say(READER, QUESTION)
        (answer,) = await telegram.answers()
        before = labels(answer)
        telegram.tap(READER, answer["message_id"], "有误")
        await telegram.until(lambda: "引用错误" in labels(answer))
        telegram.tap(READER, answer["message_id"], "引用错误")
        await telegram.until(lambda: labels(answer) == before)
        telegram.say(READER, replies.NO_ANSWER.question)
        await telegram.answers(2)
        telegram.say(ADMIN, "/unanswered")
        *_, listed = await telegram.answers(3)
        assert replies.NO_ANSWER.question in visible(listed)
        assert "引用错误1" in visible(listed)
    assert assistant.asked[0][0] == QUESTION


@BESIDE
@in_event_loop
async def test_the_menu_follows_the_role() -> None:
    """It grows at the first message after a promotion and shrinks after the end of it, also over a restart."""
    async with load().Emulator() as emulator:
        await emulator.add_user(READER, "读者")
        for changes in ((False, True, False, True), (False,)):
            assistant = FakeAssistant()
            async with running(assistant, token=emulator.token, base_url=emulator.base_url, gap=0.0):
                for is_admin in changes:
                    assistant.people.add(READER, role=Role.ADMIN if is_admin else Role.READER)
                    await emulator.ask(READER, "/stop", quiet=0.3)
                    assert ("users" in {entry["command"] for entry in await emulator.menu(READER)}) is is_admin


def test_the_menu_of_administrators_is_longer() -> None:
    """What only administrators may do stands in no other menu."""
    assert not set(texts.ADMIN_COMMANDS) & set(texts.COMMANDS)
