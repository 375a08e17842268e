"""How well the sources bear on a question: what decides between an answer and an honest no.

Three things speak for answering. The question's rare words stand in one passage (coverage); a sentence of it is close
in meaning (closeness); and nothing that the question names exactly is missing. The figures were set on the tuning half
of our questions over the seeds; see docs/decisions/0007-refusal.md.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from knowledge.documents import Frozen, Hit
from knowledge.queries import Query, synonyms
from knowledge.tokens import arabic_numerals, fold, grams

ENOUGH = 0.6
"""Evidence from which there is an answer."""

CLOSENESS = 6.0
"""What a cosine above the usual one counts, in coverage: .02 nearer weighs like an eighth of the question's words."""

MUCH = 0.3
"""Share of a question's weight that a word carries when the question is about it: 起征点 in 个税起征点是多少."""

USUAL_COSINE = {"bundled-e5-small": 0.9}
"""By model: the cosine of a question and a sentence on its subject that need not answer it. E5 models place any two
texts between .7 and 1. Of a model that is not listed nothing is known, and coverage decides alone."""


class Weights(Frozen):
    """How much each content word of one question tells: rare words much, common ones little."""

    of: Mapping[str, float]
    nowhere: frozenset[str] = frozenset()
    """Words that stand in no passage, nor does a synonym of them."""

    @property
    def total(self) -> float:
        """The sum over the question's content words; 0 when it has none."""
        return sum(self.of.values())


class Evidence(Frozen):
    """What speaks for answering."""

    coverage: float
    """Share of the question's weight that the sources cover, 0 to 1: mean of the best passage and the best sentence.
    A passage may have all words of a question in sentences that do not answer it."""

    closeness: float
    """How much nearer than usual the best sentence is to the question, in cosine; 0 for an unknown model, and never
    above 0 when a word is missing that carries much of the question: nearness does not replace what was asked."""

    missing: tuple[str, ...]
    """Words of the question that the best passage lacks, most telling first."""

    @property
    def sufficient(self) -> bool:
        """Whether the sources may be quoted in answer to the question."""
        return self.coverage + CLOSENESS * self.closeness >= ENOUGH if self.coverage else False


def weigh(frequency: Mapping[str, int], passages: int) -> Weights:
    """Return the inverse document frequency of each content word of a question.

    A word that stands in no passage weighs most: a text that cannot have it cannot answer.

    Args:
        frequency: Passages with each content word or a synonym of it.
        passages: Passages in all.

    Source:
        Robertson, Spärck Jones (1976), smoothed so that a word in every passage still counts a little.
    """
    return Weights(
        of={word: math.log(1 + (passages + 1) / (count + 0.5)) for word, count in frequency.items()},
        nowhere=frozenset(word for word, count in frequency.items() if count == 0),
    )


def gather(
    query: Query, hits: Sequence[Hit], weights: Weights, *, sentence: tuple[float, float] | None, model: str
) -> Evidence:
    """Weigh what was found against what was asked.

    Args:
        query: The question.
        hits: Those of the retrieved that have everything the question names exactly, best first.
        weights: Of the question's content words.
        sentence: Coverage of the best sentence, and the best similarity of one to the question, -1 to 1; None when no
            sentence could answer.
        model: Identity of the embedding model.
    """
    if not hits or sentence is None:
        return Evidence(coverage=0.0, closeness=0.0, missing=query.specifics)
    best = max((matchable(hit) for hit in hits), key=lambda text: coverage(text, weights))
    missing = missing_words(best, weights)
    covered, cosine = sentence
    usual = next((value for name, value in USUAL_COSINE.items() if model.startswith(name)), cosine)
    lacks_much = any(weights.of[word] >= MUCH * weights.total for word in missing)
    closeness = min(cosine - usual, 0.0) if lacks_much else cosine - usual
    share = (coverage(best, weights) + covered) / 2
    return Evidence(coverage=share, closeness=closeness, missing=tuple(missing))


def coverage(text: str, weights: Weights) -> float:
    """Return the share of the question's weight whose words `text` has, 0 to 1.

    Args:
        text: Folded, with Arabic numerals: see `matchable_text`.
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
    """Return the places, numbers, articles and quoted strings of the question that the hit's passage and title lack."""
    text = matchable(hit)
    return [specific for specific in query.specifics if not _stands_in(specific, text)]


def matchable(hit: Hit) -> str:
    """Return what a passage can be matched on: title, issuer, heading path and text, folded."""
    document = hit.document
    return matchable_text("\n".join((document.title, document.issuer or "", hit.passage.locator, hit.passage.text)))


def matchable_text(text: str) -> str:
    """Return `text` as the functions of this module expect it: folded, with Arabic numerals."""
    return arabic_numerals(fold(text))


def _stands_in(specific: str, text: str) -> bool:
    """Tell whether `text` has what was named exactly; a number not as part of a longer one."""
    if specific.isdecimal():
        return re.search(rf"(?<!\d){specific}(?!\d)", text) is not None
    return specific in text


def _presence(word: str, text: str) -> float:
    """Return 1 when the word or a synonym stands in the text, otherwise half the share of its grams that do."""
    if any(variant in text for variant in synonyms(word)):
        return 1.0
    pairs = [gram for gram in grams(word) if len(gram) == 2]  # noqa: PLR2004
    if len(pairs) < 2:  # noqa: PLR2004
        return 0.0
    return 0.5 * sum(pair in text for pair in pairs) / len(pairs)
