"""Which of the judged statements make the answer: the best first, nothing twice, and how strongly they answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from knowledge.documents import Document, Frozen, Hit
from knowledge.grounding.checking import says_as_much
from knowledge.grounding.instructions import speaks_to_a_program
from knowledge.grounding.statements import Statement, overlaps, reading_of
from knowledge.sentences import sentence_spans
from knowledge.tokens import grams

DIRECT, WAYS = 0.7, 0.55
"""How likely a passage must hold an answer for the reply to be called one, and where a way of doing something is asked
for, of which each source tells a part: of 110 blind questions that nothing answers eight reach it, of 430 that
something answers 184."""

LIKELY = 0.4
"""How likely one must hold an answer for what is shown as related to be called likely to: of the blind questions that
something answers seven in ten reach it, of those that nothing answers one in four."""

MAY_ANSWER = 0.15
"""How likely one must hold an answer for the reply not to say that there is none."""

RELATED = 0.15
"""How likely a passage must bear on the matter to be shown as related."""


class _Measure(NamedTuple):
    """How much is said."""

    points: int
    per_document: int
    share: float
    """Share of what the best passage is likely to hold that a further one must be."""

    first: int
    """Characters up to which the first point goes on in its passage, and the others."""

    others: int


LAYERED = _Measure(points=6, per_document=4, share=0.3, first=300, others=180)
ANSWERED = _Measure(points=3, per_document=2, share=0.7, first=300, others=300)
RULING = _Measure(points=3, per_document=2, share=0.05, first=180, others=180)
BESIDE = _Measure(points=6, per_document=4, share=0.1, first=250, others=250)
NEAR_BY = _Measure(points=4, per_document=2, share=0.1, first=300, others=300)
"""Of an answer in layers, of any other, of what rules and speeches say beside one in layers, of an answer with what is
shown below it as related, and of what is shown where nothing answers. Three points have the facts about as often as
six, and what stands below has them where they have not (docs/decisions/0181)."""

FOUND = 0.5
"""What the score of the passage that was found, 0 to 1, counts beside the likelihood of its statement."""

SAME = 0.5
"""Share of grams (Jaccard) from which two sentences say the same."""

_FOREIGN = re.compile(r"[A-Za-z]{2,}(?:[ ,:]+[A-Za-z]{2,}){2,}")
"""Words of another language in a row: no neighbour that explains a Chinese sentence."""

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


def strength_of(judged: Sequence[Judged], least: float = DIRECT) -> Strength:
    """Return how strongly the best of what was found answers; from `least` on it is an answer."""
    if max((one.holds for one in judged), default=0.0) >= least:
        return Strength.DIRECT
    return Strength.RELATED if max((one.bears for one in judged), default=0.0) >= RELATED else Strength.NONE


def direct_points(judged: Sequence[Judged], documents: Mapping[str, Document], shown: Sequence[str]) -> list[Point]:
    """Return the points of an answer, best first.

    Args:
        judged: Statements, in any order.
        documents: Theirs, by id.
        shown: What was said before and is not said again.
    """
    return _points(judged, documents, shown, ANSWERED)


def layered_points(judged: Sequence[Judged], documents: Mapping[str, Document], shown: Sequence[str]) -> list[Point]:
    """Return the points of an answer in layers; the arguments are those of `direct_points`."""
    return _points(judged, documents, shown, LAYERED)


def ruling_points(
    judged: Sequence[Judged], documents: Mapping[str, Document], shown: Sequence[str], chosen: Sequence[Point]
) -> list[Point]:
    """Return what may answer too of these statements, of rules and speeches, beside the points that were chosen."""
    best = max((point.judged.holds for point in chosen), default=0.0)
    likely = [one for one in judged if one.holds >= RULING.share * best]
    return [point for point in _points(likely, documents, shown, RULING) if not _is_said(point, chosen)]


def further_points(
    judged: Sequence[Judged], documents: Mapping[str, Document], shown: Sequence[str], chosen: Sequence[Point]
) -> list[Point]:
    """Return what is shown below an answer as related: the next best of what may hold one, beside what was chosen."""
    found = _points(judged, documents, shown, BESIDE)
    return [point for point in found if not _is_said(point, chosen)][
        : max(0, BESIDE.points - max(len(chosen), ANSWERED.points))
    ]


def related_points(judged: Sequence[Judged], documents: Mapping[str, Document], shown: Sequence[str]) -> list[Point]:
    """Return what bears most on the matter, in longer stretches; the arguments are those of `direct_points`."""
    bearing = [one for one in judged if one.bears >= RELATED]
    return _points(bearing, documents, shown, NEAR_BY)


def _points(
    judged: Sequence[Judged],
    documents: Mapping[str, Document],
    shown: Sequence[str],
    measure: _Measure,
) -> list[Point]:
    best = sorted(judged, key=lambda one: -(one.holds + one.answers + FOUND * one.hit.score))
    enough = measure.share * max((one.holds for one in judged), default=0.0)
    chosen: list[Point] = []
    counted: Counter[str] = Counter()
    for one in best:
        own = one.statement.document.id
        if one.holds < enough or counted[own] == measure.per_document or says_as_much(one.statement.reading, shown):
            continue
        reach = measure.others if chosen else measure.first
        point = Point(judged=one, stretch=_stretch(one, judged, documents[own], reach))
        if not _is_said(point, chosen):
            chosen.append(point)
            counted[own] += 1
        if len(chosen) == measure.points:
            break
    return chosen


def _is_said(point: Point, chosen: Sequence[Point]) -> bool:
    """Tell whether a point is of a window that was quoted, or repeats what was chosen."""
    window = point.judged.beside
    return any((bool(window) and window == other.judged.beside) or _covers(other, point) for other in chosen)


def _covers(one: Point, other: Point) -> bool:
    """Tell whether two points share words of one text, or say the same."""
    first, second = one.stretch, other.stretch
    overlap = first.document.id == second.document.id and first.start < second.end and second.start < first.end
    return overlap or says_the_same(first, second)


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
            if low >= 0 and high < len(beside) and _is_quotable(beside[low].start, beside[high].end, document, reach)
        ]
        if not fitting:
            return beside[first] if first == last else joined(beside[first], beside[last], document)
        _, first, last = max(fitting)


def joined(first: Statement, last: Statement, document: Document) -> Statement:
    """Return the stretch from one statement to a later one of the same passage."""
    quote = document.text[first.start : last.end]
    return last.model_copy(update={"start": first.start, "quote": quote, "reading": reading_of(quote)})


def _is_quotable(start: int, end: int, document: Document, reach: int) -> bool:
    """Tell whether a stretch fits, can be read throughout, and has nothing in it that is said to a program."""
    if end - start > reach or overlaps((start, end), document.garbled):
        return False
    quote = document.text[start:end]
    said = (quote[first:last] for first, last in sentence_spans(quote))
    return not any(_FOREIGN.search(one) or speaks_to_a_program(one) for one in said)


def says_the_same(one: Statement, other: Statement) -> bool:
    """Tell whether two statements share so many grams, and all figures, that one of them is enough."""
    readings = one.reading, other.reading
    first, second = (set(grams(reading)) for reading in readings)
    if len(first & second) < SAME * len(first | second):
        return False
    figures, others = (set(_FIGURE.findall(reading)) for reading in readings)
    return figures == others
