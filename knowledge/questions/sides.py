"""Questions with several sides: things that are compared, and several questions in one. Each is looked up by itself."""

from __future__ import annotations

import re
from typing import NamedTuple

MOST = 4
"""Sides that are answered one by one; who asks more is better served by asking again."""

SHORTEST = 4
"""Characters of a clause that asks something."""

_COMPARES = re.compile(
    r"区别|不同|差别|差异|异同|不一样|一样吗|一样么|相同|是不是一样|是否一样|一致吗|一回事|混用|通用|对比|比较|相比|比起来|分别|各自|各是|各有|各怎么|都是|都怎么|是否一致|谁更|哪个更"
)
_JOINS = r"(?:和|与|跟|同|以及|还有|、|比起?)"
_PAIR = re.compile(
    rf"(?P<one>[^，。；？?,;和与跟、]{{2,18}}){_JOINS}(?P<other>[^，。；？?,;和与跟、]{{2,18}}?)"
    r"(?=用起来|做起来|干起来|之间|两者|二者|[两二三四几]家|[两二三四几]地|两边|[两二三四几]个|相比|比较|对比|分别|各|都|规定|有|是|在|对|怎|哪|谁|能|可以|的(?:区别|不同|差别|做法|规定|要求|异同)|$|[，。；？?,;])"
)
_LISTED = re.compile(r"(?:[^，。；？?,;和与跟、]{2,12}、)+$")
"""Names before the last two of a list."""

_LEADS = re.compile(r"^(?:请问|想问|问一下|帮我|麻烦|给我|比较一?下|对比一?下|比一?比|说说|看看|讲讲|那么?|把|关于)+")
_CUES = re.compile(
    r"(?:之间|两者|二者|两家|两地|两边|相比|比起来)?的?(?:用起来|做起来)?(?:上)?(?:有|是)?(?:没有|什么|啥|何|哪些|哪里|哪儿|不是|否)?的?"
    r"(?:区别|不同|差别|差异|异同|不一样|一样|相同|一致|一回事|混用|通用)(?:在哪里?|是什么|有哪些|的地方)?[吗呢么]?|分别|各自|各(?=是|有|怎)"
)
_ASKS = re.compile(
    r"几|多少|多久|多长|多大|谁|何时|哪|什么|啥|怎么|咋|如何|怎样|能不能|能否|可不可以|有没有|是否|是不是|要不要|用不用|算不算|为何|吗$|呢$|么$"
)
_FOR_EXAMPLES = re.compile(
    r"(?:有没有|有无|给|来|举)[^，。]{0,4}(?:做法|例子|案例|经验|办法|点子)|(?:例子|案例|做法)[呢吗有没]*$"
)
"""有没有现成做法 asks no second thing."""

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
    listed = _LISTED.search(question[: pair.start()])
    begin = listed.start() if listed else pair.start()
    names = [*(listed[0].split("、")[:-1] if listed else ()), pair["one"], pair["other"]][-MOST:]
    names = [_CUES.sub("", _LEADS.sub("", name)) for name in names]
    before = _LEADS.sub("", question[:begin]).lstrip("，,；; ")
    if "的" in names[-1] and not any("的" in name for name in names[:-1]):
        names = [*(name + names[-1][names[-1].index("的") :] for name in names[:-1]), names[-1]]
    rest = _CUES.sub("", question[pair.end() :]).strip("？?。吗呢 ")
    headings = [name.strip("“”《》") for name in names]
    if len(set(headings)) < len(headings) or min(map(len, headings)) < 2:  # noqa: PLR2004
        return ()
    asked = rest or ("" if before else "是什么")
    return tuple(Side(f"“{heading}”", f"{before}{name}{asked}") for heading, name in zip(headings, names, strict=True))


def _asked_together(question: str) -> tuple[Side, ...]:
    """Return the questions in one, each with what leads up to it; a later one with the first before it."""
    groups: list[str] = []
    leading = ""
    for clause in (clause.strip() for clause in _ENDS.split(question)):
        leading = f"{leading}，{clause}" if leading else clause
        if len(clause) >= SHORTEST and _ASKS.search(clause) and not _FOR_EXAMPLES.search(clause):
            groups.append(leading)
            leading = ""
    if not 1 < len(groups) <= MOST:
        return ()
    first, *rest = groups
    return (Side(first, first), *(Side(each, f"{first}？{each}") for each in rest))
