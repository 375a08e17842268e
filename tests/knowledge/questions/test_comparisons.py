"""Tests of questions that compare."""

from __future__ import annotations

import pytest

from knowledge.questions.comparisons import compared


@pytest.mark.parametrize(
    ("question", "pair"),
    [
        ("党组和机关党委有什么区别？", ("党组", "机关党委")),
        ("“甲同”和“乙同”能混用吗", ("甲同", "乙同")),
        ("青澜市和云溪市的四个融合一样吗", ("青澜市的四个融合", "云溪市的四个融合")),
        ("党纪处分跟政务处分有啥不同", ("党纪处分", "政务处分")),
        ("医院怎么把党建和业务结合起来", None),
        ("党组织关系怎么转", None),
    ],
)
def test_what_is_compared_is_named(question: str, pair: tuple[str, str] | None) -> None:
    """Both sides are known by themselves; a question that only joins two things compares nothing."""
    assert compared(question) == pair
