"""How well the sources bear on a question: what decides between an answer and an honest no.

Three things speak for answering. The question's rare words stand in one sentence and its passage (coverage); the
sentence and the passage are close in meaning (closeness); and nothing that the question names exactly is missing. The
figures were set on the odd-numbered of our questions; see docs/decisions/0007-refusal.md.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from knowledge.documents import Frozen, Hit
from knowledge.questions.queries import Query, on_party_work, synonyms
from knowledge.regulations.numerals import printed
from knowledge.tokens import arabic_numerals, fold, pairs

ENOUGH = 0.6
"""Strength from which there is an answer."""

ENOUGH_AT_HOME = 0.5
"""The same for a question on party work, which such a library is made for: fewer of them ask what it cannot know."""

_AT_HOME = re.compile(
    r"党|支部|预备期|介绍人|三会一课|第一议题|组织关系|两张皮|书记|干部|融合|民主生活会|组织生活|总书记|廉政|作风|机关|国企"
)

SENTENCE, PASSAGE = 4.0, 12.0
"""What a cosine above the usual one counts, in coverage: a passage .02 nearer weighs like a quarter of the question's
words. Fitted with `ENOUGH` by logistic regression on the odd-numbered questions; see docs/decisions/0007-refusal.md."""

USUAL_COSINE = {"bundled-e5-small": 0.9}
"""By model: the cosine of a question and a text on its subject that need not answer it. E5 models place any two
texts between .7 and 1. Of a model that is not listed nothing is known, and coverage decides alone."""


REMEMBERED = 4096
"""Sentences and passages that are kept as they are matched, a few megabytes: a question meets each several times."""

NAMED_IN_ONE_PIECE = 4
"""Characters from which words that follow one another name a matter: 护照 alone stands in texts on anything."""

NAMING = 0.5
"""Share of the question's weight that such words have."""

_NAMED = str.maketrans("一二三四五六七八九", "123456789", "“”‘’《》〈〉")
"""“四个一起” is also written 4个“一起”."""

_NUMERALS = "一二三四五六七八九十百"
_YEARS_BELOW = 3
"""Digits: a year is never written 二千零二十三."""


class Weights(Frozen):
    """How much each content word of one question tells: rare words much, common ones little."""

    of: Mapping[str, float]
    nowhere: frozenset[str] = frozenset()
    """Words that stand in no passage, nor does a synonym of them."""

    @property
    def total(self) -> float:
        """The sum over the question's content words; 0 when it has none."""
        return sum(self.of.values())


class Support(NamedTuple):
    """What one sentence offers a question."""

    passage_id: str
    coverage: float
    """Share of the question's weight in the sentence, 0 to 1."""

    cosine: float
    """Of the sentence and the question, -1 to 1."""

    names: bool = False
    """Whether the sentence has, in one piece, the words by which the question names its matter (三级导师制), or in
    quotation marks what is asked to be explained: nobody else uses such words, and the model knows them least."""

    around: float = 0.0
    """Share of the question's weight in what tells its matter, where that stands before the passage."""


class Evidence(Frozen):
    """What speaks for answering."""

    coverage: float
    """Share of the question's weight, 0 to 1: mean of the best sentence and of the passage that it stands in. A passage
    may have all words of a question in sentences that do not answer it."""

    closeness: float
    """How much nearer than usual that sentence and the nearest passage are to the question, in coverage; 0 for an
    unknown model."""

    missing: tuple[str, ...]
    """Words of the question that stand in no material at all, most telling first."""

    enough: float = ENOUGH
    """Strength from which there is an answer to this question."""

    apart: tuple[str, ...] = ()
    """Names, places and years of the question that no passage near it has together."""

    @property
    def strength(self) -> float:
        """Coverage and closeness together."""
        return self.coverage + self.closeness

    @property
    def sufficient(self) -> bool:
        """Whether the sources may be quoted in answer to the question."""
        return self.strength >= self.enough


