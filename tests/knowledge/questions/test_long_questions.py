"""Tests of finding the question in a long text."""

from __future__ import annotations

import pytest

from knowledge.questions.long_questions import condensed

PASTED = "支部按月召开联席会，研究了重点工作。" * 100


def test_the_sentence_that_asks_is_taken() -> None:
    """Of five thousand characters the last question is what is looked for."""
    assert condensed(PASTED + "请问支部能不能决定业务工作？") == "请问支部能不能决定业务工作？"


def test_a_text_without_a_question_and_a_short_one_stay() -> None:
    """Nothing is guessed."""
    assert condensed(PASTED) == PASTED
    assert condensed("支部能决定业务吗") == "支部能决定业务吗"


def test_a_cut_sentence_before_the_question_is_no_part_of_it() -> None:
    """What was pasted may break off anywhere."""
    assert condensed(PASTED + "建立健全责请问支部能不能决定业务工作？") == "请问支部能不能决定业务工作？"


@pytest.mark.parametrize(
    "question",
    [
        "我叫张三，身份证110101199003078515，电话13800138000，预备期多长",
        "预备期多长，13800138000",
        "预备\x00期\x1b[31m多长",
    ],
)
def test_who_asks_is_not_looked_up(question: str) -> None:
    """Names, numbers of persons and control characters are no part of what is looked for."""
    assert condensed(question).strip("，") == "预备期多长"


@pytest.mark.parametrize("question", ["融合10条的第七条写了什么", "2023年以后的案例", "我是机关党委书记要抓哪些工作"])
def test_other_numbers_and_roles_stay(question: str) -> None:
    """Years, numbers in names and what somebody is are asked about."""
    assert condensed(question) == question
