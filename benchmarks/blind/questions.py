"""The blind sets: questions with what answers them, and the words that a reply must have."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Literal

from benchmarks.judging.labelled import Span
from knowledge.documents import Frozen
from knowledge.numerals import number_of
from knowledge.tokens import arabic_numerals, fold

FOLDER = Path(__file__).parent
OPEN, CLOSED, SECOND = FOLDER / "open.jsonl", FOLDER / "closed.jsonl", FOLDER / "second.jsonl"
"""The opened half, the closed one that was asked on 2026-11-30 and then opened, and that of 2026-12-01."""

_COUNT = re.compile(r"[一二两三四五六七八九十百千]+(?=[个名年月日天次人周元成]|小时|分钟)")


class Side(Frozen):
    """One side of a question that has several."""

    side: str
    answers: tuple[Span, ...]
    facts: tuple[str, ...]


class Blind(Frozen):
    """A question; nothing in the library answers one without answers."""

    id: str
    question: str
    style: Literal["lay", "plain", "official"]
    kind: str
    previous: str | None
    """Id of the question before it in the same conversation."""

    answers: tuple[Span, ...]
    near: tuple[Span, ...]
    facts: tuple[str, ...]
    """Words that a reply must have for the asker to be satisfied; `/` stands between alternatives."""

    sides: tuple[Side, ...] = ()


def read_blind(file: Path) -> list[Blind]:
    """Return the questions of a file, one JSON object a line; stretches are [path, start, end]."""
    return [_blind(json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]


def _blind(row: dict[str, Any]) -> Blind:  # as it stands in JSON, Any
    def spans(each: dict[str, Any]) -> dict[str, Any]:
        named = {name: each[name] for name in ("answers", "near") if name in each}
        return {
            name: [dict(zip(("path", "start", "end"), one, strict=True)) for one in value]
            for name, value in named.items()
        }

    sides = [{**each, **spans(each)} for each in row.get("sides", ())]
    return Blind.model_validate({**row, **spans(row), "sides": sides})


def has_fact(text: str, fact: str) -> bool:
    """Tell whether a text has a fact in one of its wordings, whatever the script, the width and the numerals."""
    said = _plain(text)
    return any(_plain(each) in said for each in fact.split("/"))


def has_facts(text: str, facts: tuple[str, ...]) -> bool:
    """Tell whether a text has at least two thirds of the facts."""
    return sum(has_fact(text, fact) for fact in facts) * 3 >= 2 * len(facts)


def _plain(text: str) -> str:
    counted = _COUNT.sub(lambda numeral: str(number_of(numeral[0])), arabic_numerals(fold(text)))
    return re.sub(r"[\s，。、“”‘’\"'《》（）()·\-—：:；;]", "", counted)
