"""`/reg` and `/find` over the small Bot API."""

from __future__ import annotations

from bot.messenger import provision_callbacks, texts
from bot.messenger.provision_callbacks import ProvisionTap
from knowledge.documents import Kind
from tests.bot.telegram.fake_assistant import READER
from tests.bot.telegram.fake_telegram import labels, visible
from tests.bot.telegram.running import conversation, in_event_loop


@in_event_loop
async def test_a_provision_and_its_neighbours() -> None:
    """`/reg` shows the provision with its standing; the buttons lead on, to the chapter, to the changes and back."""
    async with conversation() as telegram:
        telegram.say(READER, "/reg 示例市河道管理办法第三条")
        (card,) = await telegram.answers()
        assert "每旬巡河一次" in visible(card)
        assert "是否另有修订未核验" in visible(card)
        assert labels(card) == ["◀ 上一条", "下一条 ▶", "所在章", "全文", "版本对照"]
        telegram.tap(READER, card["message_id"], "下一条 ▶")
        await telegram.until(lambda: "名单应当公布" in card["text"])
        telegram.tap(READER, card["message_id"], "所在章")
        await telegram.until(lambda: "督促整改" in card["text"])
        telegram.tap(READER, card["message_id"], "返回本条")
        await telegram.until(lambda: "督促整改" not in card["text"])
        telegram.tap(READER, card["message_id"], "版本对照")
        await telegram.until(lambda: "<i>〔删：月〕</i><b>旬</b>" in card["text"])


@in_event_loop
async def test_what_is_missing_is_said() -> None:
    """An instrument that is not held is said not to be; without words, examples are given."""
    async with conversation() as telegram:
        telegram.say(READER, "/reg 支部工作条例第十条")
        (refusal,) = await telegram.answers()
        assert "库内未收录" in visible(refusal)
        for command, example in (("/reg", texts.EMPTY_REFERENCE), ("/find", texts.EMPTY_WORDS)):
            telegram.say(READER, command)
            assert visible((await telegram.answers(1 + len(telegram.sent())))[-1]) == example


@in_event_loop
async def test_a_question_beyond_the_last_article_leads_on() -> None:
    """The last article and the contents stand on buttons."""
    async with conversation() as telegram:
        telegram.say(READER, "/reg 示例市河道管理办法第九十九条")
        (refusal,) = await telegram.answers()
        assert labels(refusal)[-1] == "《示例市河道管理办法（试行）》目录"


@in_event_loop
async def test_words_are_found_page_by_page() -> None:
    """`/find` shows counts and the words in bold, and turns pages in place; absent words get a sentence."""
    async with conversation() as telegram:
        telegram.say(READER, "/find 三会一课")
        (page,) = await telegram.answers()
        assert "12个段落" in visible(page)
        assert "<b>三会一课</b>" in page["text"]
        assert labels(page) == ["下一页 ▶", "讲话3", "案例12"]
        assert "同时查了：“党课”2段" in visible(page)
        telegram.tap(READER, page["message_id"], "下一页 ▶")
        await telegram.until(lambda: labels(page)[:2] == ["◀ 上一页", "下一页 ▶"])
        assert "第6节" in visible(page)
        telegram.tap(READER, page["message_id"], "讲话3")
        await telegram.until(lambda: "讲话里，“三会一课”见于3份材料" in visible(page))
        assert labels(page) == ["全部类别", "案例12"]
        telegram.say(READER, "/find 没有")
        assert "没有“没有”" in visible((await telegram.answers(2))[-1])


def test_buttons_are_read_back() -> None:
    """What a button sends back names the place, within 64 bytes; anything else is nothing."""
    turn = ProvisionTap("d", "0123456789abcdef", 118, 12)
    assert provision_callbacks.turn(turn.data()) == turn
    assert len(turn.data().encode()) <= 64
    assert provision_callbacks.turn("a:../x:1:1") is None
    page = provision_callbacks.WordsPage(10, Kind.CASE)
    assert provision_callbacks.words_page_of(page.data()) == page
    assert provision_callbacks.words_page_of("f:x") is None
    assert provision_callbacks.words_page_of("f:1:nothing") is None
