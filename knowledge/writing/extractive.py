"""An answer in the words of the sources: which sentences, under which headings, written into a composition."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from knowledge.answers import Draft
from knowledge.documents import Document, Kind
from knowledge.grounding.statements import Statement
from knowledge.grounding.support import Material, Support
from knowledge.writing.composition import Composition
from knowledge.writing.layers import Track, lead_of, track_of
from knowledge.writing.writers import Scored, says_the_same

PER_TRACK = {Track.GUIDANCE: 2, Track.BASIS: 3, Track.PRACTICE: 4}
"""Statements of each layer at most: an answer is read on a telephone."""

ON_A_TRACK = 0.45
"""Share of the question's weight that words of a rule or a speech need to stand beside the chosen ones."""


class Point(NamedTuple):
    """A statement with its document, and what stands before it."""

    statement: Statement
    whole: Document
    lead: str = ""


class Part(NamedTuple):
    """Points under a heading, or under none."""

    heading: str | None
    points: Sequence[Point]


def flat(statements: Sequence[Statement], documents: dict[str, Document]) -> list[Part]:
    """Return the points one below the other; what a rule says has its title in front, once, then the article alone."""
    named: set[str] = set()
    points = []
    for one in statements:
        lead = ""
        if one.document.kind in {Kind.REGULATION, Kind.LAW}:
            full = lead_of(one.document, one.passage.locator, Track.BASIS, one.reading)
            lead = full.rpartition("》")[2] if one.document.id in named else full
            named.add(one.document.id)
        points.append(Point(one, documents[one.document.id], lead if lead != "：" else ""))
    return [Part(None, points)]


def layered(chosen: Sequence[Scored], others: Sequence[Scored], documents: dict[str, Document]) -> list[Part]:
    """Return the best statement as the conclusion and the rest by layers; a layer with nothing in it is left out.

    Args:
        chosen: The points of the answer, the best first.
        others: What else was found, the best first: words of rules and speeches are taken that bear on the question and
            are as near to it in meaning as the better half of what was compared.
        documents: By id.
    """
    best, *rest = chosen
    cosines = [one.cosine for one in (*chosen, *others)]
    near = (max(cosines) + min(cosines)) / 2
    ruling = [one for one in others if one.coverage >= ON_A_TRACK and one.cosine >= near and one not in chosen]
    taken: list[Scored] = [best]
    parts = flat([best.statement], documents)
    for track in Track:
        own = [one for one in rest if _track(one) is track]
        beside = [one for one in ruling if _track(one) is track] if track is not Track.PRACTICE else []
        points: list[Point] = []
        for one in [*own, *beside]:
            if len(points) == PER_TRACK[track] or any(says_the_same(one, other) for other in taken):
                continue
            document = one.statement.document
            lead = lead_of(document, one.statement.passage.locator, track, one.statement.reading)
            points.append(Point(one.statement, documents[document.id], lead))
            taken.append(one)
        if points:
            parts.append(Part(track.value, points))
    return parts


def _track(scored: Scored) -> Track:
    return track_of(scored.statement.document, scored.statement.quote)


def write(composition: Composition, parts: Sequence[Part], stop: threading.Event | None) -> Iterator[Draft]:
    """Write the parts into a composition, one statement after the other, and yield it as it grows.

    The first statement of an answer stands as its conclusion; the others are items below it.
    """
    for part in parts:
        if part.heading is not None:
            composition.head(part.heading)
        for point in part.points:
            if stop is not None and stop.is_set():
                return
            first = not composition.text
            if composition.say(point.statement.reading, [support_of(point)], bullet=not first, lead=point.lead):
                yield composition.draft


def support_of(point: Point) -> Support:
    """Return the stretch that a statement quotes."""
    statement = point.statement
    material = Material(passage=statement.passage, document=statement.document, whole=point.whole)
    return Support(material=material, start=statement.start, end=statement.end)
