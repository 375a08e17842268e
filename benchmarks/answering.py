"""Answers without a chat model: are they given, do they have the words, is the rest refused, do the citations hold?

`python -m benchmarks.answering [--home DIR] [--no-page] [--verbose] [PATH…]` ingests the folders (by default the whole
corpus beside the checkout) or opens a home that has them, asks `tests/evaluation/corpus.jsonl` there and
`tests/evaluation/seeds.jsonl` over the seed documents alone, and writes the section on answers into docs/evaluation.md.

Citations are judged by strings, with ALCE's definitions: a statement is supported when at least `SUPPORTED` of its
character bigrams stand in what it cites (quotation, title and place); a citation is precise when it supports the
statement alone, or when the statement is no longer supported without it. No person and no model judged them.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import numpy as np

from benchmarks import own_questions, seeds
from benchmarks.machine import describe, load
from benchmarks.workbench import assistant_with, open_library, recorded
from bot.cli import open_workplace
from bot.services.assistant import Assistant
from bot.workplace import Workplace
from knowledge.answers import MARKER, Answer, Citation, Draft, Reply
from knowledge.catalog.catalog import Catalog
from knowledge.chat.careful import ANSWER_SECONDS, CarefulChat
from knowledge.tokens import fold, grams
from knowledge.writing.model_writer import ModelWriter
from tests.operator import by_operator

LAY = own_questions.ROOT / "tests" / "evaluation" / "seeds_lay.jsonl"
"""Questions over the seeds as people put them: b and n were used to mend the program, h and k were written after."""

PAGE = own_questions.ROOT / "docs" / "evaluation.md"
BEGIN, END = "## Answers 答复\n\n<!-- answers -->\n", "<!-- /answers -->\n"
MODEL_MARKS = ("## Answers with a chat model 大模型\n\n<!-- model -->\n", "<!-- /model -->\n")
SEED = 20261127
"""Draws the sample that is asked with a model."""

SUPPORTED = 0.7
"""Share of a statement's bigrams: what is left are the words that lead in and join."""


class Asked(NamedTuple):
    """A question with the words that answer it; nothing answers one without facts."""

    id: str
    question: str
    previous: str | None
    facts: tuple[str, ...]


class Given(NamedTuple):
    """What came of a question; times in seconds."""

    asked: Asked
    reply: Reply
    first: float
    total: float

    @property
    def answered(self) -> bool:
        """Whether an answer was given."""
        return isinstance(self.reply, Answer)

    @property
    def is_direct(self) -> bool:
        """Whether an answer was given that does not call itself related only."""
        return isinstance(self.reply, Answer) and self.reply.strength == "direct"

    @property
    def right(self) -> bool:
        """Whether the answer has the words, or nothing was said where there is none."""
        if not self.asked.facts:
            return not self.is_direct
        return self.answered and seeds.has_facts([self.reply.text], self.asked.facts)


class Judged(NamedTuple):
    """Counts over the answers of a set."""

    statements: int
    supported: int
    citations: int
    precise: int
    quotes: int
    verbatim: int


