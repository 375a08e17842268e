"""The clause of a long question that asks: 领导天天催，两张皮怎么破 asks 两张皮怎么破; the rest is why it is asked."""

from __future__ import annotations

import re

from knowledge.questions.queries import parse_query

_BETWEEN = re.compile(r"[，,。；;！!？?\s]+")
_ASKS = re.compile(
    r"怎么|怎样|如何|咋|什么|啥|哪[个些一几]|几|多少|多久|多长|谁|何时|为何|能不能|可不可以|有没有|要不要|是否|[吗么]$"
)
WORDS = 2
"""Content words from which a clause says by itself what it is about."""


def asking_clause(question: str) -> str | None:
    """Return the first clause that asks and names its matter, or None where there is no shorter question in it.

    What is named exactly (a place, a year, a title) is never left out: without it another question would be answered.

    Example:
        党建业务两张皮到底怎么破啊，领导天天催，支部人少 -> 党建业务两张皮到底怎么破啊
    """
    clauses = [clause for clause in _BETWEEN.split(question.strip()) if clause]
    if len(clauses) < 2:  # noqa: PLR2004
        return None
    named = set(parse_query(question).specifics)
    for clause in clauses:
        query = parse_query(clause)
        if _ASKS.search(clause) and len(query.content) >= WORDS and named <= set(query.specifics):
            return clause
    return None
