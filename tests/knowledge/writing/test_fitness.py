"""Tests of what makes a sentence the sort of answer that is asked for."""

from __future__ import annotations

import pytest
from knowledge.writing.fitness import asks_for_sorts, fitness, has_one_answer, lists, says_no_to_it

from knowledge.questions.queries import parse_query


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("机关党组织能不能领导业务工作", "机关党组织不领导本单位的业务工作。", "机关党组织领导党员学习。"),
        ("预备党员有没有表决权", "预备党员没有表决权。", "预备党员要学习。"),
        ("机关党建的核心是什么", "机关党建的核心是服务中心。", "要围绕核心任务抓党建。"),
        ("国企有没有现成的机制", "总结形成“三联三促”工作机制。", "国企的机制比较多样。"),
        ("怎么解决两张皮", "建立整改机制，逐项销号。", "长期以来，两张皮是个老大难问题。"),
        ("怎么学先进", "组织党员到现场学习。", "向先进支部学习！"),
        ("为什么党建和业务融不到一起", "由于考核分开，两者脱节。", "党建和业务要融合。"),
    ],
)
def test_the_sort_of_answer_counts(question: str, better: str, worse: str) -> None:
    """A permission, a definition, a named practice or a reason is worth more where it is asked for, and only there."""
    query = parse_query(question)
    assert fitness(query, better) > fitness(query, worse)
    assert fitness(parse_query("支部年度安排"), better) == 0


@pytest.mark.parametrize(
    ("question", "one"),
    [
        ("支部多久换届", True),
        ("党组能不能决定", True),
        ("三联三促是什么", True),
        ("有没有现成的机制", False),
        ("怎么考核", False),
    ],
)
def test_what_one_sentence_can_answer(question: str, *, one: bool) -> None:
    """A figure, yes or no, and what something is; ways of doing things are many."""
    assert has_one_answer(parse_query(question)) is one


@pytest.mark.parametrize(
    ("question", "said", "no"),
    [
        ("党组织能不能领导业务工作", "党组织不领导本单位的业务工作。", True),
        ("支部能管业务吗", "基层党组织不领导本单位的业务工作。", True),
        ("党组织能不能领导业务工作", "党员不做所分配的业务工作。", False),
    ],
)
def test_a_no_is_to_what_was_asked(question: str, said: str, *, no: bool) -> None:
    """不 before the verb that was asked about decides the question, also in other words; elsewhere it does not."""
    assert says_no_to_it(parse_query(question), said) is no


def test_sorts_are_answered_by_lists() -> None:
    """有哪几种 asks for a list; a sentence on one of the sorts is none."""
    assert asks_for_sorts(parse_query("纪律处分有哪几种"))
    assert not asks_for_sorts(parse_query("怎么给予处分"))
    assert lists("处分的种类为：（一）警告；（二）记过。")
    assert not lists("受到警告处分的，当年不得评优。")
