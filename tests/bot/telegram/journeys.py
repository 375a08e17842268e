"""Three people and an administrator at work with the real assistant: what they do, step by step, and what they see.

The test holds it against what they may expect; `benchmarks.tour` makes pictures of it.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from bot.cli import open_workplace
from bot.messenger import texts
from bot.services.assistant import Assistant, assistant_of
from bot.telegram.application import Channel, build_application
from bot.telegram.polling import serve_updates
from knowledge.catalog.database import Database
from knowledge.ingesting import Choices
from knowledge.people import People
from tests.bot.telegram.emulator import load
from tests.bot.telegram.fake_assistant import of_telegram

STAFF, NEWCOMER, TRAINER, ADMIN, CANDIDATE = 101, 102, 103, 104, 105
NAMES = {STAFF: "李明", NEWCOMER: "小赵", TRAINER: "王老师", ADMIN: "周主任", CANDIDATE: "孙悦"}

RULES = """云岭水务集团党支部主题党日工作规则

第一条 党支部每月相对固定一天开展主题党日，时间一般不少于两小时。
第二条 主题党日围绕供水保障、漏损控制、工程质量等中心任务确定一个题目，年初排定，按月实施。
第三条 因抢修、应急等原因不能按时开展的，应当在下一个月内补上，并向上级党组织说明。
第四条 主题党日由党支部书记负责，支部委员分工准备，党员轮流主讲。
第五条 本规则自2024年6月1日起施行。
"""
SPEECH = """在年度工作会上的讲话稿

同志们，今年要按照“四融四促”的要求抓好落实。《云岭水务集团党建与业务融合工作管理办法（试行）》第五条规定，“集团党委每季度至少专题研究一次融合工作”。

设备检修由三个党员突击队包干，每队负责两条生产线，六月底前全部完成，验收由安全部门负责。

食堂改造另行安排，预算为四十万元，由后勤部门牵头，年底前完工。
"""


UNDER_WAY = {texts.FILE_BEING_READ, texts.FILE_BEING_STORED, texts.OWN_BEING_CHECKED}


class Frame(NamedTuple):
    """One thing on somebody's screen."""

    mine: bool
    html: str
    buttons: tuple[tuple[str, ...], ...] = ()
    file: str = ""
    note: str = ""
    """What the person did to see it, where that was no message."""

    @property
    def text(self) -> str:
        """Return what is read, as HTML."""
        return self.html


@dataclass
class Person:
    """Somebody with a telephone in front of the emulator."""

    emulator: Any
    user: int
    quiet: float = 0.4
    frames: list[Frame] = field(default_factory=list)
    last: Any = None
    """The bot's last message."""

    async def say(self, text: str, *, reply_to: Any = None) -> list[Frame]:
        """Send a message and wait until the bot has answered it."""
        self.frames.append(Frame(mine=True, html=_escaped(text)))
        how = {"reply_to": reply_to["message_id"]} if reply_to else {}
        done = await self.emulator.ask(self.user, text, timeout=60, quiet=self.quiet, **how)
        return self._seen(done["messages"])

    async def tap(self, label: str, message: Any = None) -> list[Frame]:
        """Tap a button under the last message, or under another, and wait for what changes."""
        target = message or self.last
        before = await self.emulator.cursor()
        await self.emulator.click(self.user, target["message_id"], label, wait=30)
        async with asyncio.timeout(60):
            while not any(each["text"] not in UNDER_WAY for each in await self._changed(before)):  # noqa: ASYNC110
                await asyncio.sleep(0.05)  # the emulator tells of no change of any kind
        await self.emulator.wait_idle(quiet=self.quiet, timeout=60, chat_id=self.user)
        return self._seen(await self._changed(before), note=f"点“{label}”")

    async def _changed(self, before: int) -> list[Any]:
        messages = await self.emulator.messages_in(self.user, outgoing=True)
        return [each for each in messages if each["changed_seq"] > before and not each["deleted"]]

    async def offered(self, label: str) -> None:
        """Wait until a button stands under the last message; what may be asked next is put there afterwards."""
        async with asyncio.timeout(60):
            while not any(button["text"] == label for row in self.last["buttons"] for button in row):
                await asyncio.sleep(0.05)
                self.last = await self.emulator.message(self.user, self.last["message_id"])
        self.frames[-1] = _frame(self.last, "")

    async def bring(self, name: str, data: bytes, caption: str = "") -> list[Frame]:
        """Send a file."""
        self.frames.append(Frame(mine=True, html=_escaped(caption), file=name))
        before = await self.emulator.cursor()
        encoded = base64.b64encode(data).decode()
        await self.emulator.send_media(self.user, "document", name, data=encoded, caption=caption or None)
        await self.emulator.wait_event("edit", after=before, timeout=60)
        await self.emulator.wait_idle(quiet=self.quiet, timeout=60, chat_id=self.user)
        return self._seen(await self.emulator.messages_in(self.user, after=before, outgoing=True))

    async def notice(self, words: str) -> list[Frame]:
        """Wait for a message that nobody asked for."""
        message = await self.emulator.wait_message(self.user, contains=words, timeout=60)
        return self._seen([message])

    def _seen(self, messages: list[Any], note: str = "") -> list[Frame]:
        frames = [_frame(message, note) for message in messages]
        self.frames += frames
        self.last = messages[-1] if messages else self.last
        return frames


