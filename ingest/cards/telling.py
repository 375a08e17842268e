"""Whether a sentence of a report tells a measure: weights learned from labelled reports, added up (decision 0150).

The rules say which part a sentence plays by its words; which of the doubtful ones people call a measure is learned.
Every weight stands in `telling.json` under the name of what it weighs: a string of one to three characters, the part
that the rules give to the sentence or to its neighbours, where it stands. `make train-cards` makes the file anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import repeat
from operator import concat
from typing import NamedTuple

_LEAST = -0.5
"""Sum from which a sentence is a measure: chosen by leaving reports out, where it gave the best F1."""

_LONG = 20
_FIGURES = re.compile(r"\d+")
_SAID = re.compile(r"(?:说|表示|介绍)(?:[。,:]|$)")


class ToldSentence(NamedTuple):
    """What is known of a sentence where its report is read."""

    text: str
    """Folded, without headline and byline."""

    part: str
    """By the rules: a measure, a result, a problem, or nothing of these."""

    before: str
    after: str
    """The parts of its neighbours; nothing at the ends."""

    units: int
    """Organisations that are subjects in it."""

    acting: int
    place: int
    """Which of the sentences it is, from 0."""

    of: int


def tells_measure(told: ToldSentence) -> bool:
    """Tell a sentence in which a unit does something from one that only frames, praises, announces or describes."""
    weights = _weights()
    return weights[""] + sum(map(weights.get, features(told), repeat(0.0))) > _LEAST


def features(told: ToldSentence) -> set[str]:
    """Return the names of everything that a sentence has of what is weighed."""
    words, figures = _FIGURES.subn("0", told.text)
    text = f"^{words}$"
    pairs = [*map(concat, text, text[1:])]
    return {*text, *pairs, *map(concat, pairs, text[2:]), *_signs(told, min(figures, 4))}


def _signs(told: ToldSentence, figures: int) -> Iterator[str]:
    acting = min(told.acting, 2)
    yield f"part {told.part}"
    yield f"part {told.part} acting {acting > 0}"
    yield f"before {told.before}"
    yield f"after {told.after}"
    yield f"units {min(told.units, 2)}"
    yield f"acting {acting}"
    yield f"figures {figures}"
    yield f"place {min(told.place, 2)}"
    yield f"tenth {10 * told.place // told.of}"
    yield f"to the end {min(told.of - 1 - told.place, 2)}"
    yield f"length {min(len(told.text) // _LONG, 6)}"
    if told.text.startswith("“"):
        yield "quoted"
    if told.text.count("“") != told.text.count("”"):
        yield "half quoted"
    if _SAID.search(told.text):
        yield "said"


@cache
def _weights() -> dict[str, float]:
    """Return the weights by name; under no name the one that is always there."""
    return dict(json.loads(files("ingest.cards").joinpath("telling.json").read_text(encoding="utf-8")))
