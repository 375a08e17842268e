"""Files sent to the bot, over whole conversations; reading and storing are stand-ins, what waits is real."""

from __future__ import annotations

from typing import Any

import pytest

from bot.messenger import texts
from bot.services.acceptance import EMPTY, TOO_LARGE, UNKNOWN
from bot.services.own_files import KEPT_SECONDS, MOST_BYTES, OwnFiles
from bot.telegram import sayings
from knowledge.callers import Conversation
from knowledge.catalog.uploads import FOLDER
from knowledge.secrecy import REFUSED
from knowledge.upkeep.purging import purge_person
from tests.bot.telegram import replies
from tests.bot.telegram.fake_assistant import ADMIN, READER, FakeAssistant
from tests.bot.telegram.fake_telegram import FakeTelegram, labels, visible
from tests.bot.telegram.running import conversation, in_event_loop

OTHER_ADMIN = 1003
DATA = "《示例办法》第三条。".encode()


def waiting(assistant: FakeAssistant) -> list[str]:
    folder = assistant.home / FOLDER
    return [file.name for file in folder.rglob("*") if file.is_file()] if folder.exists() else []


async def described(telegram: FakeTelegram, user: int = ADMIN, name: str = "材料.docx") -> Any:
    """Hand a file in and return the message that describes it."""
    telegram.hand_in(user, name, DATA)
    await telegram.until(lambda: any(labels(message) for message in telegram.sent()))
    return next(message for message in telegram.sent() if labels(message))


