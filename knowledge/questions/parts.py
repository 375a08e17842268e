"""Several questions in one: each is looked up by itself."""

from __future__ import annotations

import re

from knowledge.questions.conversation import subject
from knowledge.questions.queries import names_its_matter, parse_query
from knowledge.tokens import fold

_ASKS = re.compile(
    r"几|多少|多久|多长|多大|谁|什么时候|何时|哪[个些一]|是什么|什么是|叫什么|能不能|可不可以|有没有|吗$|是否"
)
_WAY = re.compile(r"怎么|如何|怎样|做法|办法")
MOST = 5
"""Parts that are answered one by one; who asks more is better served by asking again."""


def parts_of(question: str) -> tuple[str, ...]:
    """Return the questions that one question is made of, each so that it stands alone; nothing when it is only one.

    What asks for a way of doing things is one question, however many clauses it has.

    Example:
        入党要几个介绍人，预备期多长，谁批准？ -> 入党要几个介绍人, 预备期多长, 入党谁批准
    """
    clauses = [clause.strip() for clause in re.split(r"[，,；;？?。]", fold(question)) if clause.strip()]
    if not 1 < len(clauses) <= MOST or _WAY.search(question) or not all(_ASKS.search(clause) for clause in clauses):
        return ()
    first, *rest = clauses
    about = parse_query(first).subject or subject(first)
    return (first, *(each if names_its_matter(each) else f"{about}{each}" for each in rest))
