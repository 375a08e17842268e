"""Examples for 60 questions of a trainer: `python -m benchmarks.card_questions [--home DIR] [--verbose]`.

`tests/evaluation/card_questions.jsonl` names, for each question, the files of the corpus beside the checkout that tell
of such a practice, or the sector or task that its card must carry. Reported for each half: a relevant card first, and
among the first three; how many of the first five are relevant (a lower bound: files not listed count as wrong); five
results from at least four units wherever cards of four units fit; whether `ask` would answer with examples at all.
The questions were written over the documents they are asked of.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.workbench import open_library
from bot.cli import open_workplace
from bot.services.assistant import Assistant
from knowledge.practices.cards import HeldCard
from knowledge.practices.requests import asks_for_examples
from knowledge.practices.search import unit_key
from tests.operator import ALONE

QUESTIONS = Path("tests/evaluation/card_questions.jsonl")
CORPUS = Path("../shared/corpus")
PUBLIC = frozenset({"public"})
PAGE, UNITS = 5, 4

Line = dict[str, Any]  # id, half, question; files, sectors, tasks


class Seen(NamedTuple):
    """What one question got."""

    line: Line
    cards: tuple[HeldCard, ...]
    right: tuple[bool, ...]
    units: int
    """Different units whose cards fit, on all pages."""

    @property
    def spread(self) -> bool:
        """Whether the page comes from enough units, as far as there are such."""
        asked = min(len(self.cards), self.units)
        return len({unit_key(held) for held in self.cards}) >= min(UNITS, asked)


def main() -> None:
    """Print the figures of both halves."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, help="a home that holds the corpus, read by today's rules")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    lines = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    if options.home:
        with open_workplace(None, options.home).assistant("reader") as assistant:
            seen = [_ask(assistant, line) for line in lines]
    else:
        with (
            tempfile.TemporaryDirectory() as home,
            open_library(Path(home), [CORPUS / name for name in ("cases", "articles", "seeds")]) as (assistant, _),
        ):
            seen = [_ask(assistant, line) for line in lines]
    for half in ("dev", "test"):
        _write(half, [one for one in seen if one.line["half"] == half])
    for one in seen if options.verbose else ():
        if not any(one.right[:3]) or not one.spread or not asks_for_examples(one.line["question"]):
            got = [(Path(held.document.path).name, held.card.unit and held.card.unit.text) for held in one.cards]
            sys.stdout.write(f"{one.line['half']} {one.line['question']}: {got}\n")


def _ask(assistant: Assistant, line: Line) -> Seen:
    found = assistant.practices.find(line["question"], ALONE, limit=PAGE)
    right = tuple(_is_right(line, held) for held in found.cards)
    return Seen(line, found.cards, right, found.units)


def _is_right(line: Line, held: HeldCard) -> bool:
    """Tell whether a card is one of those that the label names."""
    path = Path(held.document.path)
    labels = held.card.labels
    return (
        ("files" not in line or f"{path.parent.name}/{path.name}" in line["files"] or "tasks" in line)
        and ("sectors" not in line or labels.sector in line["sectors"])
        and ("tasks" not in line or bool(set(labels.tasks) & set(line["tasks"])))
    )


def _write(half: str, seen: list[Seen]) -> None:
    n = len(seen)
    first, three = sum(any(one.right[:1]) for one in seen), sum(any(one.right[:3]) for one in seen)
    right, shown = sum(sum(one.right) for one in seen), sum(len(one.cards) for one in seen)
    spread = sum(one.spread for one in seen)
    asked = sum(asks_for_examples(one.line["question"]) for one in seen)
    sys.stdout.write(
        f"{half}: a relevant card first {first}/{n}, in the first three {three}/{n} ({three / n:.3f}); "
        f"of the cards shown {right}/{shown} are listed; from four units where there are {spread}/{n}; "
        f"answered with examples {asked}/{n}\n"
    )


if __name__ == "__main__":
    main()
