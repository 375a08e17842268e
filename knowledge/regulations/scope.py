"""The instrument that a question is about: what is asked of the 公务员法 is answered from the 公务员法 alone."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.documents import Hit, Kind
from knowledge.regulations.names import Names, core_of

RULES = frozenset({Kind.REGULATION, Kind.LAW, Kind.NORMATIVE})


def instrument_asked_of(question: str, hits: Sequence[Hit]) -> str | None:
    """Return the id of the one instrument that a question names, of those among the hits, or None.

    Args:
        question: As the person wrote it.
        hits: What was found over everything, best first.
    """
    rules = {hit.document.title: hit.document.id for hit in reversed(hits) if hit.document.kind in RULES}
    if not rules:
        return None
    named = Names(rules).mentions(question)
    ids = [document_id for title, document_id in rules.items() if [core_of(title)] == named]
    return ids[0] if ids else None
