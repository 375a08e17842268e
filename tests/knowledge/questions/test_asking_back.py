"""Tests of questions that need another before them."""

from __future__ import annotations

import pytest

from knowledge.answers import Clarify, Notice
from knowledge.questions.asking_back import asked_back
from knowledge.questions.conversation import goes_on_from_it, understood
from knowledge.questions.summaries import points_wanted
from knowledge.questions.turns import Turn

BEFORE = Turn(standalone="水厂怎么推动党建和业务融合")


@pytest.mark.parametrize("question", ["那医院呢？", "效果怎么样", "有没有反面例子"])
def test_in_a_fresh_conversation_the_matter_is_asked_for(question: str) -> None:
    """What names no matter is not guessed at: whole questions are offered."""
    reply = asked_back(question)
    assert isinstance(reply, Clarify)
    assert len(reply.candidates) > 1


def test_there_is_nothing_to_sum_up_before_an_answer() -> None:
    """A summary of nothing is a notice; a whole question stands by itself."""
    assert isinstance(asked_back("总结成三点"), Notice)
    assert asked_back("水厂党建融合有什么成效") is None


@pytest.mark.parametrize("question", ["效果怎么样", "有没有反面例子", "有哪些问题？"])
def test_one_side_is_asked_of_the_matter_before(question: str) -> None:
    """Results and faults are left as they are asked: the judge reads them together with the question before."""
    assert understood(question, BEFORE) == question
    assert not goes_on_from_it(question)


def test_a_summary_is_of_the_question_before() -> None:
    """总结成两点 goes on from the question before it and asks nothing of its own."""
    assert points_wanted("帮我总结成两点吧") == 2
    assert points_wanted("总结一下党建工作") is None
    assert understood("总结成两点", BEFORE) == "总结成两点"
    assert goes_on_from_it("总结成两点")