def main() -> None:
    """Ask both sets and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, default=[own_questions.CORPUS])
    parser.add_argument("--home", type=Path, help="an ingested home, or one to ingest into and keep")
    parser.add_argument("--no-page", action="store_true", help="print only")
    parser.add_argument("--verbose", action="store_true", help="print what went wrong")
    parser.add_argument("--seconds", type=float, default=ANSWER_SECONDS, help="for a whole answer with the model")
    parser.add_argument(
        "--model", type=int, metavar="N", help="ask N questions of the own set, without and with the model"
    )
    arguments = parser.parse_args()
    own = [Asked(q.id, q.question, q.previous, q.facts) for q in own_questions.questions()]
    few = [Asked(q.id, q.question, None, q.facts) for q in seeds.questions()]
    read = (json.loads(line) for line in LAY.read_text(encoding="utf-8").splitlines())
    lay = [Asked(each["id"], each["question"], None, tuple(each["facts"])) for each in read]
    with tempfile.TemporaryDirectory() as scratch:
        home, verbose = arguments.home or Path(scratch, "own"), arguments.verbose
        if arguments.model:
            drawn = random.Random(SEED).sample(own, arguments.model)  # noqa: S311
            _compare(home, arguments.paths, drawn, seconds=arguments.seconds, page=not arguments.no_page)
            return
        blocks = [
            _measured("own set", home, arguments.paths, own, verbose=verbose),
            _measured("seeds", Path(scratch, "seeds"), [seeds.SEEDS], few, verbose=verbose),
            _measured("seeds, lay wording", Path(scratch, "seeds"), [seeds.SEEDS], lay, verbose=verbose),
        ]
    text = _HEAD.format(supported=SUPPORTED, machine=describe(), load=load()) + "".join(blocks)
    print(text)
    if not arguments.no_page:
        PAGE.write_text(with_section(PAGE.read_text(encoding="utf-8"), text), encoding="utf-8")


def _compare(home: Path, paths: Sequence[Path], asked: Sequence[Asked], *, seconds: float, page: bool) -> None:
    """Ask a sample without the model and with it, and write both tables; without a model, say so and leave the page."""
    place: Workplace = open_workplace(None, home)
    chat = recorded(place)
    if chat is None:
        return
    blocks = [
        _measured("a sample, without a model", home, paths, asked, verbose=False),
        _measured("the same, with a model", home, paths, asked, verbose=True, chat=CarefulChat(chat, seconds=seconds)),
    ]
    text = _MODEL_HEAD.format(
        model=place.settings.chat_model,
        n=len(asked),
        seed=SEED,
        seconds=seconds,
        usual=ANSWER_SECONDS,
        machine=describe(),
        load=load(),
    ) + "".join(blocks)
    print(text)
    if page:
        PAGE.write_text(with_section(PAGE.read_text(encoding="utf-8"), text, MODEL_MARKS), encoding="utf-8")


def with_section(page: str, text: str, marks: tuple[str, str] = (BEGIN, END)) -> str:
    """Return a page with the section between the marks put in the place of the one it had, else at its end."""
    begin, end = marks
    head, begins, rest = page.partition(begin)
    after = rest.partition(end)[2] if begins else ""
    return f"{head if begins else head.rstrip() + chr(10) * 2}{begin}{text}{end}{after}"


def _measured(
    name: str,
    home: Path,
    paths: Sequence[Path],
    asked: Sequence[Asked],
    *,
    verbose: bool,
    chat: CarefulChat | None = None,
) -> str:
    if not (home / "catalog.sqlite3").exists():
        with open_library(home, paths):
            pass
    place: Workplace = open_workplace(None, home)
    writer = ModelWriter(chat) if chat else None
    with assistant_with(place, writer) as assistant, place.catalog() as catalog:
        given = [_given(assistant, each) for each in asked]
        judged = _judged((each.reply for each in given if isinstance(each.reply, Answer)), catalog)
    if verbose:
        print("\n".join(f"{e.asked.id} {e.asked.question} [{e.reply.reply}]" for e in given if not e.right))
    return _table(name, given, judged) + (_of_the_model(given) if chat else "")


def _of_the_model(given: Sequence[Given]) -> str:
    """Return a line on what the model wrote and what was left of it."""
    answers = [each.reply for each in given if isinstance(each.reply, Answer)]
    kept = sum(reply.checks.sentences for reply in answers if reply.writer == "model")
    removed = sum(len(reply.checks.removed) for reply in answers)
    reasons = Counter(each.why for reply in answers for each in reply.checks.removed)
    told = "; ".join(f"{why} {count}" for why, count in reasons.most_common())
    within = sum(reply.seconds.total <= ANSWER_SECONDS for reply in answers)
    return (
        f"Of {len(answers)} answers the model wrote {sum(reply.writer == 'model' for reply in answers)}, in "
        f"{sum(reply.notice is not None for reply in answers)} the sources were quoted instead or below; {kept} of its "
        f"sentences passed the checks, {removed} were taken out{f' ({told})' if told else ''}. "
        f"{within} of the answers were there within the {ANSWER_SECONDS:.0f} s that the program allows by itself.\n\n"
    )


def _given(assistant: Assistant, asked: Asked) -> Given:
    """Ask, a follow-up after the question before it, in a conversation of its own."""
    session = f"answering-{asked.id}"
    if asked.previous:
        assistant.asking.ask(by_operator(asked.previous, session))
    began, first = perf_counter(), None
    for piece in assistant.asking.stream(by_operator(asked.question, session)):
        first = perf_counter() - began if first is None else first
        if not isinstance(piece, Draft):
            reply = piece
    total = perf_counter() - began
    assistant.asking.begin_anew(by_operator("", session).visit)
    return Given(asked, reply, total if first is None else first, total)


def _judged(answers: Iterable[Answer], catalog: Catalog) -> Judged:
    counts = np.zeros(6, dtype=int)
    labels = frozenset(catalog.labels())
    for answer in answers:
        by_marker = {citation.marker: citation for citation in answer.citations}
        for line in answer.text.splitlines():
            counts[:4] += judged_statement(line, [by_marker[int(number)] for number in MARKER.findall(line)])
        for citation in answer.citations:
            document = catalog.document(citation.document.id, labels)
            place = slice(citation.quote_start, citation.quote_start + len(citation.quote))
            counts[4:] += (1, document is not None and document.text[place] == citation.quote)
    return Judged(*map(int, counts))


def judged_statement(line: str, cited: Sequence[Citation]) -> tuple[int, int, int, int]:
    """Return statements, supported ones, citations and precise ones of a line of an answer.

    Headings, and lines that end without a full stop and cite nothing, are no statements.
    """
    if not cited and not line.rstrip().endswith("。"):
        return 0, 0, 0, 0
    stated = grams(fold(MARKER.sub("", line)))
    sources = [grams(fold(f"{one.quote}\n{one.document.title}\n{one.locator}")) for one in cited]
    whole = _supports(stated, sources)
    precise = sum(
        _supports(stated, [source]) or (whole and not _supports(stated, sources[:i] + sources[i + 1 :]))
        for i, source in enumerate(sources)
    )
    return 1, whole, len(cited), precise


def _supports(stated: Iterable[str], sources: Sequence[Iterable[str]]) -> bool:
    wanted = set(stated)
    return len(wanted & set().union(*map(set, sources))) >= SUPPORTED * len(wanted) if sources else False


def _table(name: str, given: Sequence[Given], judged: Judged) -> str:
    direct = [each for each in given if each.asked.facts and not each.asked.previous]
    following = [each for each in given if each.asked.facts and each.asked.previous]
    none = [each for each in given if not each.asked.facts]
    answerable = direct + following
    facts = [(fact, each) for each in answerable for fact in each.asked.facts]
    rows = [
        ("answerable, answered", sum(e.answered for e in direct), len(direct)),
        ("answerable, with the answer's words", sum(e.right for e in direct), len(direct)),
        ("follow-ups, with the answer's words", sum(e.right for e in following), len(following)),
        ("nuggets found", sum(seeds.has_facts([e.reply.text], [f]) for f, e in facts if e.answered), len(facts)),
        ("unanswerable, refused or called related", sum(e.right for e in none), len(none)),
        ("false refusals", sum(not e.answered for e in answerable), len(answerable)),
        ("quotations verbatim", judged.verbatim, judged.quotes),
        ("citation precision, by strings", judged.precise, judged.citations),
        ("citation recall, by strings", judged.supported, judged.statements),
    ]
    lines = [f"| {what} | {count} | {of} | {count / of:.3f} |\n" for what, count, of in rows if of]
    times = "; ".join(
        f"{what} p50 {np.quantile(values, 0.5):.2f} s, p95 {np.quantile(values, 0.95):.2f} s"
        for what, values in (("first sentence", [e.first for e in given]), ("whole", [e.total for e in given]))
    )
    return f"### {name}\n\n| measure | count | of | share |\n|---|--:|--:|--:|\n{''.join(lines)}\n{times}.\n\n"


_MODEL_HEAD = """Written by `make evaluate-answers-model`: {model} over {n} questions of the own set, drawn
with seed {seed}, judged by strings as above, with {seconds:.0f} s for an answer (the program's own limit is
{usual:.0f} s).

{machine}; {load:.1f} processes ready on average, so the times are those of a busy machine.

"""

_HEAD = """Written by `make evaluate-answers`; without a chat model. An answer has the words when at least half of the
noted facts of a question stand in it. Citations are judged by strings, with ALCE's definitions: a statement is
supported when {supported:.0%} of its character bigrams stand in what it cites (quotation, title, place); nobody read
them, and since answers quote, the figure is an upper bound. The questions were written, and thresholds set, by the
makers of the program over the same documents.

{machine}; {load:.1f} processes ready on average, so the times are those of a busy machine.

"""


if __name__ == "__main__":
    main()
