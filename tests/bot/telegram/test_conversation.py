"""Whole conversations over the small Bot API of our own; each goes through polling, handlers and rendering."""

from __future__ import annotations

import asyncio

import pytest

from bot.messenger import texts
from bot.services.events import Displayed, TopicBegun
from bot.telegram import sayings
from knowledge.callers import Someone
from knowledge.documents import Hit
from knowledge.errors import IndexMismatchError
from knowledge.questions.said import EXAMPLES
from tests.bot.telegram import replies
from tests.bot.telegram.fake_assistant import ADMIN, READER, STRANGER, FakeAssistant
from tests.bot.telegram.fake_telegram import BOT, GROUP, TOKEN, FakeTelegram, RefusalError, labels, visible
from tests.bot.telegram.running import conversation, in_event_loop, running

QUESTION = replies.ANSWER.question
OPENED = "列入年度计划"
"""Words of the first source that no answer and no list of sources contains."""


@in_event_loop
async def test_first_contact() -> None:
    """`/start` begins with the warning, says what is held, and its examples ask themselves when tapped."""
    assistant = FakeAssistant()
    async with conversation(assistant) as telegram:
        telegram.say(READER, "/start")
        (welcome,) = await telegram.answers()
        assert visible(welcome).splitlines()[0] == "请勿发送国家秘密、工作秘密和内部材料。"
        assert "资料库还是空的" in visible(welcome)
        assert labels(welcome) == list(texts.STARTERS)
        telegram.tap(READER, welcome["message_id"], "党务干部")
        await telegram.until(lambda: labels(welcome) == [*texts.STARTERS["党务干部"], "返回"])
        telegram.tap(READER, welcome["message_id"], EXAMPLES[1])
        _, echo, answer = await telegram.answers(3)
        assert visible(echo) == f"问：{EXAMPLES[1]}"
        assert answer["reply_to_message"]["message_id"] == echo["message_id"]
        assert assistant.asked == [(EXAMPLES[1], f"telegram:{READER}", READER)]


@in_event_loop
async def test_sources_and_why_of_the_last_answer() -> None:
    """`/sources` lists the sources with their buttons; `/why` names words and scores; before any answer both help."""
    async with conversation() as telegram:
        telegram.say(ADMIN, "/sources")
        assert visible((await telegram.answers())[0]) == texts.NO_ANSWER_YET
        telegram.say(ADMIN, QUESTION)
        await telegram.answers(2)
        telegram.say(ADMIN, "/sources")
        listed = (await telegram.answers(3))[2]
        assert labels(listed) == ["[1] 原文", "[2] 原文"]
        assert "[2] 《一支攻关队的三个月》" in visible(listed)
        telegram.say(ADMIN, "/why")
        assert "语义 0.500，覆盖 0.250" in visible((await telegram.answers(4))[3])


@in_event_loop
async def test_administrators_see_what_is_held() -> None:
    """`/documents` and `/stats` answer administrators alone; a forged page button shows a reader nothing."""
    async with conversation() as telegram:
        telegram.say(ADMIN, "/documents")
        (listed,) = await telegram.answers()
        assert visible(listed) == texts.NOTHING_HELD
        telegram.say(ADMIN, "/stats")
        assert "近30天：0人提问0次" in visible((await telegram.answers(2))[1])
        telegram.say(READER, "/documents")
        refused = (await telegram.answers(3))[2]
        assert visible(refused) == texts.UNKNOWN_COMMAND
        telegram.send_back(READER, "d:1", refused)
        await telegram.until(lambda: telegram.made("answerCallbackQuery"))
        assert visible(refused) == texts.UNKNOWN_COMMAND


@in_event_loop
async def test_help_names_every_command_that_a_person_has() -> None:
    """`/help` explains by task and leaves no command of somebody's menu out; it names no other."""
    async with conversation() as telegram:
        telegram.say(READER, "/help")
        (message,) = await telegram.answers()
        assert all(f"/{command}" in visible(message) for command in texts.COMMANDS)
        assert not any(f"/{command}" in visible(message) for command in texts.ADMIN_COMMANDS | texts.UPLOADER_COMMANDS)
        telegram.say(ADMIN, "/help")
        _, message = await telegram.answers(2)
        more = texts.ADMIN_COMMANDS | texts.UPLOADER_COMMANDS
        assert all(f"/{command}" in visible(message) for command in texts.COMMANDS | more)


