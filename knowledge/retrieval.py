"""Question to hits: three signals, the question's terms in each candidate, one fusion, and nothing said twice.

The signals are dense (cosine of embeddings), words and grams (BM25 over each). They are fused together with how much of
the question each candidate covers (docs/decisions/0030-one-scale.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from typing import NamedTuple, Protocol

from knowledge.candidates import Admits, Candidate
from knowledge.documents import DocumentSummary, Frozen, Hit
from knowledge.ports import Embedder, LexicalIndex, Reranker, VectorIndex
from knowledge.questions.filters import EVERYTHING, Filters
from knowledge.questions.queries import Query, parse_query
from knowledge.ranking.diversity import Arrangement, spread
from knowledge.ranking.fusion import Ranking, Shares, Weighting, Weights, closeness, evidence, fuse, weights_for
from knowledge.tokens import arabic_numerals, embedding_text, fold

CANDIDATES = 100
"""Passages fetched from each signal; the tables in the evaluation were made with the same."""

FILTERED_CANDIDATES = 1000
"""The same where only some documents are wanted: most of what is fetched is left out then."""


class PassageReader(Protocol):
    """Where passages are read: committed ones that the person may see, and no others."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Have all that this thread reads see the same state of the catalog while the block lasts."""

    def candidates(
        self, ids: Sequence[str], labels: frozenset[str], admits: Admits | None = None
    ) -> Mapping[str, Candidate]:
        """Return the passage behind each id that is committed and visible, and whose document is admitted."""


class Scores(Frozen):
    """What each signal said of one hit; None where it did not return it."""

    dense: float | None
    """Cosine, -1 to 1."""

    words: float | None
    grams: float | None
    """BM25, above 0."""

    coverage: float | None
    """Share of the question's words and grams that the passage has, weighed by rarity, 0 to 1."""

    rerank: float | None = None
    """What the reranker gave, where one is set; of the best only."""


class Findings(Frozen):
    """Hits with how they came about."""

    query: Query
    weights: Weights
    hits: tuple[Hit, ...]
    scores: tuple[Scores, ...]
    """One a hit, in their order."""


class _Terms(NamedTuple):
    """What full text says of a question."""

    said: Mapping[str, Ranking]
    rarity: tuple[Mapping[str, float], ...]
    """Of the question's words and of its grams; empty where coverage has no weight."""

    passages: int
    """How many are searched."""


class _Candidates(NamedTuple):
    """What the signals return for one question, whatever documents are wanted of it."""

    question: str
    query: Query
    weights: Weights
    said: Mapping[str, Ranking]
    terms: _Terms
    found: Mapping[str, Candidate]


class Retriever:
    """Finds the passages that bear on a question."""

    def __init__(
        self,
        *,
        embedder: Embedder,
        vectors: VectorIndex,
        lexical: LexicalIndex,
        passages: PassageReader,
        weighting: Weighting = weights_for,
        arrange: Arrangement = spread,
        reranker: Reranker | None = None,
    ) -> None:
        self._embedder = embedder
        self._vectors = vectors
        self._lexical = lexical
        self._passages = passages
        self._weighting = weighting
        self._arrange = arrange
        self._reranker = reranker

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
        return list(self.find(question, labels=labels, limit=limit, filters=filters).hits)

    def find(
        self, question: str, *, labels: frozenset[str], limit: int = 10, filters: Filters = EVERYTHING
    ) -> Findings:
        """Return the same with what each signal said; the arguments are those of `retrieve`."""
        return self.find_each(question, labels=labels, wanted=[(filters, limit)])[0]

    def retrieve_each(
        self, question: str, *, labels: frozenset[str], limit: int, filters: Sequence[Filters]
    ) -> list[list[Hit]]:
        """Return the best passages under each of several filters."""
        wanted = [(each, limit) for each in filters]
        return [list(findings.hits) for findings in self.find_each(question, labels=labels, wanted=wanted)]

    def find_each(
        self, question: str, *, labels: frozenset[str], wanted: Sequence[tuple[Filters, int]]
    ) -> list[Findings]:
        """Return what is found under each of several filters, so many hits; the signals are asked once for all."""
        candidates = self._candidates(question, labels, [filters for filters, _ in wanted])
        return [self._ranked(candidates, limit, filters) for filters, limit in wanted]

    def _candidates(self, question: str, labels: frozenset[str], filters: Sequence[Filters]) -> _Candidates:
        """Ask every signal as deep as one of the filters needs it, and read what any of them admits."""
        query = parse_query(question)
        weights = self._weighting(query) if query.words or query.grams else Weights()  # punctuation asks for nothing
        fetched = max(map(_depth, filters), default=0)
        # First of all: while a model is waited for, nothing of the catalog is held that others may wait for.
        vector = self._embedder.embed_query(embedding_text("", "", query.sought)) if weights.dense else None
        with self._passages.snapshot():
            near = {} if vector is None else {"dense": self._vectors.search(vector, limit=fetched, labels=labels)}
            terms = self._terms(query, weights, labels, fetched)
            said = {**near, **terms.said}
            found = self._read(said, labels, filters)
        return _Candidates(question, query, weights, said, terms, found)

    def _read(
        self, said: Mapping[str, Ranking], labels: frozenset[str], filters: Sequence[Filters]
    ) -> dict[str, Candidate]:
        """Read what the signals returned, as deep and as far as it is wanted."""
        narrow = [each for each in filters if each != EVERYTHING]

        def admits(document: DocumentSummary) -> bool:
            return any(each.admits(document) for each in narrow)

        found = dict(self._passages.candidates(_ids(said, FILTERED_CANDIDATES), labels, admits)) if narrow else {}
        if EVERYTHING in filters:
            found |= self._passages.candidates(_ids(said, CANDIDATES), labels)
        return found

    def _ranked(self, candidates: _Candidates, limit: int, filters: Filters) -> Findings:
        """Fuse what the signals said of the documents that are wanted."""
        question, query, weights, whole, terms, found = candidates
        said = {name: ranking[: _depth(filters)] for name, ranking in whole.items()}
        wanted = {
            key: each
            for key in _ids(said, _depth(filters))
            if (each := found.get(key)) is not None and filters.admits(each.document)
        }
        if not wanted:
            return Findings(query=query, weights=weights.where_covered(0.0), hits=(), scores=())
        covered = _coverage(terms.rarity, wanted) if terms.rarity else {}
        weights = weights.where_covered(max(covered.values(), default=0.0))
        signals = _shares(query, weights, said, terms.passages)
        numbered = {key: 1.0 for key, each in wanted.items() if _stands_under(query.articles, each)}
        squared = {key: share**2 for key, share in covered.items()}
        beside = ((weights.coverage, (squared, 0.0)), (weights.article, (numbered, 0.0)))
        ranked = fuse(*signals, *beside, among=wanted)
        reranked = self._reranker.scores(question, [found[k].reading for k, _ in ranked]) if self._reranker else []
        order = _reordered(ranked, reranked)
        diverse = islice(self._arrange((found[key].document.id, found[key].folded) for key, _ in order), limit)
        hits = [
            _hit(rank, found[order[i][0]], min(1.0, order[i][1] / weights.total))
            for rank, i in enumerate(diverse, start=1)
        ]
        rerank = dict(zip((key for key, _ in ranked), reranked, strict=False))
        by_signal = {name: dict(ranking) for name, ranking in said.items()}
        scores = [_scores(hit.passage.id, by_signal, covered, rerank) for hit in hits]
        return Findings(query=query, weights=weights, hits=tuple(hits), scores=tuple(scores))

    def _terms(self, query: Query, weights: Weights, labels: frozenset[str], limit: int) -> _Terms:
        """Return what has the question's terms, best first, and how rare they are."""
        said: dict[str, Ranking] = {}
        if weights.words:
            said["words"] = self._lexical.search_words(query.words, limit=limit, labels=labels)
        if weights.grams:
            said["grams"] = self._lexical.search_grams(query.grams, limit=limit, labels=labels)
        passages = self._lexical.passage_count()
        return _Terms(said, self._rarity(query, passages) if weights.coverage else (), passages)

    def _rarity(self, query: Query, passages: int) -> tuple[dict[str, float], ...]:
        """Return how rare the question's words are, and its grams."""
        counts = (self._lexical.document_frequency(query.words), self._lexical.gram_frequency(query.grams))
        return tuple(
            {term: math.log(1 + (passages + 1) / (count + 0.5)) for term, count in each.items()} for each in counts
        )


