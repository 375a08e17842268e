"""Standard answers: somebody's own words held against the sources, and whether they still stand there. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answers import Answer, Citation, Removed
from knowledge.grounding.checking import Checker
from knowledge.grounding.composition import Composition
from knowledge.grounding.support import Material
from knowledge.shelves import Texts
from knowledge.writing.drafting import pieces


def composed(question: str, text: str, materials: Sequence[Material]) -> Answer | tuple[Removed, ...]:
    """Return somebody's text as an answer with its citations, or the sentences that no source bears, each with why.

    Args:
        question: What it answers.
        text: As it was written; numbers in brackets are looked past, the sources are found anew.
        materials: What it may rest on.
    """
    checker, composition = Checker(question, materials), Composition()
    removed: list[Removed] = []
    for piece in pieces([text + "\n"]):
        if piece.kind == "heading":
            composition.head(piece.text)
            continue
        outcome = checker.check(piece.text, ())
        if isinstance(outcome, Removed):
            removed.append(outcome)
        else:
            composition.say(outcome.text, outcome.supports, bullet=piece.kind == "item", running=piece.running)
    if removed or not composition.citations:
        return tuple(removed)
    return Answer(
        question=question,
        standalone_question=question,
        blocks=composition.blocks,
        citations=tuple(composition.citations),
        checks=composition.checks(),
    )


def still_standing(answer: Answer, sources: Texts, labels: frozenset[str]) -> Answer | None:
    """Return an approved answer over its sources as they are today.

    None when one of them is gone, out of force, hidden from this person, or no longer has the words.
    """
    found = sources.hits_for([citation.passage_id for citation in answer.citations], labels)
    renewed: list[Citation] = []
    for citation in answer.citations:
        if citation.passage_id not in found:
            return None
        passage, summary, _ = found[citation.passage_id]
        at = passage.text.find(citation.quote)
        whole = sources.document(summary.id, labels)
        if at < 0 or whole is None:
            return None
        start = passage.start + at
        span = whole.source_of(start, start + len(citation.quote))
        place = {"document": summary, "locator": passage.locator, "quote_start": start, "source": span}
        renewed.append(citation.model_copy(update=place))
    return answer.model_copy(update={"citations": tuple(renewed)})
