"""Tests of asking whether a practice can be carried over."""

from __future__ import annotations

import pytest

from knowledge.questions.carrying import carried_over


@pytest.mark.parametrize(
    ("question", "source", "target", "matter"),
    [
        ("国企的做法医院能照搬吗", "国企", "医院", ""),
        ("高校能借鉴医院考核的做法吗", "医院", "高校", "考核"),
        ("能不能把国企的经验用到高校", "国企", "高校", ""),
    ],
)
def test_whose_practice_is_wanted_by_whom(question: str, source: str, target: str, matter: str) -> None:
    """The unit whose practice it is, the one that asks for it, and what it is about are told apart."""
    carried = carried_over(question)
    assert carried is not None
    assert (carried.source, carried.target, carried.matter) == (source, target, matter)
    assert all(unit in heading for unit, heading in zip((source, target), carried.asked, strict=True))


@pytest.mark.parametrize("question", ["医院怎么把党建和业务结合起来", "给我五个医院的做法", "有没有可以借鉴的做法"])
def test_other_questions_on_practices_are_left_alone(question: str) -> None:
    """Without two kinds of unit there is nothing to carry over."""
    assert carried_over(question) is None
