"""Tests of what makes a sentence the sort of answer that is asked for."""

from __future__ import annotations

import pytest

from knowledge.questions.queries import parse_query
from knowledge.writing.fitness import fitness


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("机关党组织能不能领导业务工作", "机关党组织不领导本单位的业务工作。", "机关党组织领导党员学习。"),
        ("预备党员有没有表决权", "预备党员没有表决权。", "预备党员要学习。"),
        ("机关党建的核心是什么", "机关党建的核心是服务中心。", "要围绕核心任务抓党建。"),
        ("国企有没有现成的机制", "总结形成“三联三促”工作机制。", "国企的机制比较多样。"),
        ("为什么党建和业务融不到一起", "由于考核分开，两者脱节。", "党建和业务要融合。"),
    ],
)
def test_the_sort_of_answer_counts(question: str, better: str, worse: str) -> None:
    """A permission, a definition, a named practice or a reason is worth more where it is asked for, and only there."""
    query = parse_query(question)
    assert fitness(query, better) > fitness(query, worse)
    assert fitness(parse_query("支部年度安排"), better) == 0
