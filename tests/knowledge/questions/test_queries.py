"""Tests of taking a question apart."""

from __future__ import annotations

import re

import pytest

from knowledge.questions.queries import parse_query


def test_question_words_carry_no_content() -> None:
    """怎么, 哪些 and 是什么 are nothing that an answer must be about."""
    assert parse_query("国企怎么推动党建和业务融合？有哪些做法").content == ("国企", "党建", "业务", "融合")


def test_a_name_made_of_counts_is_content() -> None:
    """一周一题 is nothing but counts to the dictionary, all that the question is about; 一年一次 is a mere count."""
    assert parse_query("我们的“一周一题”是怎么做的").content == ("一周一题",)
    assert parse_query("一年一次的民主评议怎么开展").content == ("民主评议",)
    assert parse_query("三会一课多久开一次").content == ("三会一课",)


def test_synonyms_are_searched_too() -> None:
    """Who asks about 国企 finds 国有企业."""
    assert {"国企", "国有企业"} <= set(parse_query("国企怎么抓党建").words)


def test_only_the_longest_word_counts_as_content() -> None:
    """The parts of a long word are searched for, but not asked for."""
    query = parse_query("个人所得税起征点是多少")
    assert query.content == ("个人所得税", "起征点")
    assert "所得税" in query.words


@pytest.mark.parametrize(
    ("question", "specifics"),
    [
        pytest.param("上海市委组织部2024年印发了几条措施", ("上海", "2024"), id="place_and_year"),
        pytest.param("“第一议题”怎么落实", ("第一议题",), id="quoted"),
        pytest.param("《公务员法》怎么规定辞职", ("公务员法",), id="title"),
        pytest.param("党章第三十三条怎么说", ("第33条",), id="article"),
    ],
)
def test_places_numbers_and_quotations_are_specific(question: str, specifics: tuple[str, ...]) -> None:
    """What a question names exactly, its answer must have."""
    assert parse_query(question).specifics == specifics


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("四融四促是什么", "四融四促"),
        ("什么是“考比拉”？", "考比拉"),
        ("两张皮指的是什么意思", "两张皮"),
        ("国企怎么抓党建", None),
    ],
)
def test_a_request_to_explain_names_its_subject(question: str, subject: str | None) -> None:
    """What is asked to be explained is known, in the ways that people ask it."""
    assert parse_query(question).subject == subject


def test_a_traditional_question_is_the_simplified_one() -> None:
    """Script makes no difference to what is asked."""
    assert parse_query("國企怎麼推動黨建").content == parse_query("国企怎么推动党建").content


@pytest.mark.parametrize(
    ("question", "answering", "not_answering"),
    [
        pytest.param("起征点是多少", "标准为每月5000元。", "依照第25条和2018年的规定执行。", id="an_amount"),
        pytest.param("党支部几个人能成立", "正式党员3人以上的成立党支部。", "共有9个党支部。", id="people"),
        pytest.param("有多少名党员", "现有党员90余名。", "现有90个支部。", id="counted_in_名"),
        pytest.param("党小组会多久开一次", "每月召开一次。", "按时召开会议。", id="how_often"),
    ],
)
def test_a_figure_asked_for_is_recognised(question: str, answering: str, not_answering: str) -> None:
    """What counts as the figure: an amount is no article and no year, people are not counted in 个."""
    figure = parse_query(question).figure
    assert figure is not None
    assert re.search(figure, answering)
    assert not re.search(figure, not_answering)
