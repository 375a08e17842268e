"""From a request to examples: the cards of the passages that retrieval finds, from different units first.

A card inherits what its passages score; words of the subject, asked-for labels and stated results add to it. Where the
subject stands in no card, there are none: nothing is offered to fill a number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from knowledge.bodies import PARTY_NAMES
from knowledge.documents import Frozen, Hit
from knowledge.practices.cards import HeldCard, Quoted
from knowledge.practices.requests import CardRequest
from knowledge.questions.queries import synonyms
from knowledge.tokens import fold, simplified

HITS = 200
"""Passages whose cards are looked at."""

ENOUGH, ENOUGH_SORTED = 0.5, 0.2
"""Share of the subject's weight that a card must have; less where it is sorted under an asked-for label. On the dev
half of tests/evaluation/card_questions.jsonl the best card of a subject that is held has 0.53 and more, the best of
eight subjects that nobody has 0.47 and less (2026-11-27, benchmarks.card_questions)."""

_WORDS, _LABEL, _RESULT, _NAME = 0.5, 0.15, 0.04, 0.02
"""What the subject's words, an asked-for label, a stated result and a name add to a passage's score of 0 to 1."""


class CardShelf(Protocol):
    """Where cards are held."""

    def cards(self, labels: frozenset[str]) -> Sequence[HeldCard]:
        """Return every card that a person may see."""


class HitFinder(Protocol):
    """What finds passages."""

    def retrieve(self, question: str, *, labels: frozenset[str], limit: int) -> list[Hit]:
        """Return the passages that fit best."""


class FoundCards(Frozen):
    """A page of examples."""

    request: CardRequest
    cards: tuple[HeldCard, ...]
    total: int
    """Cards that fit, on all pages."""

    units: int
    """Different units among them."""

    beyond: int = 0
    """Further units that would fit without regard to sector and place, when there are too few."""

    offset: int = 0
    relaxed: bool = False
    """Nothing fits all that was read from the words: what fits some of it comes first."""


class CardSearch:
    """Finds examples."""

    def __init__(self, shelf: CardShelf, finder: HitFinder) -> None:
        self._shelf = shelf
        self._finder = finder

    def find(self, request: CardRequest, *, labels: frozenset[str], limit: int, offset: int = 0) -> FoundCards:
        """Return the examples that fit a request, each from another unit as long as there are such.

        Args:
            request: Taken apart.
            labels: What the person may see.
            limit: Cards returned at most.
            offset: Cards passed over: 换一批.
        """
        every = self._shelf.cards(labels)
        fitting = self._fitting(request, [held for held in every if request.filters.admits(held)], labels)
        relaxed = not fitting and bool(request.conditions)
        if relaxed:
            fitting = self._nearest(request, every, labels)
        spread = by_unit(fitting)
        units = len({unit_key(held) for held in spread})
        return FoundCards(
            request=request,
            cards=tuple(spread[offset : offset + limit]),
            total=len(spread),
            units=units,
            beyond=0 if relaxed or units >= limit else _beyond(request, every, units),
            offset=offset,
            relaxed=relaxed and bool(spread),
        )

    def _fitting(self, request: CardRequest, admitted: Sequence[HeldCard], labels: frozenset[str]) -> list[HeldCard]:
        if not admitted or not request.says_something():
            return []
        return _ranked(request, admitted, _spans(self._finder.retrieve(request.text, labels=labels, limit=HITS)))

    def _nearest(self, request: CardRequest, every: Sequence[HeldCard], labels: frozenset[str]) -> list[HeldCard]:
        """Return what is about the subject, what meets most conditions first; without a subject, it meets some."""
        widened, conditions = request.widened(), request.read().one_by_one()
        met = {held.card.id: sum(each.admits(held) for each in conditions) for held in every if widened.admits(held)}
        near = [held for held in every if held.card.id in met and (request.content or met[held.card.id])]
        return sorted(self._fitting(request, near, labels), key=lambda held: -met[held.card.id])


def _beyond(request: CardRequest, every: Sequence[HeldCard], units: int) -> int:
    """Return how many more units there are without regard to sector and place."""
    anywhere = request.filters.anywhere()
    if not request.content or request.filters == anywhere:
        return 0
    found = _ranked(request, [held for held in every if anywhere.admits(held)], {})
    return len({unit_key(held) for held in found}) - units


def _ranked(
    request: CardRequest, admitted: Sequence[HeldCard], spans: Mapping[str, list[tuple[int, int, float]]]
) -> list[HeldCard]:
    """Return the cards that are about the subject, the best first."""
    texts = {held.card.id: _text(held) for held in admitted}
    weights = _weights(request.content, list(texts.values()))
    scored = [
        (_relevance(held, spans) + bonus, held)
        for held in admitted
        if (bonus := _bonus(held, texts[held.card.id], request, weights)) is not None
    ]
    return [held for _, held in sorted(scored, key=lambda pair: -pair[0])]


def telling(held: HeldCard, content: Sequence[str], most: int) -> list[Quoted]:
    """Return the measures that say most of a subject, in the order of the text; the first ones where none does."""
    measures = list(enumerate(held.card.measures))
    said = {place: sum(_has(fold(measure.text), word) for word in content) for place, measure in measures}
    best = sorted(measures, key=lambda pair: (-said[pair[0]], pair[0]))[:most]
    return [measure for _, measure in sorted(best, key=lambda pair: pair[0])]


def by_unit(ranked: Sequence[HeldCard]) -> list[HeldCard]:
    """Return cards so that the best of each unit comes first, then the second of each."""
    rounds: dict[str, int] = {}
    placed: list[tuple[int, int, HeldCard]] = []
    for position, held in enumerate(ranked):
        key = unit_key(held)
        rounds[key] = rounds.get(key, -1) + 1
        placed.append((rounds[key], position, held))
    return [held for _, _, held in sorted(placed, key=lambda one: one[:2])]


def unit_key(held: HeldCard) -> str:
    """Return what makes two cards one unit's: the name without its party organisation.

    Reports that only say 我校 count as one unit's of their sector: nothing shows that they are several.
    """
    if held.card.unit is None:
        return f"我{held.card.labels.sector or held.document.id}"
    name = fold(held.card.unit.text).removeprefix("中共")
    name = re.sub(rf"(?:委员会|{PARTY_NAMES})+$", "", name)
    return re.sub(r"[省市县]?第([一二三四五六七八九十]+)中学$", r"\1中", name)[-_KEY:]


_KEY = 8
"""Last characters of a unit's name that tell it from others: with and without its province it is the same."""


