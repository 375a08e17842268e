"""Tests of the figure that a question asks for."""

from __future__ import annotations

import re

import pytest

from knowledge.questions.figures import figure_asked_for


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("年休假；天数", "年休假15天"),
        ("专职人员；比例", "占总数的1%"),
        ("事故报告的时限", "应当立即报告"),
        ("罢免要多少人联名", "五分之一以上村民联名"),
    ],
)
def test_a_figure_named_last_is_asked_for(question: str, said: str) -> None:
    """Keywords that end with 天数 or 比例 ask for one; a share of people is so many people."""
    figure = figure_asked_for(question)
    assert figure is not None
    assert re.search(figure, said)


def test_how_often_is_no_length_of_time() -> None:
    """多久开一次 is answered by how often, not by a term of office."""
    figure = figure_asked_for("支部多久开一次会")
    assert figure is not None
    assert re.search(figure, "每季度至少召开一次党员大会")
    assert re.search(figure, "每五年举行一次")
    assert re.search(figure, "每届任期一般为3年") is None


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        ("每季度至少召开一次党员大会", True),
        ("任期为3年", True),
        ("应当在15日内答复", True),
        ("预备期满6个月", True),
        ("本办法自2022年6月1日起施行", False),
    ],
)
def test_a_day_is_no_length_of_time(said: str, *, answers: bool) -> None:
    """多久 is answered by a length or a frequency, never by a date alone."""
    figure = figure_asked_for("信访件多久答复")
    assert figure is not None
    assert (re.search(figure, said) is not None) is answers
