"""Whether a question leans on the one before it: the judge's network reads it alone, and a small head says.

A logistic regression on the mean of the states of its tokens; `benchmarks/judging/leaning.py` trains it.
"""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.models.numbers import Floats, sigmoid
from knowledge.models.side_finding import WIDTH

LEANING_SHAPES: dict[str, tuple[int, ...]] = {"weight": (WIDTH,), "bias": ()}
"""Shapes of the head's weights."""


class LeaningHead:
    """Says how likely a question leaves to the one before it what it is about.

    Args:
        weights: As in `LEANING_SHAPES`.
    """

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._weights = weights

    def likelihood(self, states: Floats) -> float:
        """Return how likely a question leans on another, 0 to 1.

        Args:
            states: Of its own tokens, shape (tokens, width).
        """
        if not len(states):
            return 1.0
        return float(sigmoid(states.mean(axis=0) @ self._weights["weight"] + self._weights["bias"]))
