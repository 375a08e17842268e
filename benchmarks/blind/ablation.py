"""What each rule about questions and answers is worth: `python -m benchmarks.blind.ablation --home DIR [SET.jsonl…]`.

Each rule is made inert in turn and the sets are asked again; a line says what strings tell then. What the judge said of
a question and a window is remembered, so that a run costs little where a rule changes nothing.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.blind.__main__ import Asked, ask_all
from benchmarks.blind.questions import CLOSED, OPEN, Blind, has_facts, read_blind
from bot.cli import open_workplace
from bot.services.answering import Readers
from bot.services.assistant import Assistant, assistant_of
from knowledge.documents import Frozen
from knowledge.models.judging import AdaptedJudge
from knowledge.ports import Judgement, Window
from knowledge.questions.filters import Filters
from knowledge.questions.question_filters import FilteredQuestion

Inert = Callable[..., Any]
"""Stands in for a rule, whatever it takes."""


def _no(*_: Any, **__: Any) -> bool:
    return False


def _zero(*_: Any, **__: Any) -> float:
    return 0.0


def _nothing(*_: Any, **__: Any) -> None:
    return None


def _empty(*_: Any, **__: Any) -> tuple[()]:
    return ()


def _as_given(first: Any, *_: Any, **__: Any) -> Any:
    return first


def _no_conditions(question: str, **_: Any) -> FilteredQuestion:
    return FilteredQuestion(text=question, filters=Filters(), conditions=())


RULES: dict[str, tuple[tuple[str, Inert], ...]] = {
    "follow-ups by pattern (conversation.understood)": (("bot.services.library_core.understood", _as_given),),
    "follow-ups read with the question before (leans)": (("knowledge.writing.evidence.EvidenceFinder.leans", _zero),),
    "展开说说, 然后呢 (goes_on_from_it)": (("knowledge.answerer.goes_on_from_it", _no),),
    "还有吗 (asks_for_more)": (("knowledge.answerer.asks_for_more", _no),),
    "sides (Judge.sides)": (("knowledge.writing.evidence.sides_of", _empty),),
    "asking back (asking_back)": (("knowledge.answerer.asked_back", _nothing),),
    "persons left out (persons)": (("knowledge.answerer.without_the_person", _nothing),),
    "small talk": (("knowledge.answerer.small_talk", _nothing),),
    "questions on the library (inventory)": (("knowledge.inventory.answerer.wanted_of", _nothing),),
    "so many points (summaries)": (("knowledge.answerer.points_wanted", _nothing),),
    "long questions (condensed)": (("bot.services.library_core.condensed", _as_given),),
    "conditions (question_filters)": (("knowledge.writing.narrowing.read_filters", _no_conditions),),
    "examples from cards (practices.requests)": (("knowledge.practices.pages.asks_for_examples", _no),),
    "rules and speeches beside practices (asks_how)": (("knowledge.writing.evidence.asks_how", _no),),
    "official words": (("knowledge.questions.queries.official_words", _empty),),
    "one instrument named (scope)": (("knowledge.writing.evidence.instrument_asked_of", _nothing),),
    "what is named exactly (lacks_specifics)": (("knowledge.writing.evidence.lacks_specifics", _empty),),
    "whole lists (points.with_items)": (("knowledge.writing.evidence.with_items", _empty),),
    "nothing said twice (says_the_same)": (("knowledge.writing.choosing.says_the_same", _no),),
    "figures (figures)": (("knowledge.questions.queries.figure_asked_for", _nothing),),
    "papers of a body (issuers)": (("knowledge.writing.evidence.papers_asked", _nothing),),
}


class Told(Frozen):
    """What strings tell of the replies to a set."""

    facts: int
    following: int
    sides: int
    refused: int
    direct: int
    """Of what nothing answers."""

    def __str__(self) -> str:
        """Return the cells of a table's row."""
        return f"{self.facts} | {self.following} | {self.sides} | {self.refused} | {self.direct}"


class RememberingJudge:
    """A judge that reads no window twice for one question."""

    def __init__(self, judge: AdaptedJudge) -> None:
        self._judge = judge
        self._said: dict[tuple[str, Window], Judgement] = {}
        self._sides: dict[str, list[tuple[int, int]]] = {}

    def judge(self, question: str, windows: Sequence[Window]) -> list[Judgement]:
        """Return one judgement a window."""
        new = [one for one in dict.fromkeys(windows) if (question, one) not in self._said]
        for window, said in zip(new, self._judge.judge(question, new), strict=True):
            self._said[question, window] = said
        return [self._said[question, one] for one in windows]

    def sides(self, question: str) -> list[tuple[int, int]]:
        """Return where the sides of a question stand."""
        if question not in self._sides:
            self._sides[question] = self._judge.sides(question)
        return self._sides[question]

    def leans(self, question: str) -> float:
        """Return how likely a question leans on the one before it."""
        return self._judge.leans(question)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path, nargs="*", default=[OPEN, CLOSED])
    parser.add_argument("--home", type=Path, required=True, help="an ingested home")
    given = parser.parse_args()
    questions = [read_blind(each) for each in given.sets]
    place = open_workplace(None, given.home)
    readers = Readers(place.reranker(), RememberingJudge(AdaptedJudge(place.settings.models)))
    with place.library("reader") as library:
        assistant = assistant_of(library, place.people(library.catalog), readers=readers)
        print(f"| without | facts | follow-ups | all sides | refused | unanswerable, direct |\n|---{'|--:' * 5}|")
        print(f"| (everything as it is) | {_told(assistant, questions)} |", flush=True)
        for name, patches in RULES.items():
            with ExitStack() as stack:
                for target, inert in patches:
                    stack.enter_context(patch(target, inert))
                print(f"| {name} | {_told(assistant, questions)} |", flush=True)


def _told(assistant: Assistant, sets: Iterable[Sequence[Blind]]) -> Told:
    asked = [one for questions in sets for one in ask_all(assistant, questions)]
    answerable = [one for one in asked if one.blind.answers and not one.blind.sides]
    return Told(
        facts=sum(map(_has_facts, (one for one in answerable if not one.blind.previous))),
        following=sum(map(_has_facts, (one for one in answerable if one.blind.previous))),
        sides=sum(all(has_facts(one.text, side.facts) for side in one.blind.sides) for one in asked if one.blind.sides),
        refused=sum(one.strength == "none" for one in answerable),
        direct=sum(one.strength == "direct" for one in asked if not one.blind.answers),
    )


def _has_facts(one: Asked) -> bool:
    return has_facts(one.text, one.blind.facts)


if __name__ == "__main__":
    main()