@in_event_loop
async def test_question_source_and_back() -> None:
    """A question is answered as a reply; its source opens in place with the quote in bold, and 返回 restores it."""
    async with conversation() as telegram:
        asked = telegram.say(READER, QUESTION)
        (answer,) = await telegram.answers()
        first = dict(answer)
        assert answer["reply_to_message"]["message_id"] == asked
        assert labels(answer) == ["[1] 原文", "[2] 原文", "有用", "有误", "导出Word"]
        telegram.tap(READER, answer["message_id"], "[1] 原文")
        await telegram.until(lambda: OPENED in answer["text"])
        assert f"<b>{replies.QUOTE}</b>" in answer["text"]
        assert labels(answer) == ["[1] 原文", "[2] 原文", "◀ 上一段", "下一段 ▶", "原文件", "返回"]
        telegram.tap(READER, answer["message_id"], "返回")
        await telegram.until(lambda: answer["text"] == first["text"])
        assert answer["reply_markup"] == first["reply_markup"]


@in_event_loop
async def test_neighbours_and_the_original_file() -> None:
    """From an opened source the next passage is one tap away, and the kept file comes as a document."""
    assistant = FakeAssistant()
    async with conversation(assistant) as telegram:
        telegram.say(READER, QUESTION)
        (answer,) = await telegram.answers()
        telegram.tap(READER, answer["message_id"], "[1] 原文")
        await telegram.until(lambda: OPENED in answer["text"])
        telegram.tap(READER, answer["message_id"], "下一段 ▶")
        await telegram.until(lambda: "例会情况在一周内通报" in answer["text"])
        assert "<blockquote expandable>第五条" in answer["text"]
        assert "下一段 ▶" not in labels(answer)
        telegram.tap(READER, answer["message_id"], "原文件")
        await telegram.until(lambda: telegram.made("sendDocument"))
        del assistant.hits["p-d1"]
        telegram.tap(READER, answer["message_id"], "原文件")
        await telegram.until(lambda: any(visible(each) == texts.SOURCE_GONE for each in telegram.sent()))
        assert len(telegram.made("sendDocument")) == 1


@in_event_loop
async def test_signs_of_life_come_before_the_answer() -> None:
    """👀 and “正在输入” are there at once, before the core has answered."""
    async with conversation(FakeAssistant(seconds=0.3)) as telegram:
        asked = telegram.say(READER, QUESTION)
        await telegram.until(lambda: telegram.made("setMessageReaction") and telegram.made("sendChatAction"))
        assert telegram.sent() == []
        assert telegram.made("setMessageReaction")[0]["message_id"] == asked
        await telegram.answers()


@in_event_loop
async def test_a_refused_reaction_is_nothing() -> None:
    """Where reactions are not allowed, the answer comes as ever, without a word about it."""
    async with conversation() as telegram:
        telegram.refusals["setMessageReaction"] = [RefusalError(400, "Bad Request: REACTION_INVALID")]
        telegram.say(READER, QUESTION)
        assert len(await telegram.answers()) == 1


@pytest.mark.parametrize(
    "text", ["/ask 融合例会多久开一次？", "／ask融合例会多久开一次？", "/ask@ronghe_bot融合例会多久开一次？"]
)
def test_ask_in_every_spelling(text: str) -> None:
    """A question behind `/ask` arrives without the command, however it is glued."""

    @in_event_loop
    async def run() -> None:
        assistant = FakeAssistant()
        async with conversation(assistant) as telegram:
            telegram.say(READER, text)
            await telegram.answers()
            assert [question for question, _, _ in assistant.asked] == [QUESTION]

    run()


@in_event_loop
async def test_new_topic() -> None:
    """`/new` forgets this chat's conversation and answers a question written behind it."""
    assistant = FakeAssistant()
    async with conversation(assistant) as telegram:
        telegram.say(READER, f"/new {QUESTION}")
        first, _ = await telegram.answers(2)
        assert visible(first) == texts.NEW_TOPIC
        assert TopicBegun(by=Someone(number=READER)) in assistant.events


