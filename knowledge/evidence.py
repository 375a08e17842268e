"""How well a text covers what a question asks about: what decides between an answer and an honest no."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from knowledge.documents import Frozen, Hit
from knowledge.queries import Query, synonyms
from knowledge.tokens import arabic_numerals, fold, grams


class Weights(Frozen):
    """How much each content word of one question tells: rare words much, common ones little."""

    of: Mapping[str, float]

    @property
    def total(self) -> float:
        """The sum over the question's content words; 0 when it has none."""
        return sum(self.of.values())


def weigh(query: Query, frequency: Mapping[str, int], passages: int) -> Weights:
    """Return the inverse document frequency of each content word.

    A word that stands in no passage weighs most: a text that cannot have it cannot answer.

    Args:
        query: The question.
        frequency: Passages with each content word or a synonym of it.
        passages: Passages in all.

    Source:
        Robertson, Spärck Jones (1976), smoothed so that a word in every passage still counts a little.
    """
    return Weights(of={word: math.log(1 + (passages + 1) / (frequency.get(word, 0) + 0.5)) for word in query.content})


def coverage(text: str, weights: Weights) -> float:
    """Return the share of the question's weight whose words `text` has, 0 to 1.

    Args:
        text: Folded, with Arabic numerals: see `matchable`.
        weights: Of the question's content words.
    """
    if not weights.total:
        return 0.0
    return sum(weight * _presence(word, text) for word, weight in weights.of.items()) / weights.total


def missing_words(text: str, weights: Weights) -> list[str]:
    """Return the content words that `text` lacks, the most telling first."""
    absent = [word for word in weights.of if not _presence(word, text)]
    return sorted(absent, key=lambda word: -weights.of[word])


def lacks_specifics(query: Query, hit: Hit) -> list[str]:
    """Return the places, numbers and quoted strings of the question that the hit's passage and title lack."""
    text = matchable(hit)
    return [specific for specific in query.specifics if specific not in text]


def matchable(hit: Hit) -> str:
    """Return what a passage can be matched on: title, issuer, heading path and text, folded."""
    document = hit.document
    return matchable_text("\n".join((document.title, document.issuer or "", hit.passage.locator, hit.passage.text)))


def matchable_text(text: str) -> str:
    """Return `text` as the functions of this module expect it."""
    return arabic_numerals(fold(text))


def _presence(word: str, text: str) -> float:
    """Return 1 when the word or a synonym stands in the text, otherwise half the share of its grams that do."""
    if any(variant in text for variant in synonyms(word)):
        return 1.0
    pairs: Sequence[str] = [gram for gram in grams(word) if len(gram) == 2]  # noqa: PLR2004
    if len(pairs) < 2:  # noqa: PLR2004
        return 0.0
    return 0.5 * sum(pair in text for pair in pairs) / len(pairs)


class Evidence(Frozen):
    """What speaks for answering at all."""

    coverage: float
    """Best share of the question's weight that one passage covers, 0 to 1."""

    cosine: float
    """Best similarity of a sentence to the question, -1 to 1."""

    missing: tuple[str, ...]
    """Words of the question that the best passage lacks, most telling first."""

    @property
    def sufficient(self) -> bool:
        """Whether the sources bear on the question enough to be quoted in answer to it."""
        return self.coverage >= ENOUGH_COVERAGE


ENOUGH_COVERAGE = 0.62
"""Set on the development questions."""


def gather(query: Query, hits: Sequence[Hit], weights: Weights, *, best_cosine: float) -> Evidence:
    """Weigh what was found against what was asked.

    Args:
        query: The question.
        hits: What was retrieved, best first.
        weights: Of the question's content words.
        best_cosine: Best similarity of a sentence of the hits to the question.
    """
    fitting = [hit for hit in hits if not lacks_specifics(query, hit)]
    if not fitting:
        lacking = lacks_specifics(query, hits[0]) if hits else list(query.specifics)
        return Evidence(coverage=0.0, cosine=best_cosine, missing=tuple(lacking))
    texts = [matchable(hit) for hit in fitting]
    best = max(texts, key=lambda text: coverage(text, weights))
    return Evidence(coverage=coverage(best, weights), cosine=best_cosine, missing=tuple(missing_words(best, weights)))
