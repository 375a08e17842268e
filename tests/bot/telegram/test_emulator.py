"""The same conversations against a strict emulator of the Bot API, where one lies beside the checkout."""

from __future__ import annotations

import asyncio
import base64

from bot.messenger import texts
from bot.messenger.markup import units
from bot.services.acceptance import TOO_LARGE
from bot.telegram import sayings
from knowledge.blocks import StatementBlock
from knowledge.questions.said import EXAMPLES
from tests.bot.telegram import replies
from tests.bot.telegram.emulator import BESIDE, buttons, emulated, load, tap
from tests.bot.telegram.fake_assistant import ADMIN, READER, STRANGER, FakeAssistant
from tests.bot.telegram.running import in_event_loop

pytestmark = BESIDE

QUESTION = replies.ANSWER.question


@in_event_loop
async def test_question_answer_source_passage_and_back() -> None:
    """Question → cited answer → tap a source → its passage in full → 返回 → the same answer."""
    async with emulated(FakeAssistant()) as emulator:
        asked = await emulator.ask(READER, QUESTION, quiet=0.2)
        (answer,) = asked["messages"]
        assert asked["timing"]["first_sign"] < asked["timing"]["first_text"] + 0.001
        assert "每季度由党支部牵头召开一次融合例会。[1]" in answer["text"]
        assert answer["reply_to"] is not None
        assert [entity["type"] for entity in answer["entities"]] == ["expandable_blockquote"]
        passage = await tap(emulator, READER, answer, "[1] 原文")
        assert replies.PASSAGE in passage["text"]
        assert f"<b>{replies.QUOTE}</b>" in passage["html"]
        assert "2023年5月6日" in passage["text"]
        assert buttons(passage) == ["[1] 原文", "[2] 原文", "◀ 上一段", "下一段 ▶", "原文件", "返回"]
        other = await tap(emulator, READER, passage, "[2] 原文")
        assert "攻关队由六名党员组成" in other["text"]
        back = await tap(emulator, READER, other, "返回")
        assert (back["html"], back["buttons"]) == (answer["html"], answer["buttons"])


@in_event_loop
async def test_first_contact_and_menu() -> None:
    """The first line warns, examples are buttons, and the menu is Chinese."""
    async with emulated(FakeAssistant()) as emulator:
        (welcome,) = (await emulator.ask(READER, "/start", quiet=0.2))["messages"]
        assert welcome["text"].startswith(texts.SECRECY)
        welcome = await tap(emulator, READER, welcome, "党务干部")
        assert buttons(welcome) == [*EXAMPLES, "返回"]
        menu = await emulator.menu(READER)
        assert {entry["command"]: entry["description"] for entry in menu} == texts.COMMANDS
        (told,) = (await emulator.ask(READER, "/new", quiet=0.2))["messages"]
        assert told["text"] == texts.NEW_TOPIC


@in_event_loop
async def test_stranger() -> None:
    """A stranger is told the number to give to the administrator, whatever is sent."""
    assistant = FakeAssistant()
    async with emulated(assistant) as emulator:
        for text in ("/start", QUESTION, "/help"):
            (told,) = (await emulator.ask(STRANGER, text, quiet=0.1))["messages"]
            assert str(STRANGER) in told["text"]
    assert assistant.asked == []


@in_event_loop
async def test_long_answer() -> None:
    """A long answer with hard characters arrives complete, within the stricter way of counting."""
    lines = (f"第{number}条：𠮷祥<号> & “乙”😀逐项销号。" for number in range(700))
    blocks = tuple(StatementBlock(text=line, markers=(1,)) for line in lines)
    cited = (replies.citation(1, replies.document(1)),)
    reply = replies.ANSWER.model_copy(update={"blocks": blocks, "citations": cited})
    no_limits = load().FloodLimits.preset("off")
    async with emulated(FakeAssistant(replies={QUESTION: reply}), text_unit="utf16", flood=no_limits) as emulator:
        messages = (await emulator.ask(READER, QUESTION, quiet=0.3))["messages"]
        assert len(messages) > 3
        assert all(units(message["text"]) <= 4096 for message in messages)
        shown = "\n".join(message["text"].rsplit("\n（", 1)[0] for message in messages)
        assert shown.startswith(reply.text)
        assert [bool(message["buttons"]) for message in messages] == [False] * (len(messages) - 1) + [True]


@in_event_loop
async def test_old_button_after_a_restart() -> None:
    """The buttons of an earlier process work; those of an answer that is no longer kept explain themselves."""
    assistant = FakeAssistant()
    async with emulated(assistant) as emulator:
        (answer,) = (await emulator.ask(READER, QUESTION, quiet=0.2))["messages"]
        (number,) = assistant.hide_replies()
        await emulator.click(READER, answer["message_id"], "[1] 原文", wait=15)
        told = await emulator.wait_message(READER, contains=texts.REPLY_EXPIRED)
        assert told["reply_to"] == answer["message_id"]
        assistant.show_replies()
        await emulator.click_stale(READER, answer["message_id"], f"s:{number}:1:1", inaccessible=True)
        await emulator.wait_message(READER, contains=replies.PASSAGE)
        forged = await emulator.click_stale(READER, answer["message_id"], "%00<b>")
        assert await emulator.callback_answers(forged["callback_id"], timeout=15)
        await emulator.wait_message(READER, contains=texts.BUTTON_UNKNOWN)


