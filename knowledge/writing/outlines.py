"""What stands under a heading that names what is asked: 三、存在的问题 answers 有哪些问题 with its own subheadings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.documents import Document, Heading
from knowledge.grounding.evidence import Weights, coverage, matchable_text
from knowledge.questions.roles import plays, role_asked

_ASKS_FOR_A_LIST = re.compile(r"哪些|哪几|几个|几方面|有什么|有何|包括什么")

_NUMBERED_ONLY = re.compile(r"第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十])?")
"""Articles have no headings that could answer; their text does."""

NEARLY_ALL = 0.95
"""Share of the question's weight that a heading must have to be taken for the question's own subject."""


def listed_headings(question: str, document: Document, weights: Weights) -> list[Heading]:
    """Return the subheadings of the heading that names what a question asks to have listed.

    Args:
        question: Folded or not.
        document: Where the heading may stand.
        weights: Of the question's content words.

    Returns:
        At least two headings in their order, or none: the question asks for no list, or no heading names it.

    Example:
        有哪些措施 with 三、措施 › （一）定清单 › （二）定专人 -> （一）定清单, （二）定专人
    """
    if not _ASKS_FOR_A_LIST.search(question):
        return []
    role = role_asked(question)
    for position, heading in enumerate(document.outline):
        named = matchable_text(heading.heading)
        if coverage(named, weights) >= NEARLY_ALL and (role is None or plays(role, named)):
            below = children(document.outline, position)
            if len(below) > 1 and not any(_NUMBERED_ONLY.fullmatch(each.heading.strip()) for each in below):
                return below
    return []


def children(outline: Sequence[Heading], position: int) -> list[Heading]:
    """Return the headings directly under the one at `position`."""
    parent = outline[position]
    below: list[Heading] = []
    for heading in outline[position + 1 :]:
        if heading.level <= parent.level:
            break
        below.append(heading)
    nearest = min((heading.level for heading in below), default=0)
    return [heading for heading in below if heading.level == nearest]
