from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messenger import passage_view
from bot.messenger.callbacks import Opening
from bot.messenger.rendering import source_rows
from tests.bot.messenger.test_rendering import drawn
from tests.bot.telegram import replies
from tests.bot.telegram.telegram_html import check, parse

FIRST = Opening("s", "r7", 1)
ROWS = source_rows(replies.ANSWER, "r7")


def test_opened_passage(golden: Callable[[str, str], None]) -> None:
    """An opened source names document, place, date and validity, and shows all of it with the quote in bold."""
    screen = passage_view.passage_screen(
        replies.HITS["p-d1"], replies.citation(1, replies.document(1)), FIRST, rows=ROWS
    )
    golden("telegram_passage.txt", drawn(screen))


def test_opened_passage_with_every_caution(golden: Callable[[str, str], None]) -> None:
    """Second hand, sample, unknown origin and Traditional script are each said in a sentence."""
    summary = replies.SPEECH.model_copy(update={"sample": True, "source_class": replies.CASE.source_class})
    cited = replies.citation(1, summary, "一起謀劃", secondhand=True, quote_start=110)
    screen = passage_view.passage_screen(
        replies.hit(summary, "黨建工作要同業務工作一起謀劃。"), cited, FIRST, rows=ROWS
    )
    golden("telegram_passage_cautions.txt", drawn(screen))


def bold(text: str, quote: str, quote_start: int) -> list[str]:
    cited = replies.citation(1, replies.document(1), quote, quote_start=quote_start)
    screen = passage_view.passage_screen(replies.hit(replies.document(1), text), cited, FIRST, rows=ROWS)
    return [words for tag, words in parse(screen.parts[0]).tagged if tag == "b"][1:]


def test_the_quote_is_marked_where_it_was_quoted() -> None:
    """Words that occur twice are bold only where the answer took them from."""
    screen = passage_view.passage_screen(
        replies.hit(replies.document(1), "同向发力。再说同向发力。"),
        replies.citation(1, replies.document(1), "同向发力", quote_start=107),
        FIRST,
        rows=ROWS,
    )
    assert "同向发力。再说<b>同向发力</b>。" in screen.parts[0]


def test_a_quote_that_moved_is_found_again() -> None:
    """When the document was ingested anew, the quoted words are bold where they stand now."""
    assert bold("前言。同向发力。", "同向发力", 999) == ["同向发力"]


def test_a_quote_that_is_gone_marks_nothing() -> None:
    """Words that the passage no longer has are not looked for in others."""
    assert bold("全文已经改写。", "同向发力", 100) == []


def test_a_long_passage_is_turned_page_by_page() -> None:
    """A passage beyond one message is shown whole, over pages; the reply's buttons stay on each."""
    text = "".join(f"第{number}句写明一项措施。" for number in range(1000))
    hit, shown = replies.hit(replies.document(1), text), ""
    for page in (1, 2, 3):
        screen = passage_view.passage_screen(hit, None, FIRST._replace(page=page), rows=ROWS)
        shown += check(screen.parts[0]).text.split("\n\n", 1)[1]
        assert screen.rows[0] == ROWS[0]
        assert screen.rows[-1][-1].label == "返回"
    assert shown == text
    assert [button.label for button in screen.rows[1]] == ["上一页（2/3）"]


@settings(max_examples=30)
@given(st.integers(min_value=0, max_value=999), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=3000))
def test_any_page_of_any_passage_is_sendable(page: int, title: str) -> None:
    """A forged page number or an absurd title never gives a message that Telegram refuses."""
    summary = replies.document(1, title=title, issuer=title)
    hit = replies.hit(summary, "正文<&>" * 1500, locator=title)
    (part,) = passage_view.passage_screen(hit, None, FIRST._replace(page=page), rows=ROWS).parts
    assert check(part).text


def test_a_recognised_source_has_the_button_of_its_page() -> None:
    """看原页 stands under what was read from a picture on a known page, and under nothing else."""
    hit = replies.HITS["p-d1"]
    for page, recognised, offered in ((3, True, True), (3, False, False), (None, True, False)):
        source = hit.source.model_copy(update={"page": page, "recognised": recognised})
        screen = passage_view.passage_screen(hit.model_copy(update={"source": source}), None, FIRST, rows=ROWS)
        labels = [button.label for row in screen.rows for button in row]
        assert ("看原页" in labels) is offered
        assert ("据图像识别，请核对原件。" in screen.parts[0]) is recognised
        assert ("第3页" in screen.parts[0]) is (page == 3)