@in_event_loop
async def test_flood_is_honoured() -> None:
    """During a penalty nothing is sent to that chat; afterwards the answer comes, once."""
    async with emulated(FakeAssistant()) as emulator:
        await emulator.add_fault("flood", "sendMessage", chat_id=READER, seconds=2)
        await emulator.send_text(READER, QUESTION)
        await emulator.wait_event("fault", timeout=15)
        first = await emulator.ask(ADMIN, QUESTION, quiet=0.1)
        assert len(first["messages"]) == 1
        assert await emulator.messages_in(READER, outgoing=True) == []
        await emulator.wait_message(READER, contains="[1]", timeout=15)
        assert len(await emulator.messages_in(READER, outgoing=True)) == 1


@in_event_loop
async def test_a_burst_of_questions_outlives_the_servers_own_limits() -> None:
    """Eight questions in a row run into Telegram's limit of one chat, and each is answered, in order."""
    async with emulated(FakeAssistant()) as emulator:
        await emulator.configure(flood={"chat_per_second": 4.0, "chat_burst": 3})
        asked = [(await emulator.send_text(READER, f"第{number}问"))["message_id"] for number in range(8)]
        await emulator.wait_idle(quiet=1.5, timeout=20, chat_id=READER)
        answers = await emulator.messages_in(READER, outgoing=True)
        assert [message["reply_to"] for message in answers] == asked
        assert any(call["retry_after"] for call in await emulator.calls("sendMessage"))


@in_event_loop
async def test_groups() -> None:
    """In a group the bot answers commands and mentions from public material, and is silent otherwise."""
    assistant = FakeAssistant()
    async with emulated(assistant, privacy_mode=False) as emulator:
        group = (await emulator.add_group("党务交流", [READER, STRANGER]))["id"]
        await emulator.send_text(READER, "今天下午开会", chat_id=group)
        await emulator.send_media(READER, "document", "名册.xlsx", chat_id=group)
        (answer,) = (await emulator.ask(READER, f"@emulated_bot{QUESTION}", chat_id=group, quiet=0.2))["messages"]
        assert answer["reply_to"] is not None
        await tap(emulator, READER, answer, "[1] 原文")
        assert [user for _, _, user in assistant.asked] == [0]
        assert set(assistant.opened_by) == {0}


@in_event_loop
async def test_a_group_that_became_a_supergroup() -> None:
    """A button from before is explained in the new group, where questions are answered as before."""
    async with emulated(FakeAssistant()) as emulator:
        group = (await emulator.add_group("小组", [READER], type="group"))["id"]
        cursor = await emulator.cursor()
        await emulator.send_text(READER, f"/ask {replies.ANSWER.question}", chat_id=group)
        answer = await emulator.wait_message(group, after=cursor, contains="[1]")
        moved = (await emulator.migrate_group(group))["id"]
        await emulator.click(READER, answer["message_id"], "[1] 原文", chat_id=group, wait=15)
        await emulator.wait_message(moved, contains=sayings.GROUP_MOVED)
        await emulator.send_text(READER, f"/ask {replies.ANSWER.question}", chat_id=moved)
        await emulator.wait_message(moved, contains="[1]")


@in_event_loop
async def test_strays_in_private() -> None:
    """A file and an edited message get one sentence each."""
    async with emulated(FakeAssistant()) as emulator:
        await emulator.send_media(READER, "document", "材料.docx")
        await emulator.wait_message(READER, contains=sayings.NO_DRAFTS_HERE)
        asked = await emulator.send_text(READER, QUESTION)
        await emulator.wait_message(READER, contains="[1]")
        await emulator.edit_text(READER, asked["message_id"], "改过的问题")
        await emulator.wait_message(READER, contains=sayings.EDITED)


@in_event_loop
async def test_an_administrator_hands_a_file_in() -> None:
    """A file is read, described and stored, over the real ways of getting it; one of 21 MB is not fetched."""
    assistant = FakeAssistant()
    data = base64.b64encode("一篇材料。".encode()).decode()
    async with emulated(assistant) as emulator:
        await emulator.send_media(ADMIN, "document", "../../材料.txt", data=data)
        told = await emulator.wait_message(ADMIN, contains=texts.FILE_BEING_READ)
        await emulator.wait_event("edit", timeout=15)
        told = await emulator.message(ADMIN, told["message_id"])
        assert buttons(told) == ["入库", "先看看", "退回", "入库（仅本单位）"]
        await emulator.click(ADMIN, told["message_id"], "入库", wait=15)
        await emulator.wait_idle(quiet=1.0, timeout=20, chat_id=ADMIN)
        assert "已入库" in (await emulator.message(ADMIN, told["message_id"]))["text"]
        assert assistant.stored == ["一篇材料。".encode()]
        await emulator.send_media(ADMIN, "document", "大.txt", data=data, declared_size=21 * 1024 * 1024)
        await emulator.wait_message(ADMIN, contains=TOO_LARGE.format(most=20))


@in_event_loop
async def test_many_people_at_once() -> None:
    """Thirty people ask in the same moment and each gets one answer in their own chat."""
    people = range(2001, 2031)
    async with emulated(FakeAssistant(readers=set(people))) as emulator:
        await asyncio.gather(*(emulator.add_user(user) for user in people))
        await asyncio.gather(*(emulator.send_text(user, QUESTION) for user in people))
        for user in people:
            await emulator.wait_message(user, contains="[1]", timeout=15)
            assert len(await emulator.messages_in(user, outgoing=True)) == 1
