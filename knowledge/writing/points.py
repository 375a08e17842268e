"""The whole list that a sentence announces."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from knowledge.documents import Document, DocumentSummary, Passage
from knowledge.grounding.statements import Statement, overlaps, reading_of
from knowledge.sentences import sentence_spans
from knowledge.writing.enumerations import items_after

PassagesOf = Callable[[Document], Sequence[Passage]]

LONGEST_LIST = 10
"""Items of a list that is shown as an answer; the markers of an answer have two digits at most."""


def with_items(best: Statement, document: Document, passages_of: PassagesOf) -> list[Statement]:
    """Return the items of the list that a statement announces, or nothing.

    Args:
        best: The statement.
        document: Where it stands.
        passages_of: Reads a document's passages.
    """
    sentences = sentence_spans(document.text)
    position = next(i for i, (_, end) in enumerate(sentences) if end >= best.end)
    spans = items_after(sentences, document.text, position)[:LONGEST_LIST]
    return statements_at(spans, document, best.document, passages_of(document) if spans else ())


def statements_at(
    spans: Sequence[tuple[int, int]], document: Document, summary: DocumentSummary, passages: Sequence[Passage]
) -> list[Statement]:
    """Return what a document says at each of the spans; nothing when one cannot be read or stands in no passage."""
    homes = [next((one for one in passages if one.start <= start and end <= one.end), None) for start, end in spans]
    if any(overlaps(span, document.garbled) for span in spans) or None in homes:
        return []
    return [
        Statement(passage=home, document=summary, start=start, end=end, quote=quote, reading=reading_of(quote))
        for home, (start, end) in zip(homes, spans, strict=True)
        for quote in (document.text[start:end],)
        if home is not None
    ]