def _frame(message: Any, note: str) -> Frame:
    buttons = tuple(tuple(button["text"] for button in row) for row in message["buttons"])
    document = message["body"].get("document", {})
    return Frame(mine=False, html=message["html"], buttons=buttons, file=document.get("file_name", ""), note=note)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")


@contextmanager
def real_assistant(home: Path) -> Iterator[tuple[Assistant, Database]]:
    """Open the assistant over a home, without a chat model, for the people of the journeys."""
    place = open_workplace(None, home)
    place = replace(place, settings=place.settings.model_copy(update={"drafts_online": True, "profile": "internet"}))
    with place.library("owner") as library:
        if not library.catalog.labels():
            place.ingest(place.samples(), library, Choices(sample=True))
        readers = of_telegram({STAFF, NEWCOMER, TRAINER})
        people = People(library.catalog.database, admins=of_telegram({ADMIN}), readers=readers)
        assistant = assistant_of(
            library, people, readers=place.readers(), intake=place.intake(), drafts_online=place.settings.drafts_online
        )
        yield assistant, library.catalog.database


@asynccontextmanager
async def at_work(assistant: Assistant, database: Database) -> AsyncIterator[Any]:
    """Run the bot in front of the emulator, with everybody's chat open; ends with a clean bill from its lint."""
    async with load().Emulator(flood=load().FloodLimits.preset("off")) as emulator:
        for user, name in NAMES.items():
            await emulator.add_user(user, name)
        base = emulator.base_url
        channel = Channel(emulator.token, base, base.replace("/bot", "/file/bot"), gap=0.0, look_every=0.2)
        application = build_application(assistant, database, channel)
        stop = asyncio.Event()
        bot = asyncio.create_task(serve_updates(application, stop))
        try:
            await emulator.wait_event("call", timeout=20, match={"method": "setMyShortDescription"})
            yield emulator
        finally:
            stop.set()
            await bot
        assert await emulator.lint() == []


async def staff(emulator: Any) -> list[Frame]:
    """How do we do it: an answer in layers, its source, the same for an agency, a verdict, and what is not held."""
    me = Person(emulator, STAFF)
    await me.say("国企怎么推动党建和业务融合？有没有现成做法")
    await me.offered("那机关呢？")
    answer = me.last
    await me.tap("[1] 原文")
    await me.tap("返回", answer)
    await me.tap("那机关呢？", answer)
    await me.tap("有误")
    await me.tap("不完整")
    await me.say("上海市委组织部2024年印发了几条融合措施？")
    await me.say("主题党日一般不少于几小时？")
    return me.frames


async def newcomer(emulator: Any) -> list[Frame]:
    """What does the rule say: examples to begin with, an article with its neighbours, words found literally."""
    me = Person(emulator, NEWCOMER)
    await me.say("/start")
    await me.tap("新手")
    await me.tap("什么是党建和业务融合？")
    await me.say("云岭水务集团融合办法第五条")
    await me.tap("下一条 ▶")
    await me.tap("所在章")
    await me.say("/find 清单")
    await me.say("/reg 组织工作条例12条")
    await me.say("/settings")
    return me.frames


async def trainer(emulator: Any) -> list[Frame]:
    """Give me examples: cases by kind of unit, a formula, a plan, and one's own speech checked and asked about."""
    me = Person(emulator, TRAINER)
    await me.say("给我5个医院和学校党建带业务的例子，讲课用")
    await me.say("/formula 四融四促")
    await me.say("/plan 采购降本")
    await me.tap("国企")
    await me.tap("年底前")
    await me.bring("讲话稿.txt", SPEECH.encode())
    brought = me.last
    await me.tap("核对引文")
    await me.tap("就此提问", brought)
    await me.say("食堂改造的预算是多少")
    await me.say("/new")
    return me.frames


async def administrator(emulator: Any) -> list[Frame]:
    """Who may ask, what was asked in vain, a standard answer, and a document that answers."""
    candidate = Person(emulator, CANDIDATE)
    await candidate.say("你好，我想查党建材料")
    me = Person(emulator, ADMIN)
    await me.notice("有人申请使用")
    await me.tap("批准为使用人员")
    await me.say("/unanswered")
    await me.say("党支部融合清单事项一般几项")
    await me.say(
        "/standard 一个党支部每年的清单事项一般为三项至五项。没有验证数据来源的事项，不得列入清单。", reply_to=me.last
    )
    await me.bring("主题党日规则.txt", RULES.encode())
    await me.tap("先看看")
    await me.tap("入库", await emulator.message(ADMIN, me.last["reply_to"] or me.last["message_id"]))
    await me.say("/report")
    asker = Person(emulator, STAFF)
    await asker.notice(texts.ARRIVED.partition("{")[0] + "主题党日")
    await asker.tap("查看答复")
    return [*candidate.frames, *me.frames, *asker.frames]


JOURNEYS = {"staff": staff, "newcomer": newcomer, "trainer": trainer, "administrator": administrator}
"""In this order: the administrator's document drops the samples, which the others ask about."""
