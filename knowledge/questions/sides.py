"""Questions with several sides: things that are compared, and several questions in one. Each is looked up by itself."""

from __future__ import annotations

import re
from typing import NamedTuple

MOST = 5
"""Sides that are answered one by one; who asks more is better served by asking again."""

SHORTEST = 4
"""Characters of a clause that asks something."""

_COMPARES = re.compile(
    r"区别|不同|差别|差异|异同|不一样|一样吗|一样么|相同|是不是一样|是否一样|一致吗|一回事|混用|通用|对比|比较|相比|比起来|分别|各自|各是|各有|各怎么|都怎么|谁更|哪个更"
)
_JOINS = r"(?:和|与|跟|同|以及|还有|、|比起?)"
_PAIR = re.compile(
    rf"(?P<one>[^，。；？?,;和与跟、]{{2,18}}){_JOINS}(?P<other>[^，。；？?,;和与跟、]{{2,18}}?)"
    r"(?=用起来|做起来|干起来|之间|两者|二者|两家|两地|两边|两个|相比|比较|对比|分别|各|都|有|是|在|对|怎|哪|谁|能|可以|的(?:区别|不同|差别|做法|规定|要求|异同)|$|[，。；？?,;])"
)
_LEADS = re.compile(r"^(?:请问|想问|问一下|帮我|麻烦|给我|比较一?下|对比一?下|比一?比|说说|看看|讲讲|那么?|把|关于)+")
_CUES = re.compile(
    r"(?:之间|两者|二者|两家|两地|两边|相比|比起来)?的?(?:用起来|做起来)?(?:上)?(?:有|是)?(?:没有|什么|啥|何|哪些|哪里|哪儿|不是|否)?的?"
    r"(?:区别|不同|差别|差异|异同|不一样|一样|相同|一致|一回事|混用|通用)(?:在哪里?|是什么|有哪些|的地方)?[吗呢么]?|分别|各自|各(?=是|有|怎)"
)
_ASKS = re.compile(
    r"几|多少|多久|多长|多大|谁|何时|哪|什么|啥|怎么|咋|如何|怎样|能不能|能否|可不可以|有没有|是否|是不是|要不要|用不用|算不算|为何|吗$|呢$|么$"
)
_ENDS = re.compile(r"[，,；;？?。]+")


class Side(NamedTuple):
    """A side by the words that name it, and what is looked up."""

    heading: str
    question: str


def sides_of(question: str) -> tuple[Side, ...]:
    """Return the sides of a question, or nothing where it has one.

    Example:
        党组和机关党委有什么区别 -> 党组是什么, 机关党委是什么
        入党要几个介绍人？预备期多长？ -> 入党要几个介绍人, 入党要几个介绍人？预备期多长
    """
    return _compared(question.strip()) or _asked_together(question.strip())


def _compared(question: str) -> tuple[Side, ...]:
    pair = _PAIR.search(question) if _COMPARES.search(question) else None
    if pair is None:
        return ()
    one, other = (_CUES.sub("", _LEADS.sub("", pair[name])) for name in ("one", "other"))
    before = _LEADS.sub("", question[: pair.start()]).lstrip("，,；; ")
    if "的" in other and "的" not in one:
        one += other[other.index("的") :]
    rest = _CUES.sub("", question[pair.end() :]).strip("？?。吗呢 ")
    headings = [name.strip("“”《》") for name in (one, other)]
    if headings[0] == headings[1] or min(map(len, headings)) < 2:  # noqa: PLR2004
        return ()
    asked = rest or ("" if before else "是什么")
    return tuple(
        Side(f"“{heading}”", f"{before}{name}{asked}") for heading, name in zip(headings, (one, other), strict=True)
    )


def _asked_together(question: str) -> tuple[Side, ...]:
    """Return the clauses that each ask something; a later one with the first before it, whose subject it may share."""
    clauses = [clause.strip() for clause in _ENDS.split(question) if clause.strip()]
    if not 1 < len(clauses) <= MOST or not all(_ASKS.search(one) and len(one) >= SHORTEST for one in clauses):
        return ()
    first, *rest = clauses
    return (Side(first, first), *(Side(each, f"{first}？{each}") for each in rest))
