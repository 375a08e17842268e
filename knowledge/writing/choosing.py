"""Which of the judged statements make the answer: the best first, nothing twice, and how strongly they answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

from knowledge.documents import Document, Frozen, Hit
from knowledge.grounding.checking import says_as_much
from knowledge.grounding.statements import Statement, reading_of
from knowledge.tokens import grams

DIRECT = 0.6
"""How likely a passage must hold an answer for the reply to be called one: on the opened blind half three of thirty-six
questions that nothing answers reach it."""

MAY_ANSWER = 0.3
"""How likely one must hold an answer for the reply not to say that there is none."""

RELATED = 0.3
"""How likely a passage must bear on the matter to be shown as related."""

POINTS, PER_DOCUMENT, REACH = 6, 4, 300
"""Points of an answer, those from one text, and characters up to which one goes on in its passage."""

STRETCHES, PER_TEXT, WIDE = 5, 3, 450
"""The same of what is shown as related."""

SHARE = 0.15
"""Share of the best point's likelihood that a further one must have."""

FOUND = 0.5
"""What the score of the passage that was found, 0 to 1, counts beside the likelihood of its statement."""

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

    holds: float
    """How likely its passage has an answer, 0 to 1."""

    bears: float
    """How likely its passage answers or bears on the matter, 0 to 1."""

    beside: tuple[Statement, ...] = ()
    """The statements of its passage that were read with it, itself among them, in order."""


class Point(Frozen):
    """A statement that is said, and the stretch of its passage that is quoted with it."""

    judged: Judged
    stretch: Statement

    @property
    def telling(self) -> tuple[int, int] | None:
        """Return where the statement stands in the reading of a longer stretch."""
        told, whole = self.judged.statement.reading, self.stretch.reading
        start = whole.find(told)
        return None if start < 0 or len(told) == len(whole) else (start, start + len(told))


def strength_of(judged: Sequence[Judged]) -> Strength:
    """Return how strongly the best of what was found answers."""
    if max((one.holds for one in judged), default=0.0) >= DIRECT:
        return Strength.DIRECT
    return Strength.RELATED if max((one.bears for one in judged), default=0.0) >= RELATED else Strength.NONE


def direct_points(judged: Sequence[Judged], documents: Mapping[str, Document], shown: Sequence[str]) -> list[Point]:
    """Return the points of an answer, best first.

    Args:
        judged: Statements, in any order.
        documents: Theirs, by id.
        shown: What was said before and is not said again.
    """
    return _points(judged, documents, shown, most=POINTS, per_document=PER_DOCUMENT, reach=REACH)


def related_points(judged: Sequence[Judged], documents: Mapping[str, Document], shown: Sequence[str]) -> list[Point]:
    """Return what bears most on the matter, in longer stretches; the arguments are those of `direct_points`."""
    bearing = [one for one in judged if one.bears >= RELATED]
    return _points(bearing, documents, shown, most=STRETCHES, per_document=PER_TEXT, reach=WIDE)


def _points(
    judged: Sequence[Judged],
    documents: Mapping[str, Document],
    shown: Sequence[str],
    *,
    most: int,
    per_document: int,
    reach: int,
) -> list[Point]:
    best = sorted(judged, key=lambda one: -(one.answers + FOUND * one.hit.score))
    enough = SHARE * max((one.answers for one in judged), default=0.0)
    chosen: list[Point] = []
    counted: Counter[str] = Counter()
    for one in best:
        own = one.statement.document.id
        if one.answers < enough or counted[own] == per_document or says_as_much(one.statement.reading, shown):
            continue
        point = Point(judged=one, stretch=_stretch(one, judged, documents[own], reach))
        if not any(_covers(other, point) for other in chosen):
            chosen.append(point)
            counted[own] += 1
        if len(chosen) == most:
            break
    return chosen


def _covers(one: Point, other: Point) -> bool:
    """Tell whether what a point says stands in another, or is the same in other words."""
    first, second = one.stretch, other.judged.statement
    within = first.document.id == second.document.id and first.start <= second.start and second.end <= first.end
    return within or says_the_same(one.stretch, other.stretch)


def _stretch(one: Judged, judged: Sequence[Judged], document: Document, reach: int) -> Statement:
    """Return a statement with its neighbours, the likelier first, as far as they fit."""
    likely = {each.statement.start: each.answers for each in judged if each.hit.passage.id == one.hit.passage.id}
    first = last = one.beside.index(one.statement) if one.statement in one.beside else 0
    beside = one.beside or (one.statement,)
    while True:
        ends = [(first - 1, last), (first, last + 1)]
        fitting = [
            (likely.get(beside[low if low < first else high].start, 0.0), low, high)
            for low, high in ends
            if low >= 0 and high < len(beside) and beside[high].end - beside[low].start <= reach
        ]
        if not fitting:
            return beside[first] if first == last else joined(beside[first], beside[last], document)
        _, first, last = max(fitting)


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
