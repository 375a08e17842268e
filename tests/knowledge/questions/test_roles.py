"""Tests of what part an answer has to play."""

from __future__ import annotations

import pytest

from knowledge.questions.queries import parse_query
from knowledge.questions.roles import Role, plays, role_asked, without_role


@pytest.mark.parametrize(
    ("question", "role", "about"),
    [
        ("窗口办流动党课有什么成效", Role.RESULT, "窗口办流动党课"),
        ("第三车间的包保制取得了什么效果？", Role.RESULT, "第三车间的包保制  ?"),
        ("融合考核怎么打分", Role.SCORE, "融合考核"),
        ("机关党建存在哪些问题", Role.FAULT, "机关党建 问题"),
        ("怎么发挥党员作用", None, "怎么发挥党员作用"),
    ],
)
def test_words_that_ask_for_a_role_are_not_what_a_question_is_about(
    question: str, role: Role | None, about: str
) -> None:
    """有什么成效 asks for results; what is left names the matter."""
    assert role_asked(question) is role
    assert without_role(question, role).split() == about.split()
    assert not {"成效", "效果", "取得", "打分"} & set(parse_query(question).content)


@pytest.mark.parametrize(
    ("role", "said", "is_played"),
    [
        (Role.RESULT, "办理时间由26分钟压缩到17分钟。", True),
        (Role.RESULT, "每月12日固定开课。", False),
        (Role.SCORE, "(二)难题攻关,占50分;", True),
        (Role.SCORE, "用时30分钟。", False),
        (Role.FAULT, "党建和业务脱节,流于形式。", True),
    ],
)
def test_a_sentence_shows_the_role_it_plays(role: Role, said: str, is_played: bool) -> None:  # noqa: FBT001
    """A change that is measured is a result; a time of 30 minutes is no mark."""
    assert plays(role, said) is is_played
