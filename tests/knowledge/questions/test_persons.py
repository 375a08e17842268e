"""Tests of questions on somebody's case."""

from __future__ import annotations

import pytest

from knowledge.questions.persons import NO_CASE, without_the_person


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("给张三什么处分合适", NO_CASE),
        ("对这名党员怎么处分", NO_CASE),
        ("小王上班打牌要怎么处理", "上班打牌要怎么处理"),
        ("张三酒驾，给他什么处分合适", "酒驾,什么处分合适"),
        ("我们单位有个党员打牌会受什么处分", "打牌会受什么处分"),
        ("高校党委怎么处理两张皮", None),
        ("白天上班打牌给什么处分", None),
        ("老干部违纪怎么处理", None),
        ("公务员打牌会受什么处分", None),
    ],
)
def test_a_case_becomes_a_question_on_the_rules(question: str, meant: str | None) -> None:
    """Whom it is about is left out; words that only begin like a name are none."""
    assert without_the_person(question) == meant
