"""A teaching pack: five examples on a theme, each with a question to discuss, made of the card's own words."""

from __future__ import annotations

from knowledge.practices.cards import HeldCard, Quoted
from knowledge.practices.fields import card_heading, reading

PACK = 5
"""Examples of a pack."""

_LONGEST = 40
"""Characters that a question repeats of a sentence; a longer one is referred to, not cut."""


def discussion_question(held: HeldCard) -> str:
    """Return a question that a class can discuss from the card alone; it asserts nothing that the card does not say."""
    card, who = held.card, card_heading(held)
    if card.problem is not None and (trouble := _short(card.problem)):
        return f"{who}要解决的是“{trouble}”。本单位有没有同样的情况？可以用的举措是哪一条，为什么？"
    if card.problem is not None:
        return f"{who}的材料先写问题、再写举措。逐条对照：每条举措各针对哪个问题？本单位的问题与它有什么不同？"
    if not card.results:
        return f"{who}的材料未载成效数据。如果由您来检查，用什么口径、什么时间的数据说明这项做法有效？"
    if card.name is not None:
        return f"{who}的{reading(card.name)}，哪些环节离不开党组织，哪些是业务部门本来的职责？本单位怎样分工？"
    return f"{who}的成效与哪一条举措直接有关？换成本单位，哪些条件不具备，需要先做什么？"


def _short(words: Quoted) -> str | None:
    text = reading(words).rstrip("。；，")
    return text if len(text) <= _LONGEST else None