def _depth(filters: Filters) -> int:
    """Return how many passages of each signal are looked at."""
    return CANDIDATES if filters == EVERYTHING else FILTERED_CANDIDATES


def _ids(said: Mapping[str, Ranking], depth: int) -> list[str]:
    """Return the passages that any signal returned, each once."""
    return list(dict.fromkeys(key for ranking in said.values() for key, _ in ranking[:depth]))


def _shares(query: Query, weights: Weights, said: Mapping[str, Ranking], passages: int) -> list[tuple[float, Shares]]:
    """Put what the signals said on their scales, each with its weight."""
    terms = {"words": len(query.words), "grams": len(query.grams)}
    return [
        (
            getattr(weights, name),
            closeness(ranking) if name == "dense" else evidence(ranking, terms=terms[name], passages=passages),
        )
        for name, ranking in said.items()
    ]


def _coverage(rarity: Sequence[Mapping[str, float]], found: Mapping[str, Candidate]) -> dict[str, float]:
    """Return by passage id which share of the question's words and grams it has, weighed by their rarity."""
    weighed = [(list(terms.items()), sum(terms.values()) or 1.0) for terms in rarity]
    texts = {key: each.matchable for key, each in found.items()}
    return {
        key: sum(sum([weight for term, weight in terms if term in text]) / total for terms, total in weighed)
        / len(weighed)
        for key, text in texts.items()
    }


def _reordered(ranked: Sequence[tuple[str, float]], reranked: Sequence[float]) -> list[tuple[str, float]]:
    """Put what was reranked in the order of its new scores; what was not stays behind in its own."""
    best = sorted(range(len(reranked)), key=lambda i: -reranked[i])
    return [*(ranked[i] for i in best), *ranked[len(reranked) :]]


def _stands_under(articles: Sequence[str], candidate: Candidate) -> bool:
    """Tell whether a passage's title or heading path has one of these numbers of articles."""
    return bool(articles) and any(one in arabic_numerals(fold(candidate.headings)) for one in articles)


def _hit(rank: int, candidate: Candidate, score: float) -> Hit:
    passage, document, source = candidate.found
    return Hit(rank=rank, score=round(score, 6), passage=passage, document=document, source=source)


def _scores(
    passage_id: str,
    said: Mapping[str, Mapping[str, float]],
    covered: Mapping[str, float],
    reranked: Mapping[str, float],
) -> Scores:
    return Scores(
        dense=said.get("dense", {}).get(passage_id),
        words=said.get("words", {}).get(passage_id),
        grams=said.get("grams", {}).get(passage_id),
        coverage=covered.get(passage_id),
        rerank=reranked.get(passage_id),
    )
