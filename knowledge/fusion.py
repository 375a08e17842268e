"""Several rankings into one: weights by the kind of question, min-max normalisation, addition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from knowledge.documents import Frozen
from knowledge.queries import Form, Query

Ranking = Sequence[tuple[str, float]]
"""(passage id, score) pairs, best first; higher is better, of any scale."""


class Weights(Frozen):
    """How much each signal counts; a signal without weight is not asked."""

    dense: float = 0.0
    words: float = 0.0
    grams: float = 0.0
    coverage: float = 0.0
    """Of the share of the question's rare grams that a passage has, added to the fused score of the best."""


Weighting = Callable[[Query], Weights]

DENSE_ALONE = Weights(dense=1.0)
LEXICAL_ALONE = Weights(words=0.5, grams=0.5)

_BY_FORM = {
    Form.QUESTION: Weights(dense=0.6, words=0.1, grams=0.3, coverage=0.6),
    Form.KEYWORDS: Weights(dense=0.6, words=0.2, grams=0.2),
}


def weights_for(query: Query) -> Weights:
    """Return the weights for a question of this form (docs/decisions/0004-retrieval.md has the figures)."""
    return _BY_FORM[query.form]


def shares(ranking: Ranking) -> dict[str, float]:
    """Move the scores of a ranking to 0..1 by its own best and worst; all are 1 where they are equal."""
    if not ranking:
        return {}
    scores = [score for _, score in ranking]
    best, worst = max(scores), min(scores)
    width = best - worst
    return {key: (score - worst) / width if width > 0 else 1.0 for key, score in ranking}


def fuse(*signals: tuple[float, Mapping[str, float]]) -> list[tuple[str, float]]:
    """Merge weighted signals into one ranking, best first; equal scores stand in the order of their ids.

    A passage that a signal did not return has 0 there. With weights that sum to 1 a fused score is in 0..1.

    Args:
        signals: (weight, share by passage id), shares as `shares` gives them.

    Example:
        (0.5, {"a": 1, "b": 0}), (0.5, {"b": 1, "c": 0}) -> a 0.5, b 0.5, c 0.0

    Source:
        Bruch, Gai, Ingber (2023), "An Analysis of Fusion Functions for Hybrid Retrieval", TOIS.
    """
    total: dict[str, float] = {}
    for weight, shared in signals:
        for key, share in shared.items():
            total[key] = total.get(key, 0.0) + weight * share
    return sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))
