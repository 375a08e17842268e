"""看原页 over whole conversations on the emulator: an album that was photographed, kept, quoted, and seen again.

The pages are recognised, the library and the room are the real ones; only the models that rank are quick ones.
"""

from __future__ import annotations

import asyncio
import base64
import io
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli import open_workplace
from bot.messenger import page_view
from bot.services.answering import Readers
from bot.services.assistant import Assistant, assistant_of
from bot.telegram.handlers.photos import CHOICES
from knowledge.library import Library
from knowledge.people import People
from tests.bot.every_kind import HEALTH
from tests.bot.telegram.emulator import BESIDE, buttons
from tests.bot.telegram.fake_assistant import of_telegram
from tests.bot.telegram.journeys import ADMIN, STAFF, Person, at_work
from tests.fakes import BigramEmbedder, OverlapJudge
from tests.ingest.readers.pictures import chinese_page, saved

pytest.importorskip("rapidocr")
from PIL import Image

pytestmark = [pytest.mark.slow, BESIDE]

QUESTION = "党员体检在哪家医院进行？"
AS_ONE = CHOICES[0][0]


@dataclass
class Office:
    """The real room over a library in which there is nothing yet."""

    assistant: Assistant
    library: Library


@contextmanager
def office(home: Path) -> Iterator[Office]:
    place = open_workplace(None, home)
    with Library.open_owner(home, BigramEmbedder()) as library:
        people = People(library.catalog.database, admins=of_telegram({ADMIN}), readers=of_telegram({STAFF}))
        judge = Readers(judge=OverlapJudge())
        assistant = assistant_of(library, people, readers=judge, intake=place.intake(), draw=place.page_picture)
        yield Office(assistant, library)


@asynccontextmanager
async def photographed(at: Office) -> AsyncIterator[Any]:
    """Over the emulator, an administrator has handed in two photos as an album and kept them as one document."""
    async with at_work(at.assistant, at.library.catalog.database) as emulator:
        for page in HEALTH:
            data = base64.b64encode(saved(chinese_page(*page), "JPEG")).decode()
            await emulator.send_media(ADMIN, "photo", "a.jpg", data, album="9")
        await emulator.wait_message(ADMIN, contains="照片", timeout=30)
        await emulator.wait_idle(quiet=0.5, timeout=30, chat_id=ADMIN)
        (asked,) = await emulator.messages_in(ADMIN, outgoing=True)
        me = Person(emulator, ADMIN, last=asked)
        await me.tap(AS_ONE)
        described = await _with_button(emulator, ADMIN, "入库")
        await me.tap("入库", described)
        await emulator.wait_message(ADMIN, contains="已入库", timeout=60)
        yield emulator


async def _with_button(emulator: Any, user: int, label: str) -> Any:
    async with asyncio.timeout(60):
        while True:
            for message in reversed(await emulator.messages_in(user, outgoing=True)):
                if label in buttons(message):
                    return message
            await asyncio.sleep(0.1)


async def _photo_after(emulator: Any, me: Person, opened: Any, caption: str) -> Any:
    before = await emulator.cursor()
    await emulator.click(me.user, opened["message_id"], "看原页", wait=30)
    return await emulator.wait_message(me.user, after=before, contains=caption, timeout=30)


def yellow_rows(image: Image.Image) -> list[int]:
    """Return the rows of a picture in which something is marked."""
    small = image.convert("RGB").resize((60, image.height))
    pixels = ((y, small.getpixel((x, y))) for y in range(image.height) for x in range(60))
    return sorted({y for y, pixel in pixels if isinstance(pixel, tuple) and pixel[0] - pixel[2] > 60})


def test_an_album_is_quoted_with_its_page_which_is_shown(tmp_path: Path) -> None:
    """The answer says that it was recognised; 看原页 brings the second photo, with what was quoted marked."""

    async def walk(at: Office) -> None:
        async with photographed(at) as emulator:
            me = Person(emulator, STAFF)
            await me.say(QUESTION)
            answer = me.last
            assert "市中心医院" in answer["text"]
            assert "据图像识别，请核对原件" in answer["text"]
            await me.tap("[1] 原文", answer)
            opened = await emulator.message(STAFF, answer["message_id"])
            assert "看原页" in buttons(opened)
            assert "据图像识别，请核对原件。" in opened["text"]
            caption = page_view.CAPTION.format(title=f"《{HEALTH[0][0]}》", number=2)
            photo = await _photo_after(emulator, me, opened, caption)
            assert photo["reply_to"] == answer["message_id"]
            file = await emulator.download(photo["body"]["photo"][0]["file_id"])
            image = Image.open(io.BytesIO(base64.b64decode(file["data"])))
            assert (image.format, image.width < image.height) == ("JPEG", True)
            assert 0 < len(yellow_rows(image)) < image.height / 4
            (document,) = at.library.documents()
            at.library.remove([document.id])
            before = await emulator.cursor()
            await emulator.click(STAFF, answer["message_id"], "看原页", wait=30)
            await emulator.wait_message(STAFF, after=before, contains=page_view.NO_PICTURE, timeout=30)

    with office(tmp_path / "home") as at:
        asyncio.run(asyncio.wait_for(walk(at), 200))
