"""The points of an answer: the chosen sentences, or the whole list that the sources give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from knowledge.documents import Document, DocumentSummary, Passage
from knowledge.grounding.evidence import Weights
from knowledge.grounding.statements import Statement, overlaps, reading_of
from knowledge.questions.queries import Query
from knowledge.sentences import sentence_spans
from knowledge.writing.enumerations import items_after
from knowledge.writing.outlines import listed_headings

PassagesOf = Callable[[Document], Sequence[Passage]]

LONGEST_LIST = 10
"""Items of a list that is shown as an answer; the markers of an answer have two digits at most."""


def listed_points(
    query: Query,
    weights: Weights,
    documents: Iterable[tuple[Document, DocumentSummary]],
    passages_of: PassagesOf,
) -> list[Statement]:
    """Return the subheadings of the first document that has what is asked as a list, or nothing.

    Args:
        query: The question.
        weights: Of its content words.
        documents: With their summaries, the best first.
        passages_of: Reads a document's passages.
    """
    for document, summary in documents:
        spans = [(heading.start, heading.end) for heading in listed_headings(query.text, document, weights)]
        if points := statements_at(spans[:LONGEST_LIST], document, summary, passages_of(document) if spans else ()):
            return points
    return []


def with_items(chosen: Sequence[Statement], document: Document, passages_of: PassagesOf) -> list[Statement]:
    """Return the chosen statements, or the best one with all items of the list that it announces.

    Args:
        chosen: The best first.
        document: Where the best stands.
        passages_of: Reads a document's passages.
    """
    best = chosen[0]
    sentences = sentence_spans(document.text)
    position = next(i for i, (_, end) in enumerate(sentences) if end >= best.end)
    spans = items_after(sentences, document.text, position)[:LONGEST_LIST]
    items = statements_at(spans, document, best.document, passages_of(document) if spans else ())
    return [best, *items] if items else list(chosen)


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
