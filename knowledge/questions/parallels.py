"""What one question names in the place of what another names: 医院 for 国企, 对复查意见不服 for 对处理意见不服."""

from __future__ import annotations

import re
from functools import cache

from knowledge.facets import unit_words
from knowledge.lexicon.reader import lexicon_lines

FRAMED = 4
"""Characters from which words that begin and end alike are of one sort."""


def parallel(topic: str, question: str) -> str | None:
    """Return a question with `topic` in the place of what it names of the same sort, or None when it names no such.

    Example:
        基层委员会, 机关党的总支部需要多少党员 -> 机关党的基层委员会需要多少党员
    """
    named = [(found[0], family) for family in _families() if (found := family.search(topic))]
    for name, family in sorted(named, key=lambda pair: -len(pair[0])):
        if (other := family.search(question)) and other[0] != name:
            return question[: other.start()] + topic + question[other.end() :]
    return None


def alike(topic: str, question: str) -> str | None:
    """Return a question with `topic` in the place of words that begin and end as it does, or None when it has none.

    Example:
        对复查意见不服, 信访人对处理意见不服怎么办 -> 信访人对复查意见不服怎么办
    """
    if len(topic) < FRAMED or topic in question:
        return None
    framed = re.search(rf"{re.escape(topic[0])}[^，。？]{{1,8}}{re.escape(topic[-2:])}", question)
    return question[: framed.start()] + topic + question[framed.end() :] if framed else None


@cache
def _families() -> tuple[re.Pattern[str], ...]:
    """Return what names each sort, kinds of unit first, longer names before shorter ones."""
    lines = (line.split("\t") for line in lexicon_lines("parallels.txt"))
    units, *others = ("|".join(map(re.escape, sorted(names, key=len, reverse=True))) for names in lines)
    return tuple(map(re.compile, (f"{unit_words()}|{units}", *others)))


def asked_unit(question: str) -> str | None:
    """Return the kind of unit that a question is about, as it is written there, or None."""
    found = _families()[0].search(question)
    return found[0] if found else None
