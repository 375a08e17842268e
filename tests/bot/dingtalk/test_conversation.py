"""What people see in DingTalk: cards that grow, sources behind buttons, groups, files, plain words where cards fail."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from bot.messenger.incoming import Incoming
from tests.bot.dingtalk.emulator import Card, Emulator
from tests.bot.dingtalk.working import answer_to, at_work, fake_room, inbox_of, is_answered
from tests.bot.telegram import replies

CREATE, STREAM = "/v1.0/card/instances/createAndDeliver", "/v1.0/card/streaming"
QUESTION = replies.ANSWER.question
GROUP = "cidGroup/1+2=="


async def answered(dingtalk: Emulator, person: str, text: str, group: str = "") -> Card:
    """Ask, and return the card that answers."""
    number = dingtalk.say(person, text, group=group)
    await dingtalk.until(lambda: is_answered(dingtalk, number, person, group))
    card = answer_to(dingtalk, number, person, group)
    assert card
    return card


async def opened(dingtalk: Emulator, card: Card, label: str, person: str) -> Card:
    """Tap a button, and return the card that comes of it."""
    before = set(dingtalk.cards)
    dingtalk.tap(card, label, person)
    await dingtalk.until(lambda: any(number not in before for number in dingtalk.cards))
    return next(each for number, each in dingtalk.cards.items() if number not in before)


def test_an_answer_at_once_costs_one_call(tmp_path: Path) -> None:
    """The text with its markers, and a button for each source, on one card."""

    async def run() -> None:
        async with Emulator() as dingtalk, at_work(dingtalk, fake_room(tmp_path)):
            card = await answered(dingtalk, "p01", QUESTION)
            assert "每季度由党支部牵头召开一次融合例会" in card.text
            assert "[1]" in card.text
            assert {"[1] 原文", "有用", "有误", "导出Word"} <= set(card.buttons)
            assert (dingtalk.calls[CREATE], dingtalk.calls[STREAM]) == (1, 0)
            assert dingtalk.faults == []

    asyncio.run(run())


def test_an_answer_that_takes_a_while_grows(tmp_path: Path) -> None:
    """A card that says it is at work, what is written so far, and the whole in its place."""

    async def run() -> None:
        fake = fake_room(tmp_path, seconds=0.7)
        fake.drafts = ("每季度召开一次融合例会。", "每季度召开一次融合例会。研究难题。")
        async with Emulator() as dingtalk, at_work(dingtalk, fake):
            number = dingtalk.say("p01", QUESTION)
            await dingtalk.until(lambda: is_answered(dingtalk, number, "p01"))
            card = answer_to(dingtalk, number, "p01")
            assert card
            assert card.states[:2] == ["1", "2"]
            assert "每季度召开一次融合例会。" in card.streamed[0]
            assert card.finalized
            assert len(dingtalk.cards) == 1
            assert dingtalk.faults == []

    asyncio.run(run())


def test_a_source_opens_with_the_quotation_marked(tmp_path: Path) -> None:
    async def run() -> None:
        async with Emulator() as dingtalk, at_work(dingtalk, fake_room(tmp_path)):
            card = await answered(dingtalk, "p01", QUESTION)
            passage = await opened(dingtalk, card, "[1] 原文", "p01")
            assert f"**{replies.QUOTE}**" in passage.text
            assert "融合工作管理办法" in passage.text
            assert all(push.acknowledged for push in dingtalk.pushes.values())
            assert dingtalk.faults == []

    asyncio.run(run())


def test_a_group_is_answered_in_the_group(tmp_path: Path) -> None:
    """Anybody there may open a source; a tap finds its conversation by the card."""

    async def run() -> None:
        fake = fake_room(tmp_path)
        async with Emulator() as dingtalk, at_work(dingtalk, fake):
            card = await answered(dingtalk, "p01", QUESTION, GROUP)
            assert card.space == f"IM_GROUP.{GROUP}"
            passage = await opened(dingtalk, card, "[1] 原文", "p02")
            assert passage.space == f"IM_GROUP.{GROUP}"
            assert fake.asked == [(QUESTION, f"dingtalk:group:{GROUP}", 0)]
            assert dingtalk.faults == []

    asyncio.run(run())


def test_without_cards_answers_are_plain_messages(tmp_path: Path) -> None:
    """Where a permission is missing, or the month's calls are used up; by the session's address: it costs no call."""

    async def run() -> None:
        async with Emulator() as dingtalk, at_work(dingtalk, fake_room(tmp_path)):
            dingtalk.refused[CREATE] = "Forbidden.AccessDenied.AccessTokenPermissionDenied"
            for number in range(2):
                dingtalk.say("p01", QUESTION)
                await dingtalk.until(lambda: len(dingtalk.messages) > number)  # noqa: B023  # at once
            assert {(each.space, each.way) for each in dingtalk.messages} == {("p01", "webhook")}
            assert replies.QUOTE in dingtalk.messages[0].text
            assert dingtalk.calls[CREATE] == 1
            dingtalk.say("p01", QUESTION)
            dingtalk.end_sessions()
            await dingtalk.until(lambda: len(dingtalk.messages) == 3)
            assert dingtalk.messages[2].way == "robot"

    asyncio.run(run())


def test_without_leave_to_stream_cards_come_whole(tmp_path: Path) -> None:
    """The one permission may be there without the other."""

    async def run() -> None:
        fake = fake_room(tmp_path, seconds=0.5)
        fake.drafts = ("每季度召开一次融合例会。",)
        async with Emulator() as dingtalk, at_work(dingtalk, fake):
            dingtalk.refused[STREAM] = "Forbidden.AccessDenied.AccessTokenPermissionDenied"
            for _ in range(2):
                await answered(dingtalk, "p01", QUESTION)
            assert dingtalk.calls[STREAM] == 1
            assert dingtalk.messages == []

    asyncio.run(run())


def test_a_card_that_is_not_delivered_is_said_instead(tmp_path: Path) -> None:
    async def run() -> None:
        async with Emulator() as dingtalk, at_work(dingtalk, fake_room(tmp_path)):
            dingtalk.unreachable.add("p01")
            dingtalk.say("p01", QUESTION)
            await dingtalk.until(lambda: bool(dingtalk.written_to("p01")))
            assert replies.QUOTE in dingtalk.messages[0].text
            await answered(dingtalk, "p02", QUESTION)

    asyncio.run(run())


def test_a_long_answer_takes_several_cards(tmp_path: Path) -> None:
    """In order, nothing left out; the buttons are under the last."""

    async def run() -> None:
        fake = fake_room(tmp_path)
        fake.replies["全部清单"] = replies.long_answer(400)
        async with Emulator() as dingtalk, at_work(dingtalk, fake):
            dingtalk.say("p01", "全部清单")
            await dingtalk.until(lambda: any(card.buttons for card in dingtalk.cards.values()))
            shown = dingtalk.cards_of("p01")
            assert len(shown) > 1
            assert [bool(card.buttons) for card in shown] == [False] * (len(shown) - 1) + [True]
            whole = "".join(card.text for card in shown)
            assert re.findall(r"第(\d+)项", whole) == [str(number) for number in range(1, 401)]
            assert all(len(card.text.encode()) <= 10_000 for card in shown)
            assert dingtalk.faults == []

    asyncio.run(run())


def test_help_is_a_plain_message(tmp_path: Path) -> None:
    async def run() -> None:
        async with Emulator() as dingtalk, at_work(dingtalk, fake_room(tmp_path)):
            dingtalk.say("p01", "/帮助")
            await dingtalk.until(lambda: bool(dingtalk.messages))
            assert dingtalk.messages[0].way == "webhook"
            assert not dingtalk.cards
            assert dingtalk.faults == []

    asyncio.run(run())


def test_files_go_both_ways(tmp_path: Path) -> None:
    """A document is read and stored as its sender decides; an answer is taken along."""

    async def run() -> None:
        fake = fake_room(tmp_path)
        async with Emulator() as dingtalk, at_work(dingtalk, fake):
            dingtalk.bring("chief", "规则.txt", "主题党日每月一次。".encode())
            await dingtalk.until(lambda: bool(dingtalk.cards_of("chief")))
            await opened_or_said(dingtalk, dingtalk.cards_of("chief")[0], "入库", "chief")
            assert fake.stored == ["主题党日每月一次。".encode()]
            card = await answered(dingtalk, "p01", QUESTION)
            dingtalk.tap(card, "导出Word", "p01")
            await dingtalk.until(lambda: any(each.file.endswith(".docx") for each in dingtalk.written_to("p01")))
            assert dingtalk.faults == []

    asyncio.run(run())


def test_a_stranger_is_let_in_by_an_administrator(tmp_path: Path) -> None:
    async def run() -> None:
        async with Emulator() as dingtalk, at_work(dingtalk, fake_room(tmp_path)):
            await answered(dingtalk, "chief", QUESTION)
            dingtalk.say("newcomer", "三会一课是什么")
            await dingtalk.until(lambda: len(dingtalk.cards_of("chief")) == 2)
            assert "newcomer同志" in dingtalk.cards_of("chief")[-1].text
            assert any("申请码" in each.text for each in dingtalk.written_to("newcomer"))
            await opened_or_said(dingtalk, dingtalk.cards_of("chief")[-1], "批准为使用人员", "chief")
            await answered(dingtalk, "newcomer", QUESTION)
            assert dingtalk.faults == []

    asyncio.run(run())


async def opened_or_said(dingtalk: Emulator, card: Card, label: str, person: str) -> None:
    before = len(dingtalk.messages)
    dingtalk.tap(card, label, person)
    await dingtalk.until(lambda: len(dingtalk.messages) > before)


def test_what_was_answered_before_a_crash_is_not_answered_again(tmp_path: Path) -> None:
    """The process died after the card was made and before that was noted."""

    async def run() -> None:
        fake = fake_room(tmp_path)
        async with Emulator() as dingtalk:
            async with at_work(dingtalk, fake):
                number = dingtalk.say("p01", QUESTION)
                await dingtalk.until(lambda: is_answered(dingtalk, number, "p01"))
            with fake.database.writing() as connection:
                event = Incoming(id=number, subject="p01", place="single:p01", text=QUESTION, at=1.0)
                connection.exec_driver_sql("UPDATE inbox SET payload = ?", (event.model_dump_json(),))
            made = dingtalk.calls[CREATE]
            async with at_work(dingtalk, fake_room(tmp_path)):
                await dingtalk.until(lambda: not inbox_of(fake.database).waiting())
            assert dingtalk.calls[CREATE] == made
            assert len(dingtalk.cards) == 1
            assert dingtalk.messages == []

    asyncio.run(run())
