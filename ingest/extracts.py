"""What a document yields beside its passages."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.cards.extraction import cards_of
from ingest.formulas import formulas_of
from knowledge.documents import Document, Passage
from knowledge.extracts import Extract


def extract_of(document: Document, passages: Sequence[Passage]) -> Extract:
    """Return the cards and formulas of a document."""
    return Extract(
        document_id=document.id,
        cards=tuple(cards_of(document, passages)),
        formulas=tuple(formulas_of(document, passages)),
    )