def _spans(hits: Sequence[Hit]) -> Mapping[str, list[tuple[int, int, float]]]:
    found: dict[str, list[tuple[int, int, float]]] = {}
    for hit in hits:
        found.setdefault(hit.document.id, []).append((hit.passage.start, hit.passage.end, hit.score))
    return found


def _relevance(held: HeldCard, spans: Mapping[str, list[tuple[int, int, float]]]) -> float:
    """Return the best score of a passage that the card's sentences stand in; 0 where none was found."""
    parts = [part for _, part in held.card.parts()]
    return max(
        (
            score
            for start, end, score in spans.get(held.document.id, ())
            if any(part.start < end and start < part.end for part in parts)
        ),
        default=0.0,
    )


def _text(held: HeldCard) -> str:
    labels = held.card.labels
    named = (labels.sector or "", *labels.tasks, *labels.fusions)
    return fold("\n".join((held.document.title, *(part.text for _, part in held.card.parts()), *named)))


def _weights(content: Sequence[str], texts: Sequence[str]) -> dict[str, float]:
    """Weigh the subject's words: rare ones much, one that stands in no card most of all."""
    return {word: math.log(1 + len(texts) / (1 + sum(_has(text, word) for text in texts))) + _LEAST for word in content}


_LEAST = 0.1


def _has(text: str, word: str) -> bool:
    return any(variant in text for variant in synonyms(word))


def _bonus(held: HeldCard, text: str, request: CardRequest, weights: Mapping[str, float]) -> float | None:
    """Return what speaks for a card beside its passages; None where its subject is another."""
    total = sum(weights.values())
    covered = sum(weight for word, weight in weights.items() if _has(text, word)) / total if total else 0.0
    labels = {*held.card.labels.tasks, *held.card.labels.fusions}
    asked = len(labels & set(request.wanted))
    if total and covered < (ENOUGH_SORTED if asked else ENOUGH):
        return None
    return _WORDS * covered + _LABEL * asked + _RESULT * bool(held.card.results) + _NAME * (held.card.name is not None)


def shortfall(found: FoundCards, limit: int) -> str | None:
    """Say honestly that there are fewer different units than were asked for; None where there are enough."""
    wanted = found.request.count or limit
    if found.relaxed:
        return RELAXED.format(conditions="、".join(one.words for one in found.request.conditions))
    if found.offset or found.units >= wanted:
        return None
    more = BEYOND.format(units=found.beyond) if found.beyond > 0 else ""
    if not found.total:
        words = [
            word
            for word in found.request.content
            if not any(word != one and word in one for one in found.request.content)
        ]
        subject = words or [one.value for one in found.request.conditions] or [found.request.text]
        return NONE_FOUND.format(subject="、".join(map(simplified, subject))) + more
    return f"只找到{found.units}个不同单位的例子，没有凑数。{more}"


NONE_FOUND = "库内材料里没有找到符合“{subject}”的例子，没有凑数。可以换个说法，或者放宽单位类型、地区、年份。"
RELAXED = "库内没有同时符合“{conditions}”的例子，以下放宽了这些条件，符合其中一部分的排在前面。"
BEYOND = "不限单位类型和地区，另有{units}个单位的做法可以参考。"
