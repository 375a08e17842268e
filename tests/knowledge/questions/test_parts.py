"""Tests of several questions in one."""

from __future__ import annotations

import pytest

from knowledge.questions.parts import parts_of


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("入党要几个介绍人，预备期多长，谁批准？", ("入党要几个介绍人", "预备期多长", "入党谁批准")),
        ("党支部几个人能成立？每届几年？", ("党支部几个人能成立", "党支部每届几年")),
        ("国企怎么推动党建和业务融合？有没有现成做法", ()),
        ("党员突击队，防汛做了什么", ()),
        ("三会一课是什么", ()),
    ],
)
def test_each_question_stands_alone(question: str, parts: tuple[str, ...]) -> None:
    """What a later part leaves unsaid comes from the first; one question is not taken apart."""
    assert parts_of(question) == parts
