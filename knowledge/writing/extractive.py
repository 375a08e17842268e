"""An answer in the words of the sources: which sentences, under which headings, written into a composition."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from knowledge.answers import Draft
from knowledge.documents import Document, Kind
from knowledge.grounding.checking import says_as_much
from knowledge.grounding.composition import Composition
from knowledge.grounding.statements import Statement
from knowledge.grounding.support import Material, Support
from knowledge.tokens import simplified
from knowledge.writing import wording
from knowledge.writing.choosing import Point
from knowledge.writing.layers import Track, lead_of, track_of

PER_TRACK = {Track.GUIDANCE: 2, Track.BASIS: 3, Track.PRACTICE: 4}
"""Statements of each layer at most: an answer is read on a telephone."""


class Said(NamedTuple):
    """A point as it is written: what stands before it, and the document that it is quoted from."""

    point: Point
    whole: Document
    lead: str = ""


class Part(NamedTuple):
    """Points under a heading, or under none."""

    heading: str | None
    points: Sequence[Said]


def flat(chosen: Sequence[Point], documents: Mapping[str, Document]) -> list[Part]:
    """Return the points one below the other; what a rule says has its title in front, once, then the article alone."""
    named: set[str] = set()
    said = []
    for point in chosen:
        summary, stretch = point.stretch.document, point.stretch
        lead = ""
        if summary.kind in {Kind.REGULATION, Kind.LAW}:
            full = lead_of(summary, stretch.passage.locator, Track.BASIS, stretch.reading)
            lead = full.rpartition("》")[2] if summary.id in named else full
            named.add(summary.id)
        said.append(Said(point, documents[summary.id], lead if lead != "：" else ""))
    return [Part(None, said)]


def layered(chosen: Sequence[Point], documents: Mapping[str, Document]) -> list[Part]:
    """Return the best point as the conclusion and the rest by layers; a layer with nothing in it is left out."""
    best, *rest = chosen
    parts = flat([best], documents)
    for track in Track:
        own = [point for point in rest if track_of(point.stretch.document, point.judged.statement.quote) is track]
        said = [Said(point, documents[point.stretch.document.id], _lead(point, track)) for point in own]
        if said:
            parts.append(Part(track.value, said[: PER_TRACK[track]]))
    return parts


def titled(chosen: Sequence[Point], documents: Mapping[str, Document]) -> list[Part]:
    """Return what bears on the matter, each with the title of its text and the heading that it stands under."""
    said = []
    for point in chosen:
        summary, locator = point.stretch.document, point.stretch.passage.locator
        if summary.kind in {Kind.REGULATION, Kind.LAW}:
            lead = lead_of(summary, locator, Track.BASIS, point.stretch.reading)
        else:
            heading = simplified(locator.rpartition(" › ")[2])
            lead = f"《{simplified(summary.title)}》" + (f"（{heading}）：" if heading else "：")
        said.append(Said(point, documents[summary.id], lead))
    return [Part(None, said)]


def _lead(point: Point, track: Track) -> str:
    return lead_of(point.stretch.document, point.stretch.passage.locator, track, point.stretch.reading)


def write(composition: Composition, parts: Sequence[Part], stop: threading.Event | None) -> Iterator[Draft]:
    """Write the parts into a composition, one statement after the other, and yield it as it grows.

    The first statement of an answer stands as its conclusion; the others are items below it, and so is every one below
    a line of the assistant's own.
    """
    for part in parts:
        if part.heading is not None:
            composition.head(part.heading)
        for said in part.points:
            if stop is not None and stop.is_set():
                return
            first = not composition.text
            stretch, telling = said.point.stretch, said.point.telling
            support = support_of(stretch, said.whole)
            if composition.say(stretch.reading, [support], bullet=not first, lead=said.lead, telling=telling):
                yield composition.draft


def further(
    composition: Composition, points: Sequence[Point], documents: Mapping[str, Document], stop: threading.Event | None
) -> Iterator[Draft]:
    """Write what is only related below an answer, under a line that says so; nothing of what was said."""
    new = [point for point in points if not says_as_much(point.stretch.reading, composition.said)]
    if new:
        composition.remark(wording.RELATED_TOO)
        yield from write(composition, titled(new, documents), stop)


def support_of(statement: Statement, whole: Document) -> Support:
    """Return the stretch that a statement quotes."""
    material = Material(passage=statement.passage, document=statement.document, whole=whole)
    return Support(material=material, start=statement.start, end=statement.end)
