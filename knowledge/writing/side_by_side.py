"""What differs is shown side by side, each in the words of its own source: nothing of it is put together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from knowledge.answers import Answer, Citation, Seconds
from knowledge.grounding.composition import Composition
from knowledge.grounding.matching import matchable_text
from knowledge.questions.queries import Query
from knowledge.trace import Trace
from knowledge.writing import wording
from knowledge.writing.extractive import flat, titled, write
from knowledge.writing.looking import Look

EACH = 2
"""Statements on each: what it is, not all that is said of it."""


def side_by_side(question: str, standalone: str, looks: Mapping[str, Look], notice: str | None, trace: Trace) -> Answer:
    """Return what the sources say of each thing, one below the other; at least one of them is answered.

    Args:
        question: As it was asked.
        standalone: As it was understood.
        looks: What was found on each, by the heading it stands under.
        notice: A line for the reader beside the text.
        trace: Of the answer.
    """
    retrieved = trace.seconds
    composition = Composition()
    for heading, look in looks.items():
        composition.head(heading)
        parts = flat(look.chosen[:EACH], look.documents) if look.answers else titled(look.chosen[:1], look.documents)
        if not look.answers:
            composition.remark(wording.NEAR if look.chosen else wording.NOT_STATED)
        said = len(composition.said)
        for _ in write(composition, parts, None):
            pass
        if look.chosen and len(composition.said) == said:
            composition.remark(wording.SEE_ABOVE)
    trace.add("分别摘录", f"引文{len(composition.citations)}处")
    return Answer(
        question=question,
        standalone_question=standalone,
        blocks=composition.blocks,
        notice=notice,
        citations=tuple(composition.citations),
        checks=composition.checks(),
        seconds=Seconds(retrieve=retrieved, write=trace.seconds - retrieved, total=trace.seconds),
        trace=tuple(trace.steps),
    )


def figures_differ(query: Query, citations: Sequence[Citation]) -> bool:
    """Tell whether a figure is asked for and two documents that are cited give different ones."""
    if query.figure is None:
        return False
    given: dict[str, set[str]] = {}
    for citation in citations:
        found = (match.group() for match in re.finditer(query.figure, matchable_text(citation.quote)))
        given.setdefault(citation.document.id, set()).update(found)
    figures = [one for one in given.values() if one]
    return len(figures) > 1 and not set.intersection(*figures)
