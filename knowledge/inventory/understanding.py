"""What a question about the library asks: by the nearest of labelled example questions, in the encoder's vectors.

Vectors of short questions all lie in one narrow cone, so the mean of the examples is taken from each before they are
compared.
"""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from functools import cached_property

import numpy as np

from knowledge.lexicon.reader import lexicon_lines
from knowledge.ports import Embedder, Vectors

NEIGHBOURS = 3
"""Examples that speak for each sort of question: one alone is often near by its wording only."""

NEAREST = 0.35
"""Cosine that the nearest example must have, the mean taken away: set on the half `tune` of
tests/evaluation/library_questions.jsonl (2026-11-30, benchmarks.library_questions)."""


class Intent(StrEnum):
    """What is asked of the library."""

    HOLDINGS = "holdings"
    NEWEST = "newest"
    ABILITIES = "abilities"
    UPLOADER = "uploader"
    OTHER = "other"


class Understanding:
    """Reads questions by examples; the examples' vectors are made when the first question needs them."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def intent(self, masked: str) -> Intent:
        """Return what a question asks, in which sorts and years stand masked as `wanted_of` leaves them."""
        intents, vectors, mean = self._examples
        near = vectors @ _unit(self._embedder.embed_query(masked) - mean)
        said: defaultdict[Intent, list[float]] = defaultdict(list)
        for position in np.argsort(-near):
            said[intents[position]].append(float(near[position]))
        scores = {intent: sum(each[:NEIGHBOURS]) / NEIGHBOURS for intent, each in said.items()}
        best = max(scores, key=lambda intent: scores[intent])
        return best if said[best][0] >= NEAREST else Intent.OTHER

    @cached_property
    def _examples(self) -> tuple[list[Intent], Vectors, Vectors]:
        pairs = [line.split("\t") for line in lexicon_lines("library_questions.txt")]
        vectors = np.stack([self._embedder.embed_query(question) for _, question in pairs])
        mean: Vectors = vectors.mean(axis=0)
        centred: Vectors = np.stack([_unit(each - mean) for each in vectors])
        return [Intent(intent) for intent, _ in pairs], centred, mean


def _unit(vector: Vectors) -> Vectors:
    length = float(np.linalg.norm(vector))
    unit: Vectors = vector / length if length else vector
    return unit
