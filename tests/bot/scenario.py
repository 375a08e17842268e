"""Forty-two steps of three sorts of users, a stranger and an administrator, and the channels that carry them out.

What happens is the same whichever way it comes; the test compares the events.
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pytest

from bot.console import converse
from bot.messenger import texts
from bot.services.asking import Question
from bot.services.assistant import Assistant
from bot.services.events import Announced, Displayed, Event, Replied
from bot.services.handing_in import BroughtFile
from bot.services.jobs import Job
from bot.services.provisions import Words
from bot.services.searching import Request
from bot.services.standards import Approval
from bot.services.verdicts import GivenVerdict
from knowledge.access import PUBLIC, Role
from knowledge.answers import Answer, NoAnswer, Reply
from knowledge.callers import Conversation, Someone, Visit
from knowledge.catalog.database import Database
from knowledge.catalog.joining import JoinRequests
from knowledge.catalog.standards import StandardAnswers
from knowledge.errors import BadRequestError
from knowledge.practices.plans import PlanRequest
from tests.bot.telegram.journeys import ADMIN, CANDIDATE, NEWCOMER, RULES, STAFF, TRAINER, Person, at_work

QUOTA = 7
RULES_FILE = "主题党日规则.txt"
LACKING = "主题党日一般不少于几小时？"


class Step(NamedTuple):
    """One thing that somebody does."""

    act: str
    words: str = ""


BLOCKS: tuple[tuple[int, tuple[Step, ...]], ...] = (
    (
        STAFF,
        (
            Step("ask", "国企怎么推动党建和业务融合？"),
            Step("open", "1"),
            Step("sources"),
            Step("why"),
            Step("good"),
            Step("ask", "那医院呢？"),
            Step("bad", "不完整"),
            Step("ask", LACKING),
            Step("brief", "简要"),
            Step("ask", "上海市委组织部2024年印发了几条融合措施？"),
            Step("unanswered"),
        ),
    ),
    (
        NEWCOMER,
        (
            Step("ask", "你能做什么"),
            Step("ask", "云岭水务集团融合办法第五条"),
            Step("open", "1"),
            Step("reg", "下一条"),
            Step("find", "双报到"),
            Step("learn", "党支部设置"),
            Step("new"),
            Step("ask", "下一条"),
            Step("documents"),
        ),
    ),
    (
        TRAINER,
        (
            Step("case", "医院党建和业务结合"),
            Step("ask", "换一批"),
            Step("formula", "四融四促"),
            Step("export"),
            Step("formula", "七拼八凑"),
            Step("plan", "采购降本"),
            Step("ask", "给我两个国企的例子"),
            Step("ask", "对比1和2"),
            Step("ask", "三会一课是什么"),
            Step("ask", "党支部的基本任务是什么"),
            Step("ask", "这一问超过了上限"),
        ),
    ),
    (CANDIDATE, (Step("join"),)),
    (
        ADMIN,
        (
            Step("users"),
            Step("approve"),
            Step("unanswered"),
            Step("ask", "党支部融合清单事项一般几项"),
            Step("standard", "没有验证数据来源的事项，不得列入清单。"),
            Step("standards"),
            Step("withdraw"),
            Step("documents"),
            Step("stats"),
            Step("upload", "入库"),
        ),
    ),
)

PLANNED = ("国企", "年底前")
"""What is answered to the questions of a plan."""

ANSWERED = {"case", "formula", "learn"}
"""Commands that an answer comes of."""

LISTS = {"unanswered", "documents", "stats", "users", "standards"}


class Channel(Protocol):
    """Carries out the steps of one person after another."""

    def block(self, person: int, steps: tuple[Step, ...]) -> None:
        """Carry out steps in order; what is not allowed has no effect."""


@dataclass
class InProcess:
    """A channel that is nothing but calls."""

    assistant: Assistant
    database: Database
    _last: str = ""
    _cited: dict[str, str] = field(default_factory=dict)

    def block(self, person: int, steps: tuple[Step, ...]) -> None:
        visit = Visit(caller=Someone(number=person), conversation=Conversation(channel="here", place=f"{person}"))
        if steps[0].act != "join":
            self.assistant.asking.begin_anew(visit)
        for step in steps:
            try:
                self._do(step, visit)
            except BadRequestError:
                continue

    def _replied(self, reply: Reply, visit: Visit) -> None:
        if isinstance(reply, Answer | NoAnswer):
            self._last = self.assistant.replies.keep(reply, visit)
        cited = reply.citations if isinstance(reply, Answer) else ()
        self._cited = {str(each.marker): each.passage_id for each in cited}

    def _do(self, step: Step, visit: Visit) -> None:  # noqa: C901, PLR0912  # one line an act
        room, words = self.assistant, step.words
        match step.act:
            case "ask":
                self._replied(room.asking.ask(Question(text=words, visit=visit)), visit)
            case "case":
                self._replied(room.practices.examples(words, visit), visit)
            case "formula":
                found = room.practices.spelled_out(words, visit)
                if isinstance(found, Answer | NoAnswer):
                    self._replied(found, visit)
            case "learn":
                self._replied(room.practices.learn(words, visit), visit)
            case "plan":
                request = PlanRequest(task=words, sector=PLANNED[0], time=PLANNED[1])
                self._replied(room.practices.plan(request, visit)[1], visit)
            case "upload":
                assert room.handing_in
                file = BroughtFile(name=RULES_FILE, data=RULES.encode(), visit=visit)
                number = room.handing_in.read(file, Job()).number
                assert number
                room.handing_in.store(number, PUBLIC, visit, Job())
            case "reg":
                room.provisions.find(words, visit)
            case "find":
                room.provisions.literally(Words(text=words, visit=visit, limit=5))
            case "open":
                room.documents.passage(self._cited[words], visit)
            case "why":
                kept = room.replies.meant(None, visit)
                assert kept
                room.searching.search(Request(query=kept.reply.standalone_question, visit=visit, limit=5))
            case "good" | "bad":
                room.verdicts.give(
                    GivenVerdict(visit=visit, reply_id=self._last, good=step.act == "good", reason=words)
                )
            case "brief":
                room.choices.choose(visit.caller, "brief", on=words == "简要")
            case "new":
                room.asking.begin_anew(visit)
            case "export":
                room.exports.of(self._last, visit)
            case "standard":
                room.standards.approve(Approval(visit=visit, words=words))
            case "withdraw":
                room.standards.remove(StandardAnswers(self.database).everything()[-1].number, visit)
            case "join":
                assert isinstance(visit.caller, Someone)
                room.joining.ask(visit.caller, "孙悦")
            case "approve":
                room.joining.decide(JoinRequests(self.database).waiting()[0].code, Role.READER, visit)
            case name:
                assert name in LISTS | {"sources"}


class Keyboard(io.StringIO):
    """Lines typed by somebody who sits there."""

    def isatty(self) -> bool:
        return True


@dataclass
class Terminal:
    """The console, a line a step, and one for each question that is put back."""

    assistant: Assistant
    database: Database
    rules: Path
    monkeypatch: pytest.MonkeyPatch

    def block(self, person: int, steps: tuple[Step, ...]) -> None:
        lines = "".join(self._line(step) + "\n" for step in steps if step.act != "join")
        self.monkeypatch.setattr(sys, "stdin", Keyboard(lines))
        converse(self.assistant, Someone(number=person))

    def _line(self, step: Step) -> str:  # noqa: PLR0911  # one line an act
        match step.act:
            case "ask" | "open":
                return step.words
            case "brief":
                return f"/settings {step.words}"
            case "good" | "bad":
                return f"/{step.act} {step.words}".strip()
            case "plan":
                return "\n".join((f"/plan {step.words}", *PLANNED))
            case "upload":
                return f"/upload {self.rules}\n{step.words}"
            case "approve":
                return f"/approve {JoinRequests(self.database).waiting()[0].code} 使用人员"
            case "withdraw":
                return "/standards 删除 1"
            case name:
                return f"/{name} {step.words}".strip()


@dataclass
class Telegram:
    """The bot in front of the emulator."""

    people: dict[int, Person]

    async def block(self, person: int, steps: tuple[Step, ...]) -> None:
        me = self.people[person]
        if steps[0].act != "join":
            await me.say("/new")
        for step in steps:
            await self._do(step, me)

    async def _do(self, step: Step, me: Person) -> None:  # noqa: C901, PLR0912  # one line an act
        match step.act:
            case "ask":
                await me.say(step.words)
                self._answer = me.last
            case "open":
                await me.tap(f"[{step.words}] 原文", self._answer)
                await me.tap("返回", self._answer)
            case "good":
                # What is shown stays the same.
                await me.emulator.click(me.user, self._answer["message_id"], "有用", wait=30)
                await me.emulator.wait_idle(quiet=me.quiet, timeout=60, chat_id=me.user)
            case "bad":
                await me.tap("有误", self._answer)
                await me.tap(step.words, self._answer)
            case "brief":
                await me.say("/settings")
                await me.tap(f"答复长短改为“{step.words}”")
            case "export":
                await me.say("/export", reply_to=self._answer)
            case "plan":
                await me.say(f"/plan {step.words}")
                for answer in PLANNED:
                    await me.tap(answer)
                self._answer = me.last
            case "upload":
                await me.bring(RULES_FILE, RULES.encode())
                await me.tap(step.words)
            case "withdraw":
                await me.say("/standards")
                await me.tap("删除1")
            case "join":
                await me.say("你好")
            case "approve":
                await self.people[ADMIN].notice("有人申请使用")
                await me.tap("批准为使用人员")
            case name:
                await me.say(f"/{name} {step.words}".strip())
                self._answer = me.last if name in ANSWERED else self._answer


async def over_telegram(assistant: Assistant, database: Database) -> None:
    """Walk through the scenario over the emulator, and wait for the news of what arrived."""
    async with at_work(assistant, database) as emulator:
        people = {each: Person(emulator, each) for each, _ in BLOCKS}
        channel = Telegram(people)
        for person, steps in BLOCKS:
            await channel.block(person, steps)
        await people[STAFF].notice(texts.ARRIVED.partition("{")[0] + LACKING[:4])


class Messenger(Protocol):
    """An emulated messenger, and everybody in front of it."""

    async def say(self, person: int, text: str) -> None:
        """Send a message and wait until it is answered."""

    async def tap(self, person: int, label: str) -> None:
        """Tap a button, on the last card that has it, and wait until that is done."""

    async def bring(self, person: int, name: str, data: bytes) -> None:
        """Send a file and wait until it is read."""


@dataclass
class OfficeMessenger:
    """Typed commands and cards, as over WeCom."""

    messenger: Messenger
    database: Database

    async def block(self, person: int, steps: tuple[Step, ...]) -> None:
        """Carry out the steps of one person."""
        if steps[0].act != "join":
            await self.messenger.say(person, "/new")
        for step in steps:
            await self._do(step, person)

    async def _do(self, step: Step, me: int) -> None:  # noqa: C901  # one line an act
        say, tap = self.messenger.say, self.messenger.tap
        match step.act:
            case "ask":
                await say(me, step.words)
            case "open":
                await tap(me, f"[{step.words}] 原文")
            case "good":
                await tap(me, "有用")
            case "bad":
                await tap(me, "有误")
                await tap(me, step.words)
            case "brief":
                await say(me, "/设置")
                await tap(me, f"答复长短改为“{step.words}”")
            case "plan":
                await say(me, f"/plan {step.words}")
                for answer in PLANNED:
                    await tap(me, answer)
            case "upload":
                await self.messenger.bring(me, RULES_FILE, RULES.encode())
                await tap(me, step.words)
            case "withdraw":
                await say(me, "/standards")
                await tap(me, "删除1")
            case "join":
                await say(me, "你好")
            case "approve":
                await say(me, f"/approve {JoinRequests(self.database).waiting()[0].code}")
                await tap(me, "批准为使用人员")
            case name:
                await say(me, f"/{name} {step.words}".strip())


def told(events: list[Event]) -> dict[int, list[tuple[Any, ...]]]:
    """Return what each person brought about, in order, without how it looked or how long it took; news apart."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    for event in events:
        if not isinstance(event, Announced):
            assert isinstance(event.by, Someone)
            found.setdefault(event.by.number, []).append(_plain(event))
    return found


def _plain(event: Event) -> tuple[Any, ...]:
    if isinstance(event, Replied):
        reply = event.reply
        cited = tuple(each.passage_id for each in reply.citations) if isinstance(reply, Answer) else ()
        return ("Replied", reply.reply, reply.question, reply.standalone_question, cited)
    if isinstance(event, Displayed):
        return ("Displayed", event.what, event.ids)
    return (type(event).__name__, *event.model_dump(exclude={"by"}).values())
