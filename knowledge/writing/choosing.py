"""Which of the judged statements make the answer: the best first, nothing twice, and how strongly they answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from knowledge.documents import Document, Frozen, Hit
from knowledge.grounding.checking import says_as_much
from knowledge.grounding.statements import Statement, reading_of
from knowledge.tokens import grams

POINTS = 6
"""Points of an answer: what is read on a telephone without scrolling twice."""

PER_DOCUMENT = 4
"""Points from one document, so that an answer shows more than one source where there is more than one."""

DIRECT = 0.5
"""How likely the best statement must answer for the reply to be called an answer."""

RELATED = 0.3
"""How likely a passage must bear on the matter to be shown as related."""

WORTH_SAYING, SHARE = 0.25, 0.4
"""How likely a further point must answer, and what share of the best one's likelihood it must have."""

STRETCHES = 3
"""Stretches that are shown as related."""

STRETCH = 160
"""Characters up to which a related stretch goes on: a few sentences."""

SAME = 0.5
"""Share of grams (Jaccard) from which two sentences say the same."""

_FIGURE = re.compile(r"\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+(?=[年月日天个名人次条%倍])")


class Strength(StrEnum):
    """How strongly a library answers a question."""

    DIRECT = "direct"
    """A sentence is likely to answer."""

    RELATED = "related"
    """Nothing does with confidence; passages bear on the matter."""

    NONE = "none"
    """Nothing bears on it."""


class Judged(Frozen):
    """A statement with what the judge said of it."""

    statement: Statement
    hit: Hit
    """What was found, in which it stands."""

    answers: float
    """How likely it answers, 0 to 1."""

    bears: float
    """How likely its passage answers or bears on the matter, 0 to 1."""

    lead: Statement | None = None
    """The statement before it in the same paragraph."""


def strength_of(judged: Sequence[Judged]) -> Strength:
    """Return how strongly the best of what was found answers."""
    if max((one.answers for one in judged), default=0.0) >= DIRECT:
        return Strength.DIRECT
    return Strength.RELATED if max((one.bears for one in judged), default=0.0) >= RELATED else Strength.NONE


def direct_points(judged: Sequence[Judged], shown: Sequence[str] = (), *, most: int = POINTS) -> list[Judged]:
    """Return the points of an answer, best first.

    Args:
        judged: Statements, in any order.
        shown: What was said before and is not said again.
        most: Points at most.
    """
    best = sorted(judged, key=lambda one: -one.answers)
    enough = max(WORTH_SAYING, SHARE * best[0].answers) if best else 1.0
    chosen: list[Judged] = []
    documents: Counter[str] = Counter()
    for one in best:
        if one.answers < enough or len(chosen) == most:
            break
        own = one.statement.document.id
        if documents[own] == PER_DOCUMENT or says_as_much(one.statement.reading, shown):
            continue
        if not any(says_the_same(one.statement, other.statement) for other in chosen):
            chosen.append(one)
            documents[own] += 1
    return chosen


def related_points(judged: Sequence[Judged], shown: Sequence[str] = ()) -> list[Judged]:
    """Return the most telling statement of each of the few texts that bear most on the matter."""
    best = sorted(judged, key=lambda one: -(one.bears + one.answers))
    chosen: list[Judged] = []
    for one in best:
        if one.bears < RELATED or len(chosen) == STRETCHES:
            break
        apart = all(
            one.statement.document.id != other.statement.document.id
            and not says_the_same(one.statement, other.statement)
            for other in chosen
        )
        if apart and not says_as_much(one.statement.reading, shown):
            chosen.append(one)
    return chosen


def standing_alone(one: Judged, document: Document) -> Statement:
    """Return a statement, with the one before it where it leans on that."""
    if one.lead is None or not one.statement.leans_back:
        return one.statement
    return joined(one.lead, one.statement, document)


def joined(first: Statement, last: Statement, document: Document) -> Statement:
    """Return the stretch from one statement to a later one of the same passage."""
    quote = document.text[first.start : last.end]
    return last.model_copy(update={"start": first.start, "quote": quote, "reading": reading_of(quote)})


def says_the_same(one: Statement, other: Statement) -> bool:
    """Tell whether two statements share so many grams, and all figures, that one of them is enough."""
    readings = one.reading, other.reading
    first, second = (set(grams(reading)) for reading in readings)
    if len(first & second) < SAME * len(first | second):
        return False
    figures, others = (set(_FIGURE.findall(reading)) for reading in readings)
    return figures == others
