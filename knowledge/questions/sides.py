"""Questions with several sides: things compared, several questions or examples in one. Each is looked up alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

MOST = 4
"""Sides that are answered one by one; who asks more is better served by asking again."""

_JOINS = re.compile(r"^(?:[\s、，,；;：:？?。和与跟同及或比]|以及|还有|另外|再|又)+$")
"""What stands between two sides and belongs to neither."""

_LEADS = re.compile(r"^(?:请问|想问|问一下|比较一?下|对比一?下|比一?比)+")
"""What only leads up to a question."""

_CLAUSE = re.compile(r"[^，,。；;？?]*")
"""What is said of the last side alone, where something is said of each one before it."""

_COMPARES = re.compile(
    r"(?:之间|两者|二者|两家|两地|两边|相比|比起来)?的?(?:有|是)?(?:没有|什么|啥|何|哪些|哪里|哪儿|不是|否)?的?"
    r"(?:区别|不同|差别|差异|异同|不一样|一样|相同|一致|一回事|混用|通用)(?:在哪里?|是什么|有哪些|的地方)?[吗呢么]?|分别|各自|各(?=是|有|怎)"
)
"""What asks for the comparison, which no text about one side says."""


class Side(NamedTuple):
    """A side by the words that name it, and what is looked up."""

    heading: str
    question: str


def sides_of(question: str, spans: Sequence[tuple[int, int]]) -> tuple[Side, ...]:
    """Return the sides of a question, each with what is common to all; nothing where it has one, or too many.

    Args:
        question: As it stands alone.
        spans: Where its sides stand in it, as `Judge.sides` finds them.

    Example:
        【党组】和【机关党委】有什么区别 -> 党组是什么, 机关党委是什么
        入党【要几个介绍人】？【预备期多长】？ -> 入党要几个介绍人？, 入党预备期多长？
    """
    if not 1 < len(spans) <= MOST:
        return ()
    before, after = question[: spans[0][0]], question[spans[-1][1] :]
    ends = [start for start, _ in spans[1:]]
    gaps = [question[end:start] for (_, end), start in zip(spans, ends, strict=False)]
    own = [None if _JOINS.match(gap) else gap.rstrip("，,；;。 ") for gap in gaps]
    last = _CLAUSE.match(after)[0] if any(own) else ""  # type: ignore[index]  # it matches anything
    shared = _shared([*own, last])
    names = [question[start:end].strip(" ，,。；;：:、？?") for start, end in spans]
    if not all(names) or len(set(names)) < len(names):
        return ()
    before, common = _LEADS.sub("", before), _COMPARES.sub("", after[len(last) :])
    return tuple(
        Side(name, f"{before}{name}{gap}{common}" if before or gap or common.strip("？?。 ") else f"{name}是什么")
        for name, gap in zip(names, shared, strict=True)
    )


def _shared(own: Sequence[str | None]) -> list[str]:
    """Return what is said of each side: where nothing stands between it and the next one, what is said of that."""
    said: list[str] = []
    for each in reversed(own):
        said.append((said[-1] if said else "") if each is None else each)
    return said[::-1]
