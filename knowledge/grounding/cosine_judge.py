"""What stands in for the judge where it cannot be loaded: how near text and question are, by the embedder's cosine."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numpy as np

from knowledge.ports import Embedder, Judgement, Window

USUAL, SPREAD = {"bundled-e5-small": (0.88, 0.015)}, (0.45, 0.1)
"""By model, the cosine at which one text in two answers, and by how much it must rise for the odds to grow e-fold. E5
models place any two texts between .7 and 1; of a model that is not listed the middle of the scale is taken."""

MOST = 40
"""Spans that are compared: embedding takes some 5 ms each, and the answer waits for it."""


SHORT = 12
"""Characters below which a question after another is read with it; of the blind sets' follow-ups two in three."""


class CosineJudge:
    """Says how likely texts answer, by cosine alone."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        known = (values for name, values in USUAL.items() if embedder.identity.startswith(name))
        self._usual, self._spread = next(known, SPREAD)

    def sides(self, question: str) -> list[tuple[int, int]]:  # noqa: ARG002
        """Return none: a cosine finds no sides."""
        return []

    def leans(self, question: str) -> float:
        """Return 1 for a few words, 0 for more."""
        return float(len(question) < SHORT)

    def judge(self, question: str, windows: Sequence[Window]) -> list[Judgement]:
        """Return one judgement a window; a window bears as much as its best span does."""
        texts = [window.text[start:end] for window in windows for start, end in window.spans]
        if not texts:
            return [Judgement(bears=0.0, holds=0.0, answers=()) for _ in windows]
        vectors = self._embedder.embed_passages(texts[:MOST])
        cosines = vectors @ self._embedder.embed_query(question)
        likely = 1 / (1 + np.exp(-(cosines - self._usual) / self._spread))
        answers = iter([*likely.tolist(), *[0.0] * (len(texts) - MOST)])
        found = [tuple(islice(answers, len(window.spans))) for window in windows]
        return [Judgement(max(each, default=0.0), max(each, default=0.0), each) for each in found]
