"""Tests of long questions with a clause that asks."""

from __future__ import annotations

import pytest
from knowledge.questions.asking_clauses import asking_clause


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("党建业务两张皮到底怎么破啊，领导天天催，支部人少事多", "党建业务两张皮到底怎么破啊"),
        ("医院党建和业务怎么融 医生都忙", "医院党建和业务怎么融"),
        ("我在北京，社区党建怎么解决停车难", None),
        ("社区党建怎么解决停车难", None),
        ("年休假；二十年以上；天数", None),
    ],
)
def test_what_is_told_beside_a_question_can_be_left_out(question: str, clause: str | None) -> None:
    """The clause that asks and names its matter stands by itself, unless a place is named in another."""
    assert asking_clause(question) == clause
