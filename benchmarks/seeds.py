"""Questions over the four seed documents: is the needed passage found, is the answer given, is the rest refused?

`python -m benchmarks.seeds` ingests the seeds into a temporary home, asks every question of
`tests/evaluation/seeds.jsonl`, and beside it runs the plain pipeline that people start with: a recursive splitter over
the raw files, the same embedder, the nearest five. Thresholds were set on the questions with odd numbers; the
even ones are reported apart.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.workbench import open_library
from bot.views.basic import ask_json
from knowledge.answers import Answer, Reply
from knowledge.documents import Frozen
from knowledge.ports import Embedder
from knowledge.tokens import fold
from tests.operator import ALONE, by_operator

ROOT = Path(__file__).parents[1]
QUESTIONS = ROOT / "tests" / "evaluation" / "seeds.jsonl"
SEEDS = ROOT.parent / "shared" / "corpus" / "seeds"
TOP = 5

_NOISE = re.compile(r"[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+[)）]|\s")


class Question(Frozen):
    """A question with the files that may answer it and the facts that the answer needs; none is unanswerable."""

    id: str
    question: str
    files: tuple[str, ...]
    facts: tuple[str, ...]

    @property
    def tuning(self) -> bool:
        """Whether thresholds were set with it."""
        return int(self.id[1:]) % 2 == 1


def questions() -> list[Question]:
    """Return the questions of the set."""
    return [Question(**json.loads(line)) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def has_facts(texts: Iterable[str], facts: Sequence[str]) -> bool:
    """Tell whether one of `texts` has at least half of the facts: the needed passage, not merely its neighbour."""
    matchable = (_NOISE.sub("", fold(text)) for text in texts)
    return any(2 * sum(_NOISE.sub("", fold(fact)) in text for fact in facts) >= len(facts) for text in matchable)


def plain_pipeline(embedder: Embedder, asked: Sequence[Question]) -> list[bool]:
    """Return for each question whether the plain pipeline has the needed passage among its nearest five."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=500, chunk_overlap=50)
    raw = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.iterdir())]
    pieces = [piece for text in raw for piece in splitter.split_text(text)]
    vectors = embedder.embed_passages(pieces)
    found = []
    for question in asked:
        nearest = np.argsort(-(vectors @ embedder.embed_query(question.question)))[:TOP]
        found.append(has_facts([pieces[i] for i in nearest], question.facts))
    return found


def main() -> None:
    """Run both and print what came of each question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verbose", action="store_true", help="print every reply")
    verbose = parser.parse_args().verbose
    asked = questions()
    with tempfile.TemporaryDirectory() as home, open_library(Path(home), [SEEDS]) as (assistant, embedder):
        replies = [assistant.asking.ask(by_operator(question.question)) for question in asked]
        hits = [assistant.searching.nearest(question.question, ALONE, limit=TOP) for question in asked]
        answerable = [question for question in asked if question.facts]
        plain = plain_pipeline(embedder, answerable)
    ours = [
        has_facts([h.passage.text for h in found], q.facts) for q, found in zip(asked, hits, strict=True) if q.facts
    ]
    if verbose:
        _print_replies(asked, replies, hits)
    print(f"needed passage in the top {TOP}: plain pipeline {sum(plain)}/{len(plain)}, ours {sum(ours)}/{len(ours)}")
    for name, chosen in (("tuning", True), ("held out", False)):
        pairs = [(q, r) for q, r in zip(asked, replies, strict=True) if q.tuning is chosen]
        print(f"{name}: {_summary(pairs)}")


def _summary(pairs: Sequence[tuple[Question, Reply]]) -> str:
    answerable = [(q, r) for q, r in pairs if q.facts]
    others = [(q, r) for q, r in pairs if not q.facts]
    given = sum(isinstance(reply, Answer) for _, reply in answerable)
    right = sum(isinstance(reply, Answer) and has_facts([reply.text], q.facts) for q, reply in answerable)
    refused = sum(not isinstance(reply, Answer) for _, reply in others)
    return (
        f"answered {given}/{len(answerable)}, with the facts {right}/{len(answerable)}; "
        f"unanswerable refused {refused}/{len(others)}"
    )


def _print_replies(asked: Sequence[Question], replies: Sequence[Reply], hits: Sequence[Sequence[object]]) -> None:
    for question, reply, found in zip(asked, replies, hits, strict=True):
        right = has_facts([reply.text], question.facts) if question.facts else not isinstance(reply, Answer)
        in_top = has_facts([h.passage.text for h in found], question.facts) if question.facts else None  # type: ignore[attr-defined]
        print(f"\n{'ok ' if right else 'BAD'} {question.id} {question.question}  [{reply.reply}] top5={in_top}")
        print("    " + ask_json(reply).text.replace("\n", "\n    ")[:900])


if __name__ == "__main__":
    main()
