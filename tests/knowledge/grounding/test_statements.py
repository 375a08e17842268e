"""Tests of what can stand alone in an answer."""

from __future__ import annotations

import pytest

from knowledge.documents import Heading
from knowledge.grounding.statements import reading_of, statements_of
from tests.builders import document, passage, summary


def readings(text: str, **fields: object) -> list[str]:
    whole = document(text, **fields)
    return [one.reading for one in statements_of(passage(whole), summary(whole), whole)]


def test_a_statement_is_a_whole_sentence_of_the_source() -> None:
    """What is quoted stands in the document where it says, to the character."""
    whole = document("各支部每月学习一次业务政策。学习之后要议一件实事。")
    for one in statements_of(passage(whole), summary(whole), whole):
        assert whole.text[one.start : one.end] == one.quote


def test_headings_say_nothing_by_themselves() -> None:
    """A heading is not quoted as an answer."""
    heading = "一、把支部建在项目组上"
    text = f"{heading}\n每个项目组设一名党员联络员，负责按周通报进度。"
    outline = (Heading(level=1, heading=heading, start=0, end=len(heading)),)
    assert readings(text, outline=outline) == ["每个项目组设一名党员联络员，负责按周通报进度。"]


def test_a_short_lead_takes_the_next_sentence_along() -> None:
    """一是建台账。 alone tells the reader nothing."""
    assert readings("一是建台账。党委每季度对照台账检查一次。") == ["建台账。党委每季度对照台账检查一次。"]


def test_garbled_sentences_are_never_quoted() -> None:
    """A sentence with unreadable characters is left out, its neighbours are not."""
    text = "第一句话完整可读可以引用。第二句話?shù)木駝恿Α无法辨认的。第三句话同样完整可以引用。"
    garbled = ((text.index("?"), text.index("?") + 10),)
    assert readings(text, garbled=garbled) == ["第一句话完整可读可以引用。", "第三句话同样完整可以引用。"]


def test_an_item_that_goes_on_in_the_next_line_stays_in_its_list() -> None:
    """A broken item (一) is no end of the list: what follows would say something without its lead."""
    text = "第四条 下列场合应当奏唱队歌：\n（一）各级代表大会的开幕；\n各级委员会会议的闭幕；\n（二）升旗仪式。"
    whole = document(text, kind="regulation")
    article = passage(whole).model_copy(update={"locator": "第四条"})
    (one,) = statements_of(article, summary(whole), whole)
    assert one.quote == text


def test_what_follows_a_garbled_place_is_quoted_from_the_next_clause() -> None:
    """A sentence with a few unreadable characters at its beginning is not lost, and shows that it was cut."""
    end = "各党支部在防汛一线成立临时党组织，组建党员突击队，并在每晚八点前报告当天的情况。"
    text = f"激发木駝恿Α7e极探索，{end}"
    whole = document(text, garbled=((2, 9),))
    (one,) = statements_of(passage(whole), summary(whole), whole)
    assert (one.quote, one.reading) == (end, f"……{end}")


def test_questions_and_announcements_are_left_out() -> None:
    """What asks or only announces does not answer."""
    assert readings("党建和业务怎样才能真正融合起来？主要抓好以下几个方面的工作：") == []


def test_the_reading_is_simplified_and_without_its_list_marker() -> None:
    """People read Simplified; the marker made sense only in the list it came from."""
    assert reading_of("（二）堅持黨建工作與業務工作同部署。") == "坚持党建工作与业务工作同部署。"


def test_a_year_is_no_list_marker() -> None:
    """A sentence that begins with a date keeps it."""
    assert reading_of("2023.5%的项目由党员领办。") == "2023.5%的项目由党员领办。"


def test_a_reference_of_the_source_is_no_marker_of_ours() -> None:
    """[1] in a source refers to its own literature, and must not look like a citation."""
    assert (
        reading_of("这一做法见有关研究[1]，已推广到各车间[12]。") == "这一做法见有关研究〔1〕，已推广到各车间〔12〕。"
    )


@pytest.mark.parametrize(
    ("quote", "reading"),
    [
        ("支部牵头,党员带头;每月一次!", "支部牵头，党员带头；每月一次！"),
        ("会议明确:“一岗双责”,逐项落实.", "会议明确：“一岗双责”，逐项落实."),
        ("9:30开会,比例为1:5,共1,200人。", "9:30开会，比例为1:5,共1,200人。"),
    ],
)
def test_marks_of_half_width_are_read_as_what_they_stand_for(quote: str, reading: str) -> None:
    """Between Chinese characters they are slips of typing; in times, shares and figures they are not."""
    assert reading_of(quote) == reading
