"""Every kind of message that Telegram knows, and what is forged: one helpful sentence each, over the emulator."""

from __future__ import annotations

import base64
from typing import Any

from bot.messenger import texts
from bot.services.acceptance import EMPTY, TOO_LARGE, UNKNOWN
from bot.telegram import sayings
from knowledge.callers import Someone
from knowledge.secrecy import REFUSED
from tests.bot.telegram import replies
from tests.bot.telegram.emulator import BESIDE, emulated
from tests.bot.telegram.fake_assistant import ADMIN, READER, FakeAssistant
from tests.bot.telegram.running import in_event_loop

pytestmark = BESIDE

MEDIA = {"voice": "a.ogg", "audio": "a.mp3", "photo": "a.jpg", "video": "a.mp4", "animation": "a.gif"}
CONTENT: dict[str, Any] = {
    "sticker": {
        "file_id": "s",
        "file_unique_id": "s",
        "type": "regular",
        "width": 9,
        "height": 9,
        "is_animated": False,
        "is_video": False,
    },
    "video_note": {"file_id": "n", "file_unique_id": "n", "length": 9, "duration": 3},
    "location": {"latitude": 39.9, "longitude": 116.4},
    "venue": {"location": {"latitude": 39.9, "longitude": 116.4}, "title": "机关", "address": "路"},
    "contact": {"phone_number": "10000", "first_name": "张"},
    "dice": {"emoji": "🎲", "value": 3},
    "poll": {
        "id": "1",
        "question": "开会吗",
        "options": [],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
    },
    "story": {"chat": {"id": 5, "type": "private"}, "id": 1},
}
FORGED = ["s:ffffffffffff:1:1", "x:ffffffffffff:9", "l:ffffffffffff", "e:ffffffffffff", "v:ffffffffffff:u", "u:999999"]
FORGED += ["s:r0:99:1", "j:reader:123456", "k:1002", "sd:1", "su:1", "t:admin", "w:0123456789abcdef:y", "oc:00000000"]
FORGED += ["b:", "s:r0:1:1:99999", "🙂", "d:1", "a:d1:9999:1", "f:999999", "pl:7:7", "w:9", "q:99"]


async def told(emulator: Any, user: int, before: int) -> str:
    """Return the last thing that the bot said since."""
    await emulator.wait_idle(quiet=0.2, timeout=15, chat_id=user)
    return str((await emulator.messages_in(user, after=before, outgoing=True))[-1]["text"])


@in_event_loop
async def test_messages_without_text() -> None:
    """Each kind gets the sentence written for it; unknown ones are told what to do instead."""
    async with emulated(FakeAssistant()) as emulator:
        await emulator.configure(flood="off")
        for kind in (*MEDIA, *CONTENT):
            before = await emulator.cursor()
            if kind in MEDIA:
                await emulator.send_media(READER, kind, MEDIA[kind])
            else:
                await emulator.send_content(READER, {kind: CONTENT[kind]})
            await emulator.wait_event("message", after=before, timeout=15, match={"chat_id": READER, "outgoing": True})
            assert await told(emulator, READER, before) == sayings.OTHER_KINDS.get(kind, texts.NOT_TEXT), kind


@in_event_loop
async def test_odd_text() -> None:
    """4,096 emoji, a forwarded question and one of 4,096 signs are questions like others; an edit is explained."""
    assistant = FakeAssistant()
    async with emulated(assistant) as emulator:
        await emulator.configure(flood="off")
        for text in ("😀" * 2048, "？" * 4096):
            assert (await emulator.ask(READER, text, quiet=0.2))["messages"]
        forwarded = await emulator.send_text(READER, replies.ANSWER.question, forwarded_from=ADMIN)
        await emulator.wait_message(READER, contains="[1]")
        await emulator.edit_text(READER, forwarded["message_id"], "改过")
        await emulator.wait_message(READER, contains=sayings.EDITED)
    assert [len(question) for question, _, _ in assistant.asked][:2] == [2048, 4096]


@in_event_loop
async def test_files_of_every_sort() -> None:
    """Empty, too large, hostile names, wrong kinds, no caption: a sentence each, nothing kept."""
    assistant = FakeAssistant()
    cases = (
        ("空.docx", b"", None, EMPTY),
        ("大.pdf", b"x", 21 * 1024 * 1024, TOO_LARGE.format(most=20)),
        ("../../../etc/passwd", b"x", None, UNKNOWN),
        ("con\u202excod.exe", b"x", None, UNKNOWN),
        ("机密★材料.docx", b"x", None, REFUSED),
    )
    async with emulated(assistant) as emulator:
        await emulator.configure(flood="off")
        for name, data, size, expected in cases:
            before = await emulator.cursor()
            encoded = base64.b64encode(data).decode()
            await emulator.send_media(ADMIN, "document", name, data=encoded, declared_size=size)
            await emulator.wait_event("message", after=before, timeout=15, match={"chat_id": ADMIN, "outgoing": True})
            assert await told(emulator, ADMIN, before) == expected, name
    assert assistant.stored == []


@in_event_loop
async def test_forged_buttons() -> None:
    """Data that is old, foreign or made up is acknowledged, changes nothing, and never ends in a fault."""
    assistant = FakeAssistant()
    async with emulated(assistant) as emulator:
        await emulator.configure(flood="off")
        (answer,) = (await emulator.ask(READER, replies.ANSWER.question, quiet=0.2))["messages"]
        for data in FORGED:
            forged = await emulator.click_stale(READER, answer["message_id"], data)
            assert await emulator.callback_answers(forged["callback_id"], timeout=15), data
        await emulator.wait_idle(quiet=0.5, timeout=20, chat_id=READER)
        said = [message["text"] for message in await emulator.messages_in(READER, outgoing=True)]
        assert not [text for text in said if "故障" in text]
        assert (await emulator.message(READER, answer["message_id"]))["text"]
    assert assistant.people.is_admin(Someone(number=ADMIN))
    assert len(assistant.asked) == 1


@in_event_loop
async def test_a_message_that_cannot_be_changed() -> None:
    """Where the answer was deleted meanwhile, or is fixed, the passage comes below; one that says so is left."""
    async with emulated(FakeAssistant()) as emulator:
        await emulator.configure(flood="off")
        (answer,) = (await emulator.ask(READER, replies.ANSWER.question, quiet=0.2))["messages"]
        for said in ("message to edit not found", "message can't be edited", "message is not modified"):
            before = await emulator.cursor()
            await emulator.add_fault("error", "editMessageText", code=400, description=f"Bad Request: {said}")
            await emulator.click(READER, answer["message_id"], "[1] 原文", wait=15)
            if said.endswith("modified"):
                await emulator.wait_idle(quiet=0.3, timeout=15, chat_id=READER)
                assert await emulator.messages_in(READER, after=before, outgoing=True) == []
            else:
                shown = await emulator.wait_message(READER, after=before, contains="来源类别")
                assert shown["message_id"] != answer["message_id"]
