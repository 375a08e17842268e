"""Tests of follow-up questions."""

from __future__ import annotations

import pytest

from knowledge.conversation import standalone_question

FIRST = "国企怎么推动党建和业务融合"


@pytest.mark.parametrize(
    ("question", "standalone"),
    [
        pytest.param("那医院呢？", "医院怎么推动党建和业务融合", id="another_kind_of_unit"),
        pytest.param("公立医院呢", "公立医院怎么推动党建和业务融合", id="without_那"),
        pytest.param("考核呢？", "考核：国企怎么推动党建和业务融合", id="an_aspect"),
        pytest.param("三会一课是什么", "三会一课是什么", id="a_new_question"),
    ],
)
def test_a_follow_up_stands_alone(question: str, standalone: str) -> None:
    """A follow-up is searched with what it leaves unsaid; a whole question is left alone."""
    assert standalone_question(question, FIRST) == standalone


def test_without_a_question_before_it_nothing_is_added() -> None:
    """The first question of a conversation is taken as it is."""
    assert standalone_question("那医院呢？", None) == "那医院呢？"