@in_event_loop
async def test_stranger() -> None:
    """Whoever is not on the list is told their number and whom to ask; nothing is looked up, taps included."""
    assistant = FakeAssistant()
    async with conversation(assistant) as telegram:
        telegram.say(STRANGER, QUESTION)
        # The administrators are told as well, at the same moment.
        await telegram.until(lambda: any(sent["chat"]["id"] == STRANGER for sent in telegram.sent()))
        (refusal,) = [sent for sent in telegram.sent() if sent["chat"]["id"] == STRANGER]
        assert f"<code>{STRANGER}</code>" in refusal["text"]
        assert "管理员" in visible(refusal)
        telegram.send_back(STRANGER, "s:r0:1:1", refusal)
        await telegram.until(lambda: telegram.made("answerCallbackQuery"))
        assert telegram.made("answerCallbackQuery")[0]["text"] == texts.STRANGER_IN_GROUP
        assert assistant.asked == []
        assert assistant.opened_by == []


@in_event_loop
async def test_not_open_yet() -> None:
    """With nobody set, everybody is told what the administrator has to set."""
    async with conversation(FakeAssistant(readers=set(), admins=set())) as telegram:
        telegram.say(READER, "/start")
        (message,) = await telegram.answers()
        assert "RONGHE_ADMINS" in visible(message)
        assert str(READER) in visible(message)


@in_event_loop
async def test_no_answer_opens_what_is_nearest() -> None:
    """Without an answer the nearest material opens in place, and the way back leads to the same words."""
    async with conversation() as telegram:
        telegram.say(READER, replies.NO_ANSWER.question)
        (message,) = await telegram.answers()
        before = message["text"]
        telegram.tap(READER, message["message_id"], "原文2")
        await telegram.until(lambda: "攻关队由六名党员组成" in message["text"])
        telegram.tap(READER, message["message_id"], "返回")
        await telegram.until(lambda: message["text"] == before)


@in_event_loop
async def test_choosing_a_meaning() -> None:
    """A candidate on a button is asked when tapped, word for word as it stands there."""
    assistant = FakeAssistant()
    async with conversation(assistant) as telegram:
        telegram.say(READER, replies.CLARIFY.question)
        (message,) = await telegram.answers()
        telegram.tap(READER, message["message_id"], "考核办法第四条")
        await telegram.answers(3)
        assert [question for question, _, _ in assistant.asked] == [replies.CLARIFY.question, "考核办法第四条"]


@in_event_loop
async def test_old_buttons_work_after_a_restart() -> None:
    """A new process over the same kept replies opens the sources of an old answer."""
    assistant = FakeAssistant()
    async with FakeTelegram() as telegram:
        async with running(assistant, token=TOKEN, base_url=telegram.base_url):
            telegram.say(READER, QUESTION)
            (answer,) = await telegram.answers()
        async with running(assistant, token=TOKEN, base_url=telegram.base_url):
            telegram.tap(READER, answer["message_id"], "[1] 原文")
            await telegram.until(lambda: OPENED in answer["text"])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param("s:zzz:1:1", texts.REPLY_EXPIRED, id="unknown_reply"),
        pytest.param("s:r0:9:1", texts.REPLY_EXPIRED, id="unknown_marker"),
        pytest.param("n:r0:1:1", texts.REPLY_EXPIRED, id="nearest_of_an_answer"),
        pytest.param("b:zzz", texts.REPLY_EXPIRED, id="unknown_way_back"),
        pytest.param("';drop", texts.BUTTON_UNKNOWN, id="forged"),
        pytest.param("q:77", texts.BUTTON_UNKNOWN, id="no_such_question"),
    ],
)
def test_dead_buttons_explain_themselves(data: str, sentence: str) -> None:
    """A button that leads nowhere is acknowledged and answered with a sentence; the old message stays."""

    @in_event_loop
    async def run() -> None:
        async with conversation() as telegram:
            telegram.say(READER, QUESTION)
            (answer,) = await telegram.answers()
            telegram.send_back(READER, data, answer)
            _, told = await telegram.answers(2)
            assert visible(told) == sentence
            assert len(telegram.made("answerCallbackQuery")) == 1

    run()


@in_event_loop
async def test_another_chats_reply_is_expired() -> None:
    """A reply kept for one person cannot be opened by another who guesses its number."""
    async with conversation() as telegram:
        telegram.say(READER, QUESTION)
        (answer,) = await telegram.answers()
        telegram.send_back(ADMIN, "s:r0:1:1", {**answer, "chat": {"id": ADMIN, "type": "private"}})
        _, told = await telegram.answers(2)
        assert visible(told) == texts.REPLY_EXPIRED


