"""Inline mode over the emulator: what is pasted is the sources' own words, and only for those who may read."""

from __future__ import annotations

from bot.telegram.inline_desk import MOST, InlineDesk
from tests.bot.telegram.emulator import BESIDE, emulated
from tests.bot.telegram.fake_assistant import ADMIN, READER, STRANGER, FakeAssistant
from tests.bot.telegram.running import in_event_loop

pytestmark = BESIDE


@in_event_loop
async def test_a_quotation_is_pasted_with_its_source() -> None:
    """A reader pastes a sentence with its source into another chat; it was looked up as anybody may see it."""
    assistant = FakeAssistant()
    async with emulated(assistant) as emulator:
        found = await emulator.inline_query(READER, "三会一课", wait=15)
        assert 1 < len(found["results"]) <= MOST
        pasted = await emulator.choose_inline_result(
            READER, found["query_id"], found["results"][0]["id"], chat_id=ADMIN
        )
        assert pasted["text"].startswith("支部每月学习三会一课。\n——《融合工作管理办法（试行）》")
        assert "效力待核" in pasted["text"]
        assert [entity["type"] for entity in pasted["entities"]] == ["blockquote"]
        (answer,) = [event for event in await emulator.events_after(0) if event["type"] == "inline_answer"]
        assert answer["is_personal"]
    assert set(assistant.opened_by) == {0}


@in_event_loop
async def test_strangers_and_nothing_typed() -> None:
    """A stranger, and somebody who has typed nothing yet, get a way to the bot and nothing to paste."""
    assistant = FakeAssistant()
    async with emulated(assistant) as emulator:
        assert (await emulator.inline_query(STRANGER, "三会一课", wait=15))["results"] == []
        assert (await emulator.inline_query(READER, "", wait=15))["results"] == []
        assert len(await emulator.calls("answerInlineQuery")) == 2
    assert assistant.opened_by == []


@in_event_loop
async def test_only_the_last_of_what_is_typed_is_looked_up() -> None:
    """While somebody types, the letters before the last cost nothing."""
    assistant = FakeAssistant()
    async with emulated(assistant) as emulator:
        for typed in ("三会", "三会一"):
            await emulator.inline_query(READER, typed)
        await emulator.inline_query(READER, "三会一课", wait=15)
        assert len(await emulator.calls("answerInlineQuery")) == 1


def test_nothing_is_offered_for_a_word_in_passing() -> None:
    """A sentence with one pair of the characters typed is not about them; one with most of them is offered."""
    desk, hit = InlineDesk(FakeAssistant().room), FakeAssistant().hits["p-d1"]
    assert not list(desk._near("火星融合基地", hit))
    assert list(desk._near("党支部融合例会", hit))


def test_an_article_comes_whole() -> None:
    """What names an article gets its text, word for word, before anything else."""
    first = InlineDesk(FakeAssistant().room).found("示例市河道管理办法第三条")[0]
    assert "第三条" in first.title
    assert "（一）每旬巡河一次；\n（二）" in first.html