@in_event_loop
async def test_an_administrators_file_is_described_and_stored_once() -> None:
    """入库 stores a file, whose name was no path, and leaves nothing waiting; a second tap stores nothing."""
    assistant = FakeAssistant()
    async with conversation(assistant) as telegram:
        told = await described(telegram, name="../../../etc/x.docx")
        assert labels(told) == ["入库", "先看看", "退回", "入库（仅本单位）"]
        assert waiting(assistant) == ["上传材料.docx"]
        data = told["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        telegram.tap(ADMIN, told["message_id"], "入库")
        telegram.send_back(ADMIN, data, told)
        await telegram.until(lambda: any(visible(message) == texts.FILE_GONE for message in telegram.sent()))
    assert "已入库" in visible(told)
    assert (assistant.stored, waiting(assistant)) == ([DATA], [])


FORMER = "0123456789abcdef"


@in_event_loop
async def test_a_difference_stands_above_the_buttons() -> None:
    """Who decides between 入库 and 退回 has read what the file would change."""
    assistant = FakeAssistant(difference="与库内《值班办法》内容相近而有出入（三人→六人）。")
    async with conversation(assistant) as telegram:
        told = await described(telegram)
    assert "三人→六人" in visible(told)
    assert {"入库", "退回"} <= {*labels(told)}


@pytest.mark.parametrize(
    ("tapped", "said", "dropped"),
    [("移除原有的一份", texts.FORMER_REMOVED, [FORMER]), ("两份都保留", texts.FORMER_STAYS, [])],
)
def test_what_a_file_answers_for_is_asked_about(tapped: str, said: str, dropped: list[str]) -> None:
    """Under what was stored stands the question about the former text; it goes where the uploader says so."""
    assistant = FakeAssistant(former=FORMER)

    @in_event_loop
    async def decide() -> None:
        async with conversation(assistant) as telegram:
            told = await described(telegram)
            telegram.tap(ADMIN, told["message_id"], "入库")
            await telegram.until(lambda: labels(told) == ["移除原有的一份", "两份都保留"])
            telegram.tap(ADMIN, told["message_id"], tapped)
            await telegram.until(lambda: any(visible(message) == said for message in telegram.sent()))
            assert labels(told) == []

    decide()
    assert assistant.dropped == dropped


@in_event_loop
async def test_who_hands_nothing_in_removes_nothing() -> None:
    """A reader who sends the button's data changes nothing."""
    assistant = FakeAssistant(former=FORMER)
    async with conversation(assistant) as telegram:
        told = await described(telegram)
        telegram.send_back(READER, f"fo:{FORMER}:y", {**told, "chat": {"id": READER, "type": "private"}})
        await telegram.until(lambda: any(visible(message) == texts.FORMER_GONE for message in telegram.sent()))
    assert assistant.dropped == []


@in_event_loop
async def test_a_file_for_a_department() -> None:
    """Where departments are known they can be chosen; the file is stored under the label that was tapped."""
    assistant = FakeAssistant()
    assistant.people.add(ADMIN, labels=["dept:宣传部", "dept:zzb"])
    async with conversation(assistant) as telegram:
        told = await described(telegram)
        telegram.tap(ADMIN, told["message_id"], "入库（限部门）")
        await telegram.until(lambda: labels(told) == ["部门zzb", "部门宣传部", "返回"])
        telegram.tap(ADMIN, told["message_id"], "返回")
        await telegram.until(lambda: "退回" in labels(told))
        telegram.tap(ADMIN, told["message_id"], "入库（限部门）")
        await telegram.until(lambda: "部门宣传部" in labels(told))
        telegram.tap(ADMIN, told["message_id"], "部门宣传部")
        await telegram.until(lambda: "已入库" in visible(told))
    assert assistant.labels_given == ["dept:宣传部"]


@in_event_loop
async def test_a_file_waits_over_a_restart_is_looked_at_and_returned() -> None:
    """The buttons of an earlier process work: 先看看 shows the words, 退回 leaves nothing behind."""
    assistant = FakeAssistant()
    async with conversation(assistant) as telegram:
        told = await described(telegram)
    async with conversation(assistant) as telegram:
        telegram.messages[told["message_id"]] = told
        telegram.tap(ADMIN, told["message_id"], "先看看")
        await telegram.until(lambda: any(DATA.decode() in visible(message) for message in telegram.sent()))
        telegram.tap(ADMIN, told["message_id"], "退回")
        await telegram.until(lambda: visible(told) == texts.FILE_RETURNED)
    assert (assistant.stored, waiting(assistant)) == ([], [])


@in_event_loop
async def test_nobody_else_decides() -> None:
    """Another administrator and a reader who send the button's data back change nothing."""
    assistant = FakeAssistant(admins={ADMIN, OTHER_ADMIN})
    async with conversation(assistant) as telegram:
        told = await described(telegram)
        data = told["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        for user in (OTHER_ADMIN, READER):
            telegram.send_back(user, data, {**told, "chat": {"id": user, "type": "private"}})
        await telegram.until(lambda: [visible(each) for each in telegram.sent()].count(texts.FILE_GONE) == 2)
    assert (assistant.stored, waiting(assistant)) == ([], ["上传材料.docx"])
    purge_person(assistant.database, ADMIN)
    assert waiting(assistant) == []


@pytest.mark.parametrize(
    ("name", "data", "size", "told"),
    [
        ("材料.docx", b"", None, EMPTY),
        ("材料.docx", DATA, 21 * 1024 * 1024, TOO_LARGE.format(most=20)),
        ("机密★名册.docx", DATA, None, REFUSED),
        ("材料.docx", "机密★5年".encode(), None, REFUSED),
        ("程序.exe", DATA, None, UNKNOWN),
        ("../../..", DATA, None, UNKNOWN),
        ("\u202e<b>\x00.docx\x00", DATA, None, UNKNOWN),
    ],
)
def test_files_that_are_not_taken(name: str, data: bytes, size: int | None, told: str) -> None:
    """A file that is empty, large, marked or of an unknown format gets one sentence; nothing is kept or repeated."""
    assistant = FakeAssistant()

    @in_event_loop
    async def send() -> None:
        async with conversation(assistant) as telegram:
            telegram.hand_in(ADMIN, name, data, size=size)
            await telegram.until(lambda: [visible(message) for message in telegram.sent()] == [told])

    send()
    assert waiting(assistant) == []


async def brought(telegram: FakeTelegram, data: bytes = DATA) -> Any:
    """Have a reader bring a file, and return the message that asks what is wanted of it."""
    telegram.hand_in(READER, "讲话稿.docx", data)
    await telegram.until(lambda: any("就此提问" in labels(message) for message in telegram.sent()))
    return next(message for message in telegram.sent() if "就此提问" in labels(message))


@in_event_loop
async def test_a_draft_is_checked_where_that_is_allowed() -> None:
    """A reader's draft comes back with remarks and as a .docx; nothing of it is kept."""
    assistant = FakeAssistant(drafts_allowed=True)
    async with conversation(assistant) as telegram:
        asked = await brought(telegram)
        telegram.tap(READER, asked["message_id"], "核对引文")
        await telegram.until(lambda: telegram.made("sendDocument"))
        told = visible(telegram.sent()[1])
    assert all(f"〔{name}〕" in told for name in ("一致", "有出入", "旧版", "库内未查到"))
    assert waiting(assistant) == []


SPEECH = """同志们，今年的重点是设备检修。

设备检修由三个党员突击队包干，每队负责两条生产线，六月底前全部完成，验收由安全部门负责。

食堂改造另行安排，预算为四十万元，由后勤部门牵头，年底前完工。
"""


@in_event_loop
async def test_a_file_is_asked_about_until_it_is_forgotten() -> None:
    """Questions are answered from the file with its paragraph, /ask from the library; after /new it is gone."""
    assistant = FakeAssistant(drafts_allowed=True)
    async with conversation(assistant) as telegram:
        asked = await brought(telegram, SPEECH.encode())
        telegram.tap(READER, asked["message_id"], "就此提问")
        await telegram.until(lambda: "不再就此提问" in labels(asked))
        telegram.say(READER, "食堂改造的预算是多少")
        answer = (await telegram.answers(2))[1]
        assert "预算为四十万元" in visible(answer)
        assert "您发来的文件第" in visible(answer)
        assert assistant.asked == []
        telegram.say(READER, f"/ask {replies.ANSWER.question}")
        await telegram.answers(3)
        assert len(assistant.asked) == 1
        telegram.say(READER, "/new")
        await telegram.answers(4)
        telegram.say(READER, "食堂改造的预算是多少")
        await telegram.answers(5)
        assert len(assistant.asked) == 2
        telegram.send_back(READER, f"oc:{'0' * 8}", asked)
        await telegram.until(lambda: visible(telegram.sent()[-1]) == texts.OWN_GONE)
    assert not any("四十万".encode() in file.read_bytes() for file in assistant.home.rglob("*") if file.is_file())


def test_files_that_were_brought_do_not_pile_up() -> None:
    """A file goes after two hours, with a newer one in its conversation, and when all together are too large."""
    now = [0.0]
    one, other = (Conversation(channel="telegram", place=place) for place in "ab")
    files = OwnFiles(lambda: now[0])
    old = files.bring(one, b"x", ".txt", "旧")
    number = files.bring(one, b"x", ".txt", "新")
    assert files.find(one, old) is None
    assert files.find(one, number) is not None
    large = files.bring(other, b"x" * MOST_BYTES, ".txt", "大")
    assert files.find(one, number) is None
    assert files.find(other, large) is not None
    now[0] = KEPT_SECONDS + 1
    assert files.find(other, large) is None


@in_event_loop
async def test_a_draft_is_not_taken_otherwise() -> None:
    """Where it is not allowed nobody's draft is even fetched, an administrator's neither."""
    async with conversation() as telegram:
        telegram.hand_in(READER, "讲话稿.docx", DATA)
        telegram.hand_in(ADMIN, "讲话稿.docx", DATA, caption="核对")
        told = [visible(message) for message in await telegram.answers(2)]
        assert told == [sayings.NO_DRAFTS_HERE] * 2
        assert telegram.made("getFile") == []