@in_event_loop
async def test_a_message_too_old_to_see_is_still_edited() -> None:
    """The source of a message that Telegram no longer shows us opens all the same."""
    async with conversation() as telegram:
        telegram.say(READER, QUESTION)
        (answer,) = await telegram.answers()
        gone = {"chat": answer["chat"], "message_id": answer["message_id"], "date": 0}
        telegram.send_back(READER, "s:r0:1:1", gone)
        await telegram.until(lambda: OPENED in answer["text"])
        telegram.send_back(READER, "q:0", gone)
        _, told = await telegram.answers(2)
        assert visible(told) == texts.BUTTON_UNKNOWN


@in_event_loop
async def test_a_source_removed_since() -> None:
    """When a document is gone, no answer that quotes it is shown again; the message says so."""
    hits: dict[str, Hit] = {}
    async with conversation(FakeAssistant(hits=hits)) as telegram:
        telegram.say(READER, QUESTION)
        (answer,) = await telegram.answers()
        telegram.tap(READER, answer["message_id"], "[2] 原文")
        await telegram.until(lambda: visible(answer) == texts.SOURCE_GONE)
        assert labels(answer) == []


@in_event_loop
async def test_tapping_twice_is_no_fault() -> None:
    """The same source tapped again leaves the message as it is, without a complaint."""
    async with conversation() as telegram:
        telegram.say(READER, QUESTION)
        (answer,) = await telegram.answers()
        for _ in range(2):
            telegram.send_back(READER, "s:r0:1:1", answer)
        await telegram.until(lambda: len(telegram.made("editMessageText")) == 2)
    assert len(telegram.sent()) == 1


@in_event_loop
async def test_what_is_no_question() -> None:
    """A file, an edit, an unknown command and an empty `/ask` each get one helpful sentence in private."""
    async with conversation() as telegram:
        telegram.say(
            READER,
            None,
            sticker={
                "file_id": "a",
                "file_unique_id": "b",
                "type": "regular",
                "width": 1,
                "height": 1,
                "is_animated": False,
                "is_video": False,
            },
        )
        telegram.edit(READER, 1, "改过的问题")
        telegram.say(READER, "/weather")
        telegram.say(READER, "/ask")
        told = [visible(message) for message in await telegram.answers(4)]
        assert told == [sayings.OTHER_KINDS["sticker"], sayings.EDITED, texts.UNKNOWN_COMMAND, texts.EMPTY_QUESTION]


@in_event_loop
async def test_an_album_is_refused_once() -> None:
    """Ten pictures sent together get one sentence, not ten."""
    picture = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    async with conversation() as telegram:
        for _ in range(3):
            telegram.say(READER, None, photo=picture, media_group_id="7")
        telegram.say(READER, "/weather")
        told = [visible(message) for message in await telegram.answers(2)]
        assert told == [sayings.OTHER_KINDS["photo"], texts.UNKNOWN_COMMAND]


@in_event_loop
async def test_groups() -> None:
    """In a group only what is meant for the bot is answered, from public material, as a reply."""
    assistant = FakeAssistant()
    async with conversation(assistant) as telegram:
        telegram.say(READER, "大家看看这个", chat=GROUP)
        telegram.say(READER, "/weather", chat=GROUP)
        telegram.say(READER, "/ask@other_bot 问", chat=GROUP)
        telegram.say(READER, None, chat=GROUP, location={"latitude": 1, "longitude": 1})
        telegram.say(READER, f"@ronghe_bot{QUESTION}", chat=GROUP)
        telegram.say(
            READER,
            "那讲话呢？",
            chat=GROUP,
            reply_to_message={"message_id": 1, "date": 1, "chat": {"id": GROUP, "type": "supergroup"}, "from": BOT},
        )
        telegram.say(READER, f"/ask {QUESTION}", chat=GROUP)
        answers = await telegram.answers(3)
        assert [user for _, _, user in assistant.asked] == [0, 0, 0]
        assert {session for _, session, _ in assistant.asked} == {f"telegram:{GROUP}"}
        telegram.tap(READER, answers[0]["message_id"], "[1] 原文")
        await telegram.until(lambda: any(isinstance(each, Displayed) for each in assistant.events))
        assert set(assistant.opened_by) == {0}
    assert len(telegram.sent()) == 3


