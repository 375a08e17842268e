"""What practices are sorted under: unit types, tasks, fusion types and stages, by the lists of the lexicon."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from knowledge.lexicon.reader import lexicon_lines
from knowledge.practices.cards import Labels
from knowledge.tokens import fold

_FEWEST = {"tasks": 2, "fusion_types": 1, "stages": 1}
"""How often the words of a label have to stand in a practice: one mention of 服务 makes no task of it."""

_MOST = 3
"""Labels of one sort that a card carries."""

_PARTY = re.compile(
    r"(?:第[一二三四五六七八九十]{1,3}|[\u4e00-\u9fff]{1,3}科[一二三]?)?(?:机关)?(?:党委|党组|党总支|党支部|党工委|总支|支部)$"
)


class Facet(NamedTuple):
    """One label of a list."""

    label: str
    pattern: re.Pattern[str]
    """What shows it in a text."""

    asked: tuple[str, ...]
    """What people call it when they ask, folded, itself included."""


@cache
def facets(name: str) -> tuple[Facet, ...]:
    """Return the labels of the list `name`: `sectors`, `tasks`, `fusion_types` or `stages`, in its order."""
    return tuple(_facet(line, at_end=name == "sectors") for line in lexicon_lines(f"{name}.txt"))


def labels_of(unit: str | None, measures: str, whole: str) -> Labels:
    """Sort a practice.

    Args:
        unit: Its unit, folded.
        measures: The words of its measures, folded.
        whole: All its words, folded.
    """
    return Labels(
        sector=sector_of(unit) if unit else None,
        tasks=_most_frequent("tasks", whole),
        fusions=_most_frequent("fusion_types", measures),
        stages=tuple(facet.label for facet in facets("stages") if facet.pattern.search(measures)),
    )


def sector_of(unit: str) -> str | None:
    """Return the type of a unit by how its name ends: …街道木巷村党总支 is 农村; None when it does not show."""
    body = fold(unit)
    while (shorter := _PARTY.sub("", body)) != body and shorter:
        body = shorter
    return next((facet.label for facet in facets("sectors") if facet.pattern.search(body)), None)


def _facet(line: str, *, at_end: bool) -> Facet:
    label, words, *asked = line.split("\t")
    names = (label, *(name for part in asked for name in part.split("|")))
    pattern = rf"(?:{words})$" if at_end else words
    return Facet(label, re.compile(fold(pattern)), tuple(dict.fromkeys(map(fold, names))))


def _most_frequent(name: str, text: str) -> tuple[str, ...]:
    counted = [(len(facet.pattern.findall(text)), facet.label) for facet in facets(name)]
    enough = [(count, label) for count, label in counted if count >= _FEWEST[name]]
    return tuple(label for _, label in sorted(enough, key=lambda pair: -pair[0])[:_MOST])
