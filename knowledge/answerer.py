"""Question to reply: look, refuse or draft, cite, reply."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import Protocol

from knowledge import wording
from knowledge.answers import MARKER, Answer, Checks, Draft, NoAnswer, Notice, Progress, Seconds
from knowledge.conversation import standalone_question
from knowledge.documents import Document, DocumentSummary, Hit, Passage
from knowledge.errors import BadRequestError
from knowledge.evidence import Evidence, Weights, gather, lacks_specifics, weigh
from knowledge.filters import Filters
from knowledge.grounding import caution, cite
from knowledge.points import listed_points, with_items
from knowledge.ports import Embedder, LexicalIndex
from knowledge.queries import Query, parse_query, synonyms
from knowledge.regulations.scope import instrument_asked_of
from knowledge.retrieval import Retriever
from knowledge.small_talk import small_talk
from knowledge.statements import Statement, statements_of
from knowledge.writers import best_of, choose, score_statements

SHORTEST, LONGEST = 2, 1000
"""Characters of a question: one alone names nothing; above the limit it is a document, not a question."""

HITS = 10
"""Passages whose sentences may answer."""

NEAREST = 3
"""Passages shown beside a refusal."""


class Shelf(Protocol):
    """Where whole documents are read: committed ones that the person may see."""

    def document(self, document_id: str, labels: frozenset[str]) -> Document | None:
        """Return the document, or None when it is not there for this person."""

    def passages_of(self, document_id: str, labels: frozenset[str]) -> Sequence[Passage]:
        """Return its passages in order."""

    def documents(self, labels: frozenset[str]) -> Sequence[DocumentSummary]:
        """Return what this person may see."""


class Answerer:
    """Answers questions from the catalog, or says that it cannot."""

    def __init__(self, *, retriever: Retriever, embedder: Embedder, lexical: LexicalIndex, shelf: Shelf) -> None:
        self._retriever = retriever
        self._embedder = embedder
        self._lexical = lexical
        self._shelf = shelf

    def stream(
        self,
        question: str,
        *,
        labels: frozenset[str],
        previous: str | None = None,
        stop: threading.Event | None = None,
    ) -> Progress:
        """Yield the answer as it grows, then the reply to `question`.

        Args:
            question: As the person wrote it.
            labels: What the person may see.
            previous: The standalone question before it in the conversation, if any.
            stop: When set, nothing more is written; the reply is what was shown by then.

        Raises:
            BadRequestError: The question is too short or too long to be one.
        """
        check_length(question)
        if (notice := small_talk(question)) is not None:
            yield notice
            return
        if not labels:
            yield self._nothing(question)
            return
        began = perf_counter()
        query = parse_query(standalone_question(question, previous))
        hits = self._hits(query, labels)
        fitting = [hit for hit in hits if not lacks_specifics(query, hit)]
        weights = self._weights(query)
        documents = self._documents(fitting, labels)
        statements = [
            one
            for hit in fitting
            if hit.document.id in documents  # removed in the meantime, it no longer answers
            for one in statements_of(hit.passage, hit.document, documents[hit.document.id])
        ]
        retrieved = perf_counter()
        scored = score_statements(query, statements, fitting, weights=weights, embedder=self._embedder)
        evidence = gather(query, fitting, weights, sentence=best_of(scored), model=self._embedder.identity)
        chosen = [one.statement for one in choose(query, scored)] if evidence.sufficient else []
        seconds = Seconds(retrieve=retrieved - began, write=perf_counter() - retrieved, total=perf_counter() - began)
        if not chosen:
            yield self._refusal(question, query, hits, evidence, labels=labels, seconds=seconds)
            return
        points = self._points(query, chosen, weights, documents, labels)
        answer = _answer(question, query, points, documents, hits=hits, seconds=seconds)
        yield from line_by_line(answer, stop)

    def _nothing(self, question: str) -> NoAnswer:
        return NoAnswer(question=question, standalone_question=question, text=wording.NOTHING_HELD)

    def _hits(self, query: Query, labels: frozenset[str]) -> list[Hit]:
        """Find what may answer: where the question names an instrument, within that instrument."""
        hits = self._retriever.retrieve(query.text, labels=labels, limit=HITS)
        instrument = instrument_asked_of(query.text, hits)
        if instrument is None:
            return hits
        return self._retriever.retrieve(query.text, labels=labels, limit=HITS, filters=Filters(document=instrument))

    def _weights(self, query: Query) -> Weights:
        """Weigh the question's content words; a word counts wherever it or a synonym of it stands."""
        variants = {word: synonyms(word) for word in query.content}
        frequency = self._lexical.document_frequency([variant for group in variants.values() for variant in group])
        common = {word: max(frequency.get(variant, 0) for variant in group) for word, group in variants.items()}
        across = {word: straddling(query, word) for word, count in common.items() if count == 0 and len(word) == PAIR}
        used = self._lexical.document_frequency([pair for pairs in across.values() for pair in pairs])
        misread = {word for word, pairs in across.items() if any(used.get(pair) for pair in pairs)}
        known = {word: count for word, count in common.items() if word not in misread}
        return weigh(known, self._lexical.passage_count())

    def _documents(self, hits: Sequence[Hit], labels: frozenset[str]) -> dict[str, Document]:
        found = (self._shelf.document(document_id, labels) for document_id in {hit.document.id for hit in hits})
        return {document.id: document for document in found if document is not None}

    def _refusal(
        self,
        question: str,
        query: Query,
        hits: Sequence[Hit],
        evidence: Evidence,
        *,
        labels: frozenset[str],
        seconds: Seconds,
    ) -> NoAnswer:
        held = len(self._shelf.documents(labels))
        nearest = tuple(hits[:NEAREST])
        text = wording.not_supported(held, evidence.missing, nearest)
        return NoAnswer(question=question, standalone_question=query.text, text=text, nearest=nearest, seconds=seconds)

    def _points(
        self,
        query: Query,
        chosen: Sequence[Statement],
        weights: Weights,
        documents: Mapping[str, Document],
        labels: frozenset[str],
    ) -> list[Statement]:
        """Say the whole list where a document has what is asked as a list, otherwise what was chosen."""

        def passages_of(document: Document) -> Sequence[Passage]:
            return self._shelf.passages_of(document.id, labels)

        summaries = {statement.document.id: statement.document for statement in chosen}
        candidates = [(documents[document_id], summary) for document_id, summary in summaries.items()]
        return listed_points(query, weights, candidates, passages_of) or with_items(
            chosen, documents[chosen[0].document.id], passages_of
        )


