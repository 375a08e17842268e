"""A child program: seconds that a retrieval takes in a process that has answered before, as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

from benchmarks.texts import DIFFERENT_QUESTIONS, QUESTIONS
from bot.cli import open_workplace
from bot.services.assistant import Assistant
from tests.operator import ALONE

WARM_UP = 5


def main(home: Path) -> None:
    """Ask a hundred questions; the model, the words and the vectors are in memory by then."""
    with open_workplace(home, None).assistant("owner") as assistant:
        for question in QUESTIONS[:WARM_UP]:
            _seconds(assistant, question)
        print(json.dumps([_seconds(assistant, question) for question in DIFFERENT_QUESTIONS]))


def _seconds(assistant: Assistant, question: str) -> float:
    started = perf_counter()
    assistant.searching.nearest(question, ALONE, limit=10)
    return perf_counter() - started


if __name__ == "__main__":
    main(Path(sys.argv[1]))
