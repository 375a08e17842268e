"""What others reach with the same signals: one convex combination for everything, each signal stretched to 0..1."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

from bot.retrieval_measuring import AllAsked, Rankings
from knowledge.evaluation.judgements import JudgedQueries
from knowledge.library import Library
from knowledge.tokens import embedding_text, grams, words

CANDIDATES = 100
PAIR = 2

FIXED = {"min-max .6 .2 .2": (0.6, 0.2, 0.2), "min-max .4 .3 .3": (0.4, 0.3, 0.3)}
"""Weights of dense, words and grams: the best that were tried for the sets beside the checkout."""


def ask_fixed(library: Library, judged: JudgedQueries, weights: Sequence[float], *, limit: int) -> AllAsked:
    """Ask every query, and rank the entries by their best passages."""
    labels = library.catalog.labels()
    rankings: Rankings = {}
    seconds = []
    for name, text in judged.queries.items():
        began = perf_counter()
        vector = library.embedder.embed_query(embedding_text("", "", text))
        signals = (
            library.search(vector, limit=CANDIDATES, labels=labels),
            library.lexical.search_words(list(dict.fromkeys(words(text))), limit=CANDIDATES, labels=labels),
            library.lexical.search_grams(_pairs(text), limit=CANDIDATES, labels=labels),
        )
        total: dict[str, float] = {}
        for weight, ranking in zip(weights, signals, strict=True):
            for key, share in _stretched(ranking).items():
                total[key] = total.get(key, 0.0) + weight * share
        ranked = sorted(total, key=lambda key: (-total[key], key))
        found = library.catalog.hits_for(ranked, labels)
        entries = list(dict.fromkeys(found[key][1].id for key in ranked if key in found))[:limit]
        seconds.append(perf_counter() - began)
        rankings[name] = {entry: 1 / rank for rank, entry in enumerate(entries, start=1)}
    return AllAsked(rankings=rankings, seconds=tuple(seconds))


def _pairs(text: str) -> list[str]:
    return [gram for gram in dict.fromkeys(grams(text)) if len(gram) == PAIR]


def _stretched(ranking: Sequence[tuple[str, float]]) -> dict[str, float]:
    """Move scores to 0..1 by their best and worst."""
    if not ranking:
        return {}
    best, worst = ranking[0][1], ranking[-1][1]
    return {key: (score - worst) / (best - worst) if best > worst else 1.0 for key, score in ranking}
