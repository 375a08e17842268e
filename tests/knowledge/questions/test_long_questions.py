"""Tests of finding the question in a long text."""

from __future__ import annotations

from knowledge.questions.long_questions import condensed

PASTED = "支部按月召开联席会，研究了重点工作。" * 100


def test_the_sentence_that_asks_is_taken() -> None:
    """Of five thousand characters the last question is what is looked for."""
    assert condensed(PASTED + "请问支部能不能决定业务工作？") == "请问支部能不能决定业务工作？"


def test_a_text_without_a_question_and_a_short_one_stay() -> None:
    """Nothing is guessed."""
    assert condensed(PASTED) == PASTED
    assert condensed("支部能决定业务吗") == "支部能决定业务吗"
