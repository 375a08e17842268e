"""Questions that name one side of a matter and no matter: 效果怎么样, 有没有反面例子; of what was asked before."""

from __future__ import annotations

import re

from knowledge.questions.queries import parse_query
from knowledge.questions.roles import Role, role_asked, without_role
from knowledge.tokens import fold

LONGEST = 16
"""Characters of such a question."""

_ASKED = {Role.RESULT: "有什么成效", Role.SCORE: "怎么打分", Role.FAULT: "存在哪些问题", Role.CAUSE: "的原因是什么"}
_POINTS_BACK = re.compile(
    r"^(?:那么?|它们?|其|这样|这么|这些|那些|上面|以上|这个|那个|具体|实际|现实中?|工作中|实践中)*(?:做|做法|办法|机制|措施|经验)?的?"
)
_SIDE = frozenset(("问题", "不足", "短板", "困难", "教训", "毛病", "误区", "偏差"))
_ASKS_HOW = re.compile("怎么样?|怎样|如何|咋")


def side_alone(question: str) -> Role | None:
    """Return the role that a short question asks for and names nothing besides; None for any other."""
    asked = fold(question).strip("?。!, ")
    role = role_asked(asked) if len(asked) <= LONGEST else None
    rest = _POINTS_BACK.sub("", without_role(asked, role))
    return role if not [word for word in parse_query(rest).content if word not in _SIDE] else None


def side_of(question: str, about: str) -> str | None:
    """Return a question on one side of a matter with the matter, or None where it is no such question.

    Args:
        question: As it was asked.
        about: What the question before it is about.

    Example:
        有没有反面例子, 国企怎么推动党建和业务融合 -> 国企推动党建和业务融合存在哪些问题
    """
    role = side_alone(question)
    return f"{without_role(_ASKS_HOW.sub('', about), role_asked(about))}{_ASKED[role]}" if role else None