NOTHING = Evidence(coverage=0.0, closeness=-1.0, missing=())


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
    query: Query,
    hits: Sequence[Hit],
    weights: Weights,
    *,
    sentences: Sequence[Support],
    nearest: float | None,
    model: str,
) -> Evidence:
    """Weigh what was found against what was asked.

    Args:
        query: The question.
        hits: Those of the retrieved that have everything the question names exactly.
        weights: Of the question's content words.
        sentences: What the sentences of these hits offer.
        nearest: The best cosine of a hit's passage and the question, -1 to 1; None when no hit has one.
        model: Identity of the embedding model.
    """
    missing = tuple(
        sorted((word for word in weights.of if word in weights.nowhere), key=lambda word: -weights.of[word])
    )
    if not hits or not sentences:
        return NOTHING.model_copy(update={"missing": missing, "apart": () if hits else query.specifics})
    passages = {hit.passage.id: coverage(matchable(hit), weights) for hit in hits}
    usual = next((value for name, value in USUAL_COSINE.items() if model.startswith(name)), None)

    def judged(one: Support) -> tuple[float, float]:
        covered = (one.coverage + max(passages[one.passage_id], one.around)) / 2
        if usual is None or nearest is None:
            return covered, 0.0
        closeness = SENTENCE * (one.cosine - usual) + PASSAGE * (nearest - usual)
        return covered, max(closeness, 0.0) if one.names else closeness

    covered, closeness = max(map(judged, sentences), key=sum)
    enough = ENOUGH_AT_HOME if _AT_HOME.search(query.folded) else ENOUGH
    return Evidence(coverage=covered, closeness=closeness, missing=missing, enough=enough)


def named_in_one_piece(query: Query, weights: Weights, text: str) -> bool:
    """Tell whether `text` has words worth half the question's weight as they follow one another in the question.

    Args:
        query: The question.
        weights: Of its content words.
        text: As `matchable_text` gives it.

    Example:
        八十中的三级导师制 -> 三级导师制
    """
    places = _places_of(query, weights)
    for first, (begin, _) in enumerate(places):
        worth = 0.0
        for start, end in places[first:]:
            worth += weights.of[query.folded[start:end]]
            piece = query.folded[begin:end]
            if piece not in text:
                break
            if end - begin >= NAMED_IN_ONE_PIECE and worth >= NAMING * weights.total:
                return True
    return False


def _places_of(query: Query, weights: Weights) -> list[tuple[int, int]]:
    """Return where the content words stand in the question, in order."""
    found: list[tuple[int, int]] = []
    position = 0
    for word in query.content:
        start = query.folded.find(word, position)
        if start >= 0 and word in weights.of:
            position = start + len(word)
            found.append((start, position))
    return found


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


def may_answer(query: Query, hit: Hit) -> bool:
    """Tell whether a passage has all that is named exactly, and speaks of the party where the question does."""
    return not lacks_specifics(query, hit) and (on_party_work(matchable(hit)) or not on_party_work(query.folded))


def matchable(hit: Hit) -> str:
    """Return what a passage can be matched on: title, issuer, heading path and text, folded."""
    document = hit.document
    return matchable_text("\n".join((document.title, document.issuer or "", hit.passage.locator, hit.passage.text)))


@lru_cache(maxsize=REMEMBERED)
def matchable_text(text: str) -> str:
    """Return `text` as the functions of this module expect it: folded, with Arabic numerals."""
    return arabic_numerals(fold(text))


def _stands_in(specific: str, text: str) -> bool:
    """Tell whether `text` has what was named exactly; a number not as part of a longer one."""
    if specific.isdecimal():
        written = specific if len(specific) > _YEARS_BELOW else f"(?:{specific}|{printed(int(specific))})"
        return re.search(rf"(?<![\d{_NUMERALS}]){written}(?![\d{_NUMERALS}])", text) is not None
    return specific.translate(_NAMED) in text.translate(_NAMED)


def _presence(word: str, text: str) -> float:
    """Return 1 when the word or a synonym stands in the text, otherwise half the share of its grams that do."""
    if any(variant in text for variant in synonyms(word)):
        return 1.0
    within = pairs(word)
    if len(within) < 2:  # noqa: PLR2004
        return 0.0
    return 0.5 * sum(pair in text for pair in within) / len(within)
