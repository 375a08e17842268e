"""Photos and albums over whole conversations, on the emulator: kept, asked about, then the pages of one document."""

from __future__ import annotations

import base64
from typing import Any

from bot.messenger import texts
from bot.services.jobs import STOPPED
from bot.telegram.handlers.photos import ASKED, CHOICES
from knowledge.callers import Someone
from knowledge.catalog.uploads import Uploads
from tests.bot.telegram.emulator import BESIDE, buttons, emulated, load, tap
from tests.bot.telegram.fake_assistant import ADMIN, FakeAssistant
from tests.bot.telegram.running import in_event_loop, running

pytestmark = BESIDE

LABELS = [label for label, _ in CHOICES]
QUESTION = ASKED.format(secrecy=texts.SECRECY)


async def photographed(emulator: Any, user: int, *pages: str, album: str | None = None) -> None:
    for page in pages:
        await emulator.send_media(user, "photo", "a.jpg", base64.b64encode(page.encode()).decode(), album=album)
    await emulator.wait_idle(quiet=0.3, timeout=15, chat_id=user)


async def said(emulator: Any, user: int) -> list[Any]:
    return [message for message in await emulator.messages_in(user, outgoing=True) if message["text"]]


@in_event_loop
async def test_an_album_is_one_document_after_one_question() -> None:
    """Its photos, and one sent after them, are asked about once; together they are described, in their order."""
    assistant = FakeAssistant()
    async with emulated(assistant) as emulator:
        await photographed(emulator, ADMIN, "第一页", "第二页", album="7")
        await photographed(emulator, ADMIN, "第三页")
        (question,) = await said(emulator, ADMIN)
        assert (question["text"], buttons(question)) == (QUESTION, LABELS)
        await tap(emulator, ADMIN, question, LABELS[0])
        await emulator.wait_idle(quiet=0.5, timeout=15, chat_id=ADMIN)
        described = (await said(emulator, ADMIN))[-1]
        assert "入库" in buttons(described)
        await tap(emulator, ADMIN, described, "入库")
        await emulator.wait_idle(quiet=0.5, timeout=15, chat_id=ADMIN)
    assert [data.decode() for data in assistant.stored] == ["第一页\n第二页\n第三页"]


@in_event_loop
async def test_photos_wait_over_a_restart() -> None:
    """What waited when a process ended waits in the next; a page that comes then joins it without a second question."""
    assistant = FakeAssistant()
    async with load().Emulator() as emulator:
        await emulator.add_user(ADMIN, "用户")
        for pages in (("第一页", "第二页"), ("第三页",)):
            async with running(assistant, token=emulator.token, base_url=emulator.base_url):
                await photographed(emulator, ADMIN, *pages)
        assert [message["text"] for message in await said(emulator, ADMIN)] == [QUESTION]
    assert len(Uploads(assistant.database).waiting(Someone(number=ADMIN), "page")) == 3


@in_event_loop
async def test_each_photo_can_be_a_document_of_its_own() -> None:
    """每张各是一份 describes each; 不要了 keeps none, and what is tapped afterwards is gone."""
    assistant = FakeAssistant()
    async with emulated(assistant) as emulator:
        await photographed(emulator, ADMIN, "第一页", "第二页")
        (question,) = await said(emulator, ADMIN)
        await tap(emulator, ADMIN, question, LABELS[1])
        await emulator.wait_idle(quiet=0.5, timeout=15, chat_id=ADMIN)
        assert sum("入库" in buttons(message) for message in await said(emulator, ADMIN)) == 2
        await photographed(emulator, ADMIN, "第三页")
        asked = (await said(emulator, ADMIN))[-1]
        await tap(emulator, ADMIN, asked, LABELS[2])
        assert Uploads(assistant.database).waiting(Someone(number=ADMIN), "page") == []


@in_event_loop
async def test_a_long_scan_counts_its_pages_and_can_be_stopped() -> None:
    """The page at hand stands where the file was announced; after /stop nothing of it is kept."""
    assistant = FakeAssistant(pages=200, seconds=0.1)
    async with emulated(assistant) as emulator:
        await emulator.send_media(ADMIN, "document", "扫描.pdf", base64.b64encode("页".encode()).decode())
        await emulator.wait_event("edit", timeout=15)
        (announced,) = await said(emulator, ADMIN)
        assert announced["text"].startswith("正在识别第")
        await emulator.send_text(ADMIN, "/stop")
        await emulator.wait_idle(quiet=1.0, timeout=15, chat_id=ADMIN)
        assert STOPPED in [message["text"] for message in await said(emulator, ADMIN)]
    assert assistant.stored == []