@in_event_loop
async def test_a_stranger_in_a_group() -> None:
    """A stranger who addresses the bot in a group is sent to a private chat; otherwise nothing is said."""
    async with conversation() as telegram:
        telegram.say(STRANGER, "随便聊聊", chat=GROUP)
        telegram.say(STRANGER, f"/ask {QUESTION}", chat=GROUP)
        (told,) = await telegram.answers()
        assert visible(told) == texts.STRANGER_IN_GROUP


@in_event_loop
async def test_questions_of_one_chat_keep_their_order() -> None:
    """Ten questions in a row are answered one after another, and each is seen at once."""
    assistant = FakeAssistant(seconds=0.03)
    async with conversation(assistant) as telegram:
        asked = [telegram.say(READER, f"第{number}问") for number in range(10)]
        await telegram.until(lambda: len(telegram.made("setMessageReaction")) >= 10)
        answers = await telegram.answers(10)
        assert [message["reply_to_message"]["message_id"] for message in answers] == asked
    assert assistant.most_at_once == 1


@in_event_loop
async def test_chats_do_not_wait_for_each_other() -> None:
    """Two people are answered side by side, but never more than two at once."""
    people = list(range(1, 7))
    assistant = FakeAssistant(readers=set(people), seconds=0.1)
    async with conversation(assistant) as telegram:
        for user in people:
            telegram.say(user, QUESTION)
        await telegram.answers(6)
    assert assistant.most_at_once == 2


@in_event_loop
async def test_a_source_opens_while_a_question_runs() -> None:
    """Tapping does not wait for the answer that is being worked on in the same chat."""
    assistant = FakeAssistant()
    async with conversation(assistant) as telegram:
        telegram.say(READER, QUESTION)
        (answer,) = await telegram.answers()
        assistant.seconds = 2
        telegram.say(READER, QUESTION)
        await telegram.until(lambda: len(assistant.asked) == 2)
        telegram.tap(READER, answer["message_id"], "[1] 原文")
        await telegram.until(lambda: OPENED in answer["text"])
        assert len(telegram.sent()) == 1


@in_event_loop
async def test_long_answers_come_in_several_messages() -> None:
    """A long answer arrives complete; only its first message is a reply, only its last has buttons."""
    reply = replies.long_answer()
    async with conversation(FakeAssistant(replies={QUESTION: reply})) as telegram:
        telegram.say(READER, QUESTION)
        await telegram.until(lambda: telegram.sent() and labels(telegram.sent()[-1]))
        parts = telegram.sent()
        assert len(parts) > 2
        assert ["reply_to_message" in part for part in parts] == [True] + [False] * (len(parts) - 1)
        assert [bool(labels(part)) for part in parts] == [False] * (len(parts) - 1) + [True]
        telegram.tap(READER, parts[-1]["message_id"], "[1] 原文")
        before = parts[-1]["text"]
        await telegram.until(lambda: OPENED in parts[-1]["text"])
        telegram.tap(READER, parts[-1]["message_id"], "返回")
        await telegram.until(lambda: parts[-1]["text"] == before)


@in_event_loop
async def test_a_question_that_cannot_be_used() -> None:
    """The core's own sentence about the question reaches the person."""
    async with conversation() as telegram:
        telegram.say(READER, "问")
        (told,) = await telegram.answers()
        assert visible(told) == "问题太短，请写成一句话。"


@pytest.mark.parametrize("user", [pytest.param(READER, id="reader"), pytest.param(ADMIN, id="administrator")])
def test_a_fault_of_the_library(user: int, caplog: pytest.LogCaptureFixture) -> None:
    """A reader is told to turn to the administrator; an administrator sees the fault's own words."""

    @in_event_loop
    async def run() -> None:
        fault = IndexMismatchError("索引与模型<甲>不符，请运行 ronghe reindex。")
        async with conversation(FakeAssistant(replies={QUESTION: fault})) as telegram:
            telegram.say(user, QUESTION)
            (told,) = await telegram.answers()
            assert texts.FAULTS[IndexMismatchError] in visible(told)
            assert ("reindex" in visible(told)) == (user == ADMIN)

    run()
    assert "index_mismatch" in caplog.text


