"""An answer in the words of the sources: which sentences, under which headings, written into a composition."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from knowledge.answers import Draft
from knowledge.documents import Document, Kind
from knowledge.grounding.statements import Statement
from knowledge.grounding.support import Material, Support
from knowledge.tokens import simplified
from knowledge.writing.choosing import STRETCH, Judged, joined, says_the_same, standing_alone
from knowledge.writing.composition import Composition
from knowledge.writing.layers import Track, lead_of, track_of

PER_TRACK = {Track.GUIDANCE: 2, Track.BASIS: 3, Track.PRACTICE: 4}
"""Statements of each layer at most: an answer is read on a telephone."""

ON_A_TRACK = 0.25
"""How likely a sentence of a rule or a speech must answer to stand beside the chosen ones."""


class Point(NamedTuple):
    """A statement with its document, and what stands before it."""

    statement: Statement
    whole: Document
    lead: str = ""
    telling: tuple[int, int] | None = None
    """Span of the statement's reading that tells most, where it is a longer stretch."""


class Part(NamedTuple):
    """Points under a heading, or under none."""

    heading: str | None
    points: Sequence[Point]


def flat(chosen: Sequence[Judged], documents: dict[str, Document]) -> list[Part]:
    """Return the points one below the other; what a rule says has its title in front, once, then the article alone."""
    named: set[str] = set()
    points = []
    for one in chosen:
        document = documents[one.statement.document.id]
        statement = standing_alone(one, document)
        lead = ""
        if statement.document.kind in {Kind.REGULATION, Kind.LAW}:
            full = lead_of(statement.document, statement.passage.locator, Track.BASIS, statement.reading)
            lead = full.rpartition("》")[2] if document.id in named else full
            named.add(document.id)
        points.append(Point(statement, document, lead if lead != "：" else ""))
    return [Part(None, points)]


def layered(chosen: Sequence[Judged], judged: Sequence[Judged], documents: dict[str, Document]) -> list[Part]:
    """Return the best statement as the conclusion and the rest by layers; a layer with nothing in it is left out.

    Args:
        chosen: The points of the answer, the best first.
        judged: Everything that was found, the best first: words of rules and speeches are taken that may answer too.
        documents: By id.
    """
    best, *rest = chosen
    ruling = [one for one in judged if one.answers >= ON_A_TRACK and one not in chosen]
    taken = [best]
    parts = flat([best], documents)
    for track in Track:
        own = [one for one in rest if _track(one) is track]
        beside = [one for one in ruling if _track(one) is track] if track is not Track.PRACTICE else []
        points: list[Point] = []
        for one in [*own, *beside]:
            if len(points) == PER_TRACK[track] or any(says_the_same(one.statement, each.statement) for each in taken):
                continue
            document = documents[one.statement.document.id]
            statement = standing_alone(one, document)
            lead = lead_of(statement.document, statement.passage.locator, track, statement.reading)
            points.append(Point(statement, document, lead))
            taken.append(one)
        if points:
            parts.append(Part(track.value, points))
    return parts


def stretches(chosen: Sequence[Judged], judged: Sequence[Judged], documents: dict[str, Document]) -> list[Part]:
    """Return what bears on the matter, each with the title of its text: a few sentences that stand alone.

    Args:
        chosen: The most telling statements, one a text.
        judged: Everything that was found: what follows a statement in its passage goes along.
        documents: By id.
    """
    follows = {(one.lead.passage.id, one.lead.start): one.statement for one in judged if one.lead is not None}
    points = []
    for one in chosen:
        document = documents[one.statement.document.id]
        first = standing_alone(one, document)
        last = one.statement
        while (after := follows.get((last.passage.id, last.start))) and after.end - first.start <= STRETCH:
            last = after
        title = f"《{simplified(document.title)}》："
        stretch = first if last is one.statement else joined(first, last, document)
        points.append(Point(stretch, document, title, _telling(one.statement, stretch)))
    return [Part(None, points)]


def _telling(statement: Statement, stretch: Statement) -> tuple[int, int] | None:
    """Return where a statement stands in the reading of a longer stretch."""
    start = stretch.reading.find(statement.reading)
    alone = len(statement.reading) == len(stretch.reading)
    return None if start < 0 or alone else (start, start + len(statement.reading))


def _track(one: Judged) -> Track:
    return track_of(one.statement.document, one.statement.quote)


def write(composition: Composition, parts: Sequence[Part], stop: threading.Event | None) -> Iterator[Draft]:
    """Write the parts into a composition, one statement after the other, and yield it as it grows.

    The first statement of an answer stands as its conclusion; the others are items below it, and so is every one below
    a line of the assistant's own.
    """
    for part in parts:
        if part.heading is not None:
            composition.head(part.heading)
        for point in part.points:
            if stop is not None and stop.is_set():
                return
            first = not composition.text
            if composition.say(
                point.statement.reading, [support_of(point)], bullet=not first, lead=point.lead, telling=point.telling
            ):
                yield composition.draft


def support_of(point: Point) -> Support:
    """Return the stretch that a statement quotes."""
    statement = point.statement
    material = Material(passage=statement.passage, document=statement.document, whole=point.whole)
    return Support(material=material, start=statement.start, end=statement.end)
