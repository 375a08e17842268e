"""What somebody means who goes on from a provision: 下一条, 第二款呢, 所在章. Nothing is looked up here."""

from __future__ import annotations

import re

from knowledge.regulations.references import NOWHERE, Reference, parse_references
from knowledge.tokens import fold

_STEP = re.compile(
    r"(?:那么?|再|请|我?想?看?看?|查)*(?P<way>[上下前后])(?:面|边)?(?:的|那)?一?(?P<unit>条|章)(?:呢|是什么|吧|规定了?什么)?[?。!]*"
)
_CHAPTER = re.compile(r"(?:那么?|再|请|看看?|显示|打开)*(?:所在的?|本|这一?|该)章(?:全文|原文|的?内容|呢)?[?。!]*")


def step_of(text: str) -> int | None:
    """Return +1 for 下一条, -1 for 上一条, None for anything else."""
    match = _STEP.fullmatch("".join(fold(text).split()))
    if match is None:
        return None
    return 1 if match["way"] in "下后" else -1


def asks_for_chapter(text: str) -> bool:
    """Tell whether the chapter around the last provision is meant: 所在章."""
    return _CHAPTER.fullmatch("".join(fold(text).split())) is not None


def goes_on(text: str) -> bool:
    """Tell whether a whole question means something beside the last provision."""
    return step_of(text) is not None or asks_for_chapter(text)


def continued(reference: Reference, previous: str | None) -> Reference:
    """Return a reference with the article, and the 款, of the question before it, where it names only what is in them.

    Example:
        第四项呢 after 公务员法第五十九条第三项 -> 第五十九条第四项
    """
    place = reference.place
    before = parse_references(previous)[-1:] if previous else ()
    if not before or reference.name or place.article is not None or place.chapter is not None:
        return reference
    if place == NOWHERE or before[0].place.article is None:
        return reference
    known = before[0].place
    paragraph = place.paragraph if place.paragraph is not None else known.paragraph
    update = {"article": known.article, "branch": known.branch, "paragraph": paragraph}
    return reference.model_copy(update={"place": place.model_copy(update=update)})
