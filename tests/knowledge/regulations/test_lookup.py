from __future__ import annotations

import pytest

from knowledge.regulations.findings import Finding
from knowledge.regulations.lookup import Asked
from tests.rule_texts import ANYBODY, DITCH, NEW, OLD, lookup

RULES = lookup(OLD, NEW, DITCH)
NAME = "示例市河道管理办法"


def find(text: str, asked: Asked = ANYBODY) -> Finding:
    return RULES.find(text, asked)


def text_of(reference: str) -> str:
    finding = find(reference)
    assert finding.outcome == "found", finding.reason
    (match,) = finding.matches
    return match.text


def test_exactly_what_was_asked() -> None:
    """An article comes whole, a 款 with its items, an item alone with the words that announce it beside it."""
    assert text_of(f"{NAME}第二条").count("\n") == 2
    assert text_of(f"{NAME}第2条第2款") == "河道包括湖泊和沟渠。"
    assert text_of(f"{NAME}第三条第二款").endswith("（二）河道专管员。")
    assert text_of(f"{NAME}第三条第一款第（二）项") == "（二）记录发现的问题；"
    (match,) = find(f"{NAME}第三条第一款第2项").matches
    assert match.lead == "河长履行下列职责："


def test_the_card() -> None:
    """A provision tells its chapter and its neighbours."""
    (match,) = find(f"{NAME}第三条").matches
    assert match.article.path == ("第二章 职 责",)
    assert (match.before, match.after) == ("第二条", "第三条之一")
    assert text_of(f"{NAME}第三条之一") == "第三条之一 河长的名单应当公布。"
    assert text_of(f"{NAME}最后一条").startswith("第四条")


def test_an_item_of_several_lists_is_a_choice() -> None:
    """第一项 of an article with two lists is asked back; the third item exists in one of them only."""
    finding = find(f"{NAME}第三条第一项")
    assert finding.outcome == "clarify"
    assert [candidate.partition("第三条")[2] for candidate in finding.candidates] == ["第一款第一项", "第二款第一项"]


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("第〇条", "没有第零条"),
        ("第9999条", "没有第九千九百九十九条"),
        ("第二条第四款", "没有第四款"),
        ("第二条第一项", "没有第一项"),
        ("第三条第一款第九项", "没有第九项"),
        ("第九章", "没有第九章"),
        ("第十十条", "不是一个数"),
    ],
)
def test_which_part_is_missing(reference: str, said: str) -> None:
    """A held instrument without the place says which part it lacks."""
    finding = find(f"{NAME}{reference}")
    assert finding.outcome == "not_found"
    assert said in (finding.reason or "")


@pytest.mark.parametrize(
    ("reference", "outcome"),
    [
        ("支部工作条例第十条", "not_held"),
        ("飞天管理条例第三条", "not_found"),
        ("第三条", "clarify"),
        ("", "not_found"),
        ("😀", "not_found"),
        ('"*NEAR% OR 1=1', "not_found"),
        ("法" * 200, "not_found"),
        ("示办发〔2019〕5号", "not_held"),
    ],
)
def test_what_is_not_there(reference: str, outcome: str) -> None:
    """Unknown, not held and impossible references get a plain sentence and no text."""
    finding = find(reference)
    assert (finding.outcome, finding.matches) == (outcome, ())
    assert (finding.reason or "").endswith("。")


def test_versions() -> None:
    """The newest text answers; an older one only when a year, the old version or a day asks for it."""
    assert find(f"{NAME}第三条").matches[0].document is NEW
    for finding in (
        find(f"旧{NAME}第三条"),
        find(f"2020年的{NAME}第三条"),
        find(f"{NAME}第三条", ANYBODY._replace(as_of="2021-01-01")),
    ):
        assert finding.matches[0].document is OLD
        assert finding.matches[0].standing.successor is not None
    assert find(f"2005年的{NAME}第三条").outcome == "not_held"


def test_a_year_or_an_old_word_in_a_title_is_no_version() -> None:
    """老旧小区 and 2004年 inside a title belong to the name."""
    for title in ("老旧小区改造办法", "修正案2004年"):
        named = NEW.model_copy(update={"title": title})
        assert lookup(named).find(f"请问{title}第一条", ANYBODY).outcome == "found"


def test_by_number_and_by_conversation() -> None:
    """A 文号 names its text; 第三条 alone and 该办法 belong to the instrument of the question before."""
    assert find("示水发[2020]7号第一条").matches[0].document is OLD
    asked = ANYBODY._replace(previous=f"{NAME}第二条")
    for text in ("第一条", "那该办法第一条呢"):
        assert find(text, asked).matches[0].document is NEW


def test_chapters_topics_and_several() -> None:
    """A chapter gives its articles, a topic the article that opens with it, and several references all of theirs."""
    assert len(find(f"{NAME}第二章").matches) == 3
    assert find(f"{NAME}关于河长职责").matches[0].article.heading == "第三条"
    several = find(f"{NAME}第一条、第二条和示例市沟渠管理规定第二条")
    assert [match.article.heading for match in several.matches] == ["第一条", "第二条", "第二条"]


def test_words_of_an_instrument_that_is_not_held() -> None:
    """What another text repeats word for word is shown as repeated there, and the instrument as not held."""
    quoting = "《中国共产党支部工作条例（试行）》第三条规定：“党支部工作应当围绕中心任务开展好各项活动。”我们照办。"
    finding = lookup(NEW, quoting=quoting).find("支部工作条例第三条", ANYBODY)
    assert finding.outcome == "not_held"
    (match,) = finding.matches
    assert match.secondhand
    assert match.text == "党支部工作应当围绕中心任务开展好各项活动。"
    assert match.title == "中国共产党支部工作条例（试行）"
    assert lookup(NEW, quoting=quoting).find("支部工作条例第四条", ANYBODY).matches == ()


def test_only_what_is_held_is_offered() -> None:
    """A short name that may mean several offers those held; another that is known is named as not held."""
    named = NEW.model_copy(update={"title": "青澜市机关事务条例"})
    finding = lookup(named).find("机关条例第三条", ANYBODY)
    assert (finding.outcome, finding.candidates) == ("clarify", ("青澜市机关事务条例",))
    assert "库内未收录的《" in (finding.reason or "")


def test_beside_what_is_not_held_its_like_is_offered() -> None:
    """组织工作条例 is a title of its own; what is held with these words in its name is offered, never given."""
    named = NEW.model_copy(update={"title": "青澜市机关组织工作条例"})
    finding = lookup(named).find("组织工作条例12条", ANYBODY)
    assert (finding.outcome, finding.matches) == ("not_held", ())
    assert finding.candidates == ("青澜市机关组织工作条例",)
