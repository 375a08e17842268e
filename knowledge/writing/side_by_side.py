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
from knowledge.writing.choosing import Strength
from knowledge.writing.evidence import Evidence
from knowledge.writing.extractive import flat, further, titled, write

EACH, NEAR_EACH, FURTHER = 3, 2, 3
"""Points on each side: of what answers it, and of what is nearest; and below them of the question as it stands."""


def are_apart(found: Sequence[Evidence], whole: Evidence) -> bool:
    """Tell whether what was found on the sides of a question needs several answers.

    It is not one sentence that answers them all best, and none of them is answered only where the question as it stands
    is not either.
    """
    best = [evidence.chosen[0].judged.statement for evidence in found if evidence.chosen]
    first = {(statement.document.id, statement.start) for statement in best}
    differ = len(first) > 1 or 0 < len(best) < len(found)
    return differ and (any(evidence.answers for evidence in found) or not whole.answers)


def side_by_side(
    question: str, standalone: str, found: Mapping[str, Evidence], whole: Evidence, notice: str | None, trace: Trace
) -> Answer:
    """Return what the sources say of each thing, one below the other; an answer where they answer all of them.

    Args:
        question: As it was asked.
        standalone: As it was understood.
        found: What was found on each, by the heading it stands under.
        whole: What was found on the question as it stands; what no side has said comes below them as related.
        notice: A line for the reader beside the text.
        trace: Of the answer.
    """
    retrieved = trace.seconds
    composition = Composition()
    answered = [evidence.answers for evidence in found.values()]
    strength = Strength.DIRECT if all(answered) else Strength.RELATED
    if strength is Strength.RELATED:
        composition.remark(wording.reservation(max(evidence.promise for evidence in found.values())))
    for heading, evidence in found.items():
        composition.head(heading)
        if evidence.answers:
            parts = flat(evidence.chosen[:EACH], evidence.documents)
        else:
            parts = titled(evidence.chosen[:NEAR_EACH], evidence.documents)
            if not evidence.chosen or any(answered):  # else the first line has said so of all
                composition.remark(wording.NEAR if evidence.chosen else wording.NOT_STATED)
        said = len(composition.said)
        for _ in write(composition, parts, None):
            pass
        if evidence.chosen and len(composition.said) == said:
            composition.remark(wording.SEE_ABOVE)
    quoted = {citation.passage_id for citation in composition.citations}
    rest = [point for point in (*whole.chosen, *whole.further) if point.stretch.passage.id not in quoted]
    for _ in further(composition, rest[:FURTHER], whole.documents, None):
        pass
    trace.add("分别摘录", f"引文{len(composition.citations)}处")
    return Answer(
        question=question,
        standalone_question=standalone,
        blocks=composition.blocks,
        strength=strength.value,
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
