"""Several rankings into one: shares on scales that do not stretch, weights, addition.

A signal that cannot tell its hundred best apart must not count as much as one that can. So nothing is stretched to 0..1
by a ranking's own best and worst; each signal has one scale for all questions (docs/decisions/0030-one-scale.md).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from math import log, sqrt

from knowledge.documents import Frozen
from knowledge.questions.queries import Form, Query

Ranking = Sequence[tuple[str, float]]
"""(passage id, score) pairs, best first; higher is better."""

NEAR = 0.1
"""Cosine: a passage this much further than the nearest has nothing left of its closeness. The model's cosines are
crowded; the hundred nearest of the tuning questions lie within .03 to .08."""

Shares = tuple[Mapping[str, float], float]
"""Share by passage id, and that of a passage which the signal did not return."""


class Weights(Frozen):
    """How much each signal counts; a signal without weight is not asked."""

    dense: float = 0.0
    words: float = 0.0
    grams: float = 0.0
    coverage: float = 0.0
    """Of the square of the share of the question's rare terms that a passage has."""

    article: float = 0.0
    """Of standing under an article of the number that is asked for."""

    def where_covered(self, best: float) -> Weights:
        """Return the weights where the best passage has the share `best`, 0 to 1, of what is asked.

        Words count by its fourth power: where one passage has them all, they are its own words; where the best has
        half of them, they are somebody's name for the subject.
        """
        return self.model_copy(update={"words": self.words * best**4}) if self.coverage else self

    @property
    def total(self) -> float:
        """What a passage gets that everything speaks for."""
        return self.dense + self.words + self.grams + self.coverage + self.article


Weighting = Callable[[Query], Weights]

DENSE_ALONE = Weights(dense=1.0)
LEXICAL_ALONE = Weights(words=0.5, grams=0.5)

_SENTENCES = Weights(dense=1.0, grams=0.25, coverage=0.55)
_REFERENCES = _SENTENCES.model_copy(update={"article": 0.6})
_KEYWORDS = Weights(dense=1.0, words=0.9, grams=0.15, coverage=0.25)

_BY_FORM = {Form.QUESTION: _SENTENCES, Form.REFERENCE: _REFERENCES, Form.KEYWORDS: _KEYWORDS}


def weights_for(query: Query) -> Weights:
    """Return the weights for a question; those of keywords hold where they stand together in a passage (0031)."""
    return _BY_FORM[query.form]


def closeness(ranking: Ranking) -> Shares:
    """Return how close passages are by cosine: 1 for the nearest, 0 from `NEAR` further on.

    What was not returned is no closer than the last that was.
    """
    if not ranking:
        return {}, 0.0
    nearest, furthest = ranking[0][1], ranking[-1][1]
    near = {key: max(0.0, 1 - (nearest - cosine) / NEAR) for key, cosine in ranking}
    return near, max(0.0, 1 - (nearest - furthest) / NEAR)


def evidence(ranking: Ranking, *, terms: int, passages: int) -> Shares:
    """Return what BM25 says, on a scale for all questions and libraries: about 1 where a third of the terms is found.

    A rare term counts up to ln N in N passages; the sum grows with the terms, what it tells with their root.

    Args:
        ranking: (passage id, BM25) pairs.
        terms: How many were searched for.
        passages: How many there are.
    """
    scale = log(passages + 2) * sqrt(max(terms, 1))
    return {key: score / scale for key, score in ranking}, 0.0


def fuse(*signals: tuple[float, Shares], among: Collection[str]) -> list[tuple[str, float]]:
    """Merge weighted signals into one ranking, best first; equal scores stand in the order of their ids.

    Args:
        signals: Each with its weight.
        among: Ids that are wanted.

    Example:
        (1.0, ({"a": 1, "b": .8}, .5)), (0.5, ({"b": 1, "c": 1}, 0)), among abc -> b 1.3, a 1.0, c 1.0

    Source:
        Bruch, Gai, Ingber (2023), "An Analysis of Fusion Functions for Hybrid Retrieval", TOIS: a convex combination
        beats fusion by rank, and scales that do not depend on the question's own results are as good.
    """
    total = {key: sum([weight * shares.get(key, missing) for weight, (shares, missing) in signals]) for key in among}
    return sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))