def line_by_line(answer: Answer, stop: threading.Event | None) -> Progress:
    """Yield the text of a finished answer line by line, then the answer, or what was shown of it when stopped."""
    lines = answer.text.splitlines(keepends=True)
    for count in range(1, len(lines) + 1):
        if stop is not None and stop.is_set():
            yield cut_short(answer, "".join(lines[: count - 1]).rstrip())
            return
        yield Draft(text="".join(lines[:count]).rstrip())
    yield answer


def cut_short(answer: Answer, shown: str) -> Answer | Notice:
    """Return the answer with only the text that was shown, or a notice when nothing with a source was."""
    written = {int(number) for number in MARKER.findall(shown)}
    citations = tuple(citation for citation in answer.citations if citation.marker in written)
    if not citations:
        question, standalone = answer.question, answer.standalone_question
        return Notice(question=question, standalone_question=standalone, text=wording.STOPPED)
    count = len(citations)
    checks = Checks(sentences=count, cited=count, quotes=count, quotes_verified=count)
    fields = {"text": shown, "citations": citations, "checks": checks, "notice": wording.STOPPED_SHORT}
    return answer.model_copy(update=fields)


def check_length(question: str) -> None:
    """Refuse what cannot be a question.

    Raises:
        BadRequestError: Fewer than two characters, or more than a thousand.
    """
    length = len(question.strip())
    if length < SHORTEST:
        raise BadRequestError("问题太短，请写成一句话，例如“国企怎么推动党建和业务融合”。")
    if length > LONGEST:
        raise BadRequestError(f"问题有{length}字，超过{LONGEST}字的上限；请概括成一两句话再问。")


def _answer(
    question: str,
    query: Query,
    points: Sequence[Statement],
    documents: Mapping[str, Document],
    *,
    hits: Sequence[Hit],
    seconds: Seconds,
) -> Answer:
    """Write the points one below the other, each with its marker; the best stands first as the conclusion."""
    citations = [cite(marker, one, documents[one.document.id]) for marker, one in enumerate(points, start=1)]
    lines = [
        f"{'' if citation.marker == 1 else '· '}{one.reading}[{citation.marker}]{caution(citation)}"
        for one, citation in zip(points, citations, strict=True)
    ]
    count = len(points)
    return Answer(
        question=question,
        standalone_question=query.text,
        text="\n".join(lines),
        citations=tuple(citations),
        checks=Checks(sentences=count, cited=count, quotes=count, quotes_verified=count),
        nearest=tuple(hits[:NEAREST]),
        seconds=seconds,
    )
