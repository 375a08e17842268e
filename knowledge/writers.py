"""The extractive writer: picks the sentences that answer, in the words of the sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from knowledge.documents import Frozen, Hit
from knowledge.evidence import Weights, coverage, matchable_text
from knowledge.ports import Embedder
from knowledge.queries import Query
from knowledge.statements import Statement
from knowledge.tokens import fold, grams

POINTS = 5
"""Points of an answer: what is read on a telephone without scrolling twice."""

PER_DOCUMENT = 2
"""Points from one document, so that an answer shows more than one source where there is more than one."""

WORTH_SAYING = 0.6
"""Share of the best point's score below which another point is left out. Set on the development questions."""

SAME = 0.5
"""Share of grams (Jaccard) from which two sentences say the same."""

COVERAGE, SIMILARITY, RANK, LEANING = 0.45, 0.35, 0.2, 0.15
"""What makes a sentence answer: words of the question, meaning, its passage's rank, less for leaning on another."""


class Scored(Frozen):
    """A statement with what speaks for it."""

    statement: Statement
    coverage: float
    """Share of the question's weight in its words, 0 to 1."""

    cosine: float
    """Similarity to the question, -1 to 1."""

    score: float
    """Higher is better; comparable within one question."""


def score_statements(
    query: Query, statements: Sequence[Statement], hits: Sequence[Hit], *, weights: Weights, embedder: Embedder
) -> list[Scored]:
    """Return the statements with their scores, best first.

    Args:
        query: The question.
        statements: Of the hits' passages.
        hits: Whose scores their statements inherit.
        weights: Of the question's content words.
        embedder: Compares question and statement.
    """
    if not statements:
        return []
    vectors = embedder.embed_passages([statement.reading for statement in statements])
    cosines = vectors @ embedder.embed_query(query.text)
    spread = max(float(np.ptp(cosines)), 1e-6)
    of_passage = {hit.passage.id: hit.score for hit in hits}
    scored = []
    for statement, cosine in zip(statements, cosines.tolist(), strict=True):
        covered = coverage(matchable_text(f"{statement.passage.locator}\n{statement.quote}"), weights)
        score = (
            COVERAGE * covered
            + SIMILARITY * (cosine - float(cosines.min())) / spread
            + RANK * of_passage[statement.passage.id]
            - LEANING * statement.leans_back
        )
        scored.append(Scored(statement=statement, coverage=covered, cosine=cosine, score=score))
    return sorted(scored, key=lambda one: -one.score)


def choose(query: Query, scored: Sequence[Scored]) -> list[Scored]:
    """Return the points of the answer, best first: about the subject, not twice the same, from several documents."""
    about = _about_the_subject(query, scored)
    chosen: list[Scored] = []
    per_document: Counter[str] = Counter()
    for one in about:
        if len(chosen) == POINTS or one.score < WORTH_SAYING * about[0].score:
            break
        document_id = one.statement.document.id
        if per_document[document_id] < PER_DOCUMENT and not any(says_the_same(one, other) for other in chosen):
            chosen.append(one)
            per_document[document_id] += 1
    return chosen


def _about_the_subject(query: Query, scored: Sequence[Scored]) -> list[Scored]:
    """Keep the statements that name what is asked to be explained, when any does."""
    if query.subject is None:
        return list(scored)
    naming = [one for one in scored if query.subject in fold(one.statement.quote)]
    return naming or list(scored)


def says_the_same(one: Scored, other: Scored) -> bool:
    """Tell whether two statements share so many grams that one of them is enough."""
    first, second = set(grams(one.statement.reading)), set(grams(other.statement.reading))
    return len(first & second) >= SAME * len(first | second)
