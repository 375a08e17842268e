"""Our own questions over the corpus beside the checkout: is the answer among the first five?

`python -m benchmarks.own_questions [--home DIR] [--verbose] [PATH…]` ingests the folders (by default the whole corpus)
and asks every question of `tests/evaluation/corpus.jsonl`: a follow-up after the question before it.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.seeds import has_facts
from benchmarks.workbench import open_library
from bot.cli import open_workplace
from bot.services.assistant import Assistant
from knowledge.answers import Answer
from knowledge.documents import Frozen
from knowledge.questions.conversation import together, understood
from knowledge.questions.turns import Turn
from tests.operator import ALONE, by_operator

ROOT = Path(__file__).parents[1]
QUESTIONS = ROOT / "tests" / "evaluation" / "corpus.jsonl"
CORPUS = ROOT.parent / "shared" / "corpus"
TOP = 5


class Question(Frozen):
    """A question, with the document and the words that answer it; nothing answers one without facts."""

    id: str
    wording: str
    """`lay`, `official` or `keywords`."""

    question: str
    previous: str | None
    """The question that it follows up."""

    document: str | None
    """How the name of the file begins."""

    facts: tuple[str, ...]


def questions() -> list[Question]:
    """Return the questions of the set."""
    return [Question(**json.loads(line)) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Ask everything and print how often the answer was there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=[CORPUS])
    parser.add_argument("--home", type=Path, help="an ingested home, or one to ingest into and keep")
    parser.add_argument("--verbose", action="store_true", help="print what was not found")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = arguments.home or Path(scratch)
        if not (home / "catalog.sqlite3").exists():
            with open_library(home, arguments.paths):
                pass
        with open_workplace(None, home).assistant("reader") as assistant:
            _report(assistant, questions(), verbose=arguments.verbose)


def _report(assistant: Assistant, asked: Sequence[Question], *, verbose: bool) -> None:
    found = {each.id: _found(assistant, each) for each in asked if each.facts}
    for name in ("lay", "official", "keywords"):
        own = [found[each.id] for each in asked if each.facts and each.wording == name and not each.previous]
        print(f"{name}: answer in the top {TOP} for {sum(own)}/{len(own)}")
    follow_ups = [found[each.id] for each in asked if each.previous]
    print(f"follow-ups: {sum(follow_ups)}/{len(follow_ups)}; all: {sum(found.values())}/{len(found)}")
    refused = [not isinstance(assistant.asking.ask(by_operator(q.question)), Answer) for q in asked if not q.facts]
    print(f"unanswerable refused: {sum(refused)}/{len(refused)}")
    if verbose:
        print("\n".join(f"not found: {each.id} {each.question}" for each in asked if each.facts and not found[each.id]))


def _found(assistant: Assistant, asked: Question) -> bool:
    """Tell whether one of the first passages is of the right document and has the words."""
    text = asked.question
    if asked.previous is not None:
        text = understood(text, Turn(standalone=asked.previous))
        text = together(asked.previous, text) if text == asked.question else text
    hits = assistant.searching.nearest(text, ALONE, limit=TOP)
    own = [hit.passage.text for hit in hits if Path(hit.document.path).name.startswith(str(asked.document))]
    return has_facts(own, asked.facts)


if __name__ == "__main__":
    main()
