"""The instrument that a question is about: what is asked of the 公务员法 is answered from the 公务员法 alone."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.documents import DocumentSummary, Hit
from knowledge.regulations.names import Names, core_of


def instrument_asked_of(question: str, hits: Sequence[Hit]) -> DocumentSummary | None:
    """Return the one instrument that a question names, of those among the hits, or None.

    Args:
        question: As the person wrote it.
        hits: What was found over everything, best first.
    """
    rules = {hit.document.title: hit.document for hit in reversed(hits) if hit.document.kind.is_rule}
    if not rules:
        return None
    named = Names(rules).mentions(question)
    return next((document for title, document in rules.items() if [core_of(title)] == named), None)
