"""Question to hits: three signals, one fusion, and no document crowds out the others.

The signals are dense (cosine of embeddings), words and grams (BM25 over each). Each is min-max normalised over its own
candidates and they are added with fixed weights; on the evaluation sets that beats reciprocal rank fusion
(docs/decisions/0004-retrieval.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol

from knowledge.documents import DocumentSummary, Frozen, Hit, Kind, Passage, SourceSpan
from knowledge.ports import Embedder, LexicalIndex, VectorIndex
from knowledge.queries import Query, parse_query
from knowledge.tokens import embedding_text

CANDIDATES = 100
"""Passages fetched from each signal; the tables in the evaluation were made with the same."""

DENSE, WORDS, GRAMS = 0.4, 0.3, 0.3
"""Weights of the signals; they sum to 1."""

PER_DOCUMENT = 3
"""Passages of one document that may stand before another document's first appears."""


class Filters(Frozen):
    """What kinds of document are wanted, and from which years; nothing given admits everything."""

    kind: Kind | None = None
    since: int | None = None
    """First year."""

    until: int | None = None
    """Last year."""

    def admits(self, document: DocumentSummary) -> bool:
        """Tell whether a document fits; one without a date fits no year."""
        if self.kind is not None and document.kind is not self.kind:
            return False
        if self.since is None and self.until is None:
            return True
        year = int(document.date[:4]) if document.date else None
        return year is not None and (self.since or year) <= year <= (self.until or year)


EVERYTHING = Filters()


class PassageReader(Protocol):
    """Where hits are read: committed passages that the person may see, and no others."""

    def hits_for(
        self, ids: Sequence[str], labels: frozenset[str]
    ) -> Mapping[str, tuple[Passage, DocumentSummary, SourceSpan]]:
        """Return passage, document and source for each id that is committed and visible."""


class Retriever:
    """Finds the passages that bear on a question."""

    def __init__(
        self, *, embedder: Embedder, vectors: VectorIndex, lexical: LexicalIndex, passages: PassageReader
    ) -> None:
        self._embedder = embedder
        self._vectors = vectors
        self._lexical = lexical
        self._passages = passages

    def retrieve(
        self, question: str, *, labels: frozenset[str], limit: int = 10, filters: Filters = EVERYTHING
    ) -> list[Hit]:
        """Return the best passages for `question`, best first, of those under `labels`.

        Args:
            question: As the person wrote it, in either script.
            labels: What the person may see.
            limit: Hits kept.
            filters: What kinds of document are wanted.
        """
        query = parse_query(question)
        fused = fuse(
            (DENSE, self._dense(query, labels)),
            (WORDS, self._lexical.search_words(query.words, limit=CANDIDATES, labels=labels)),
            (GRAMS, self._lexical.search_grams(query.grams, limit=CANDIDATES, labels=labels)),
        )
        found = self._passages.hits_for([passage_id for passage_id, _ in fused], labels)
        ranked = [
            (found[passage_id], score)
            for passage_id, score in fused
            if passage_id in found and filters.admits(found[passage_id][1])
        ]
        diverse = spread([(passage.document_id, i) for i, ((passage, _, _), _) in enumerate(ranked)])
        return [_hit(rank, *ranked[i]) for rank, i in enumerate(diverse[:limit], start=1)]

    def _dense(self, query: Query, labels: frozenset[str]) -> list[tuple[str, float]]:
        vector = self._embedder.embed_query(embedding_text("", "", query.text))
        return self._vectors.search(vector, limit=CANDIDATES, labels=labels)


def fuse(*signals: tuple[float, Sequence[tuple[str, float]]]) -> list[tuple[str, float]]:
    """Merge weighted rankings into one, best first; equal scores stand in the order of their ids.

    Each ranking's scores are moved to 0..1 by its own best and worst; a passage that a signal did not return has 0
    there. With weights that sum to 1 a fused score is in 0..1.

    Args:
        signals: (weight, [(passage id, score), ...]) with higher-is-better scores of any scale.

    Example:
        (0.5, [("a", 9), ("b", 1)]), (0.5, [("b", 2), ("c", 1)]) -> a 0.5, b 0.5, c 0.0

    Source:
        Bruch, Gai, Ingber (2023), "An Analysis of Fusion Functions for Hybrid Retrieval", TOIS.
    """
    total: Counter[str] = Counter()
    for weight, ranking in signals:
        if not ranking:
            continue
        scores = [score for _, score in ranking]
        best, worst = max(scores), min(scores)
        for passage_id, score in ranking:
            share = (score - worst) / (best - worst) if best > worst else 1.0
            total[passage_id] += weight * share  # type: ignore[assignment]  # Counter is typed for whole numbers
    return sorted(((key, float(value)) for key, value in total.items()), key=lambda pair: (-pair[1], pair[0]))


def spread(ranked: Sequence[tuple[str, int]]) -> list[int]:
    """Return positions reordered so that no document has more than `PER_DOCUMENT` before the others had a turn.

    Args:
        ranked: (document id, position) pairs, best first.

    Returns:
        Positions: first every document's best few in their order, then the rest in theirs.
    """
    seen: Counter[str] = Counter()
    first: list[int] = []
    rest: list[int] = []
    for document_id, position in ranked:
        seen[document_id] += 1
        (first if seen[document_id] <= PER_DOCUMENT else rest).append(position)
    return first + rest


def _hit(rank: int, found: tuple[Passage, DocumentSummary, SourceSpan], score: float) -> Hit:
    passage, document, source = found
    return Hit(rank=rank, score=round(score, 6), passage=passage, document=document, source=source)