@in_event_loop
async def test_a_broken_program_admits_it(caplog: pytest.LogCaptureFixture) -> None:
    """An unforeseen fault is logged under a code that the person is told, without a traceback in the chat."""
    async with conversation(FakeAssistant(replies={QUESTION: ZeroDivisionError("division")})) as telegram:
        telegram.say(READER, QUESTION)
        (told,) = await telegram.answers()
    code = next(record.args for record in caplog.records if record.msg == "fault %s")
    assert isinstance(code, tuple)
    assert f"编号 {code[0]}" in visible(told)
    assert "division" not in visible(told)


@in_event_loop
async def test_flood_is_waited_out() -> None:
    """Telegram's penalty is waited out and the answer kept; another chat is answered meanwhile."""
    async with conversation() as telegram:
        telegram.refusals["sendMessage"] = [RefusalError(429, "Too Many Requests: retry after 1", retry_after=1)]
        telegram.say(READER, QUESTION)
        await telegram.until(lambda: telegram.made("sendMessage"))
        telegram.say(ADMIN, QUESTION)
        assert (await telegram.answers(2))[0]["chat"]["id"] == ADMIN
        assert [call["chat_id"] for call in telegram.made("sendMessage")] == [READER, ADMIN, READER]


@in_event_loop
async def test_a_person_who_blocked_the_bot_is_left_alone() -> None:
    """After a 403 nothing more is sent to that chat, and others are served."""
    async with conversation() as telegram:
        telegram.refusals["sendMessage"] = [RefusalError(403, "Forbidden: bot was blocked by the user")]
        telegram.say(READER, QUESTION)
        await telegram.until(lambda: telegram.made("sendMessage"))
        telegram.say(ADMIN, QUESTION)
        assert {message["chat"]["id"] for message in await telegram.answers()} == {ADMIN}


@in_event_loop
async def test_an_answer_survives_a_broken_connection() -> None:
    """A call that failed on the way is made once more."""
    async with conversation() as telegram:
        telegram.refusals["sendMessage"] = [RefusalError(502, "Bad Gateway")]
        telegram.say(READER, QUESTION)
        assert len(await telegram.answers()) == 1


@in_event_loop
async def test_a_late_tap_is_served_all_the_same() -> None:
    """A tap whose clock ran out is still answered by opening the source."""
    async with conversation() as telegram:
        telegram.say(READER, QUESTION)
        (answer,) = await telegram.answers()
        refusal = RefusalError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        telegram.refusals["answerCallbackQuery"] = [refusal]
        telegram.tap(READER, answer["message_id"], "[1] 原文")
        await telegram.until(lambda: OPENED in answer["text"])


@in_event_loop
async def test_a_mistyped_command() -> None:
    """The command that was probably meant is given with its words; what resembles none is only said to be none."""
    async with conversation() as telegram:
        telegram.say(READER, "/lern 党支部<设置>")
        telegram.say(READER, "/zzz")
        meant, unknown = map(visible, await telegram.answers(2))
    assert "/learn 党支部<设置>" in meant
    assert unknown == texts.UNKNOWN_COMMAND


@in_event_loop
async def test_menu_and_defaults() -> None:
    """The menu is set for everybody and for Chinese; previews are off; nothing pending is thrown away."""
    async with conversation() as telegram:
        telegram.say(READER, QUESTION)
        await telegram.answers()
        menus = {call.get("language_code"): call["commands"] for call in telegram.made("setMyCommands")}
        assert set(menus) == {None, "zh"}
        assert [entry["command"] for entry in menus["zh"]] == list(texts.COMMANDS)
        assert telegram.made("sendMessage")[0]["link_preview_options"] == {"is_disabled": True}
        assert all(not call.get("drop_pending_updates") for call in telegram.made("deleteWebhook"))


@in_event_loop
async def test_stopping_lets_an_answer_be_finished() -> None:
    """A question that is being answered when the bot is told to stop is answered first."""
    assistant = FakeAssistant(seconds=0.2)
    async with conversation(assistant) as telegram:
        telegram.say(READER, QUESTION)
        await telegram.until(lambda: assistant.asked)
        await asyncio.sleep(0)
        stopped_at = len(telegram.sent())
    assert (stopped_at, len(telegram.sent())) == (0, 1)
