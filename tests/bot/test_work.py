"""How much work is done, whatever the machine: statements and model calls of a question, what a command reads.

Each bound is what is needed today and a little more; who needs more says why, and whoever needs less lowers it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import event

from bot.services.answering import Readers
from bot.services.assistant import Assistant, assistant_of
from knowledge.library import Library
from knowledge.people import People
from knowledge.ports import Vectors
from tests.bot.cold_command import again, cold
from tests.builders import source_file
from tests.fakes import BigramEmbedder, OverlapJudge
from tests.operator import ALONE, by_operator

ROOT = Path(__file__).parents[2]
SUBJECTS = ("学习", "走访", "考勤", "值班", "培训", "评议", "公示", "巡查")


class Counted(BigramEmbedder):
    """Counts how often it is called."""

    calls = 0

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.calls += 1
        return super().embed_passages(texts)

    def embed_query(self, text: str) -> Vectors:
        self.calls += 1
        return super().embed_query(text)


class Work(NamedTuple):
    """What was done meanwhile."""

    statements: list[str]
    transactions: list[str]


@contextmanager
def watched(library: Library) -> Iterator[Work]:
    """Note every statement and every beginning of a transaction, those of setting up a connection left out."""
    work, engine = Work([], []), library.catalog.database.backend.readers

    def executed(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        (work.transactions if statement.startswith("BEGIN") else work.statements).append(statement)

    event.listen(engine, "before_cursor_execute", executed)
    yield work
    event.remove(engine, "before_cursor_execute", executed)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open_owner(tmp_path / "home", Counted()) as opened:
        with opened.receiving() as incoming:
            for number, subject in enumerate(SUBJECTS):
                texts = [f"第{line}支部每月组织{subject}{line}次，由组织委员登记，年底公布。" for line in range(1, 9)]
                incoming.replace_file(*source_file(f"/{number}.txt", *texts, title=f"{subject}办法"), ())
        yield opened


@pytest.fixture
def assistant(library: Library) -> Assistant:
    people = People(library.catalog.database, open_to_all=True)
    return assistant_of(library, people, readers=Readers(judge=OverlapJudge()))


def searched(assistant: Assistant, question: str) -> None:
    assert assistant.searching.nearest(question, ALONE, limit=5)


def test_a_search(assistant: Assistant, library: Library) -> None:
    """A warm search reads one snapshot, each term once, calls the model once and writes one row."""
    searched(assistant, "支部怎样组织学习")
    before = library.embedder.calls  # type: ignore[attr-defined]
    with watched(library) as work:
        searched(assistant, "支部怎样组织走访")
    assert library.embedder.calls == before + 1  # type: ignore[attr-defined]
    assert len(work.transactions) <= 3, work.transactions  # labels, the search, the audit
    assert len(without_terms(work)) <= 20, "\n".join(work.statements)
    with watched(library) as work:
        searched(assistant, "支部怎样组织走访")
    assert len(work.statements) == len(without_terms(work))
    assert library.embedder.calls == before + 1  # type: ignore[attr-defined]


def test_a_search_after_a_document_has_come(assistant: Assistant, library: Library) -> None:
    """No term is read again, and of what is held no more than of the one that came."""
    searched(assistant, "支部怎样组织走访")
    library.replace_file(*source_file("/new.txt", "支部新设走访登记簿。", title="走访登记"))
    with watched(library) as work:
        searched(assistant, "支部怎样组织走访")
    assert len(work.statements) == len(without_terms(work)) <= 34, "\n".join(work.statements)


def test_a_question(assistant: Assistant, library: Library) -> None:
    """An answer without a chat model calls the embedder once, and writes one row."""
    assistant.asking.ask(by_operator("支部怎样组织学习？"))
    before = library.embedder.calls  # type: ignore[attr-defined]
    with watched(library) as work:
        assert assistant.asking.ask(by_operator("支部怎样组织走访？")).reply == "answer"
    assert library.embedder.calls == before + 1  # type: ignore[attr-defined]
    assert work.transactions.count("BEGIN IMMEDIATE") == 1
    assert len(work.transactions) <= 16, work.transactions
    assert len(without_terms(work)) <= 38, "\n".join(work.statements)


def without_terms(work: Work) -> list[str]:
    return [each for each in work.statements if "_places WHERE term" not in each]


COMMANDS = {
    "documents": (750, 25),
    "keyword 三会一课": (750, 25),
    "article 第十条": (750, 25),
    "search 走访": (1030, 65),
}
"""Modules imported, and megabytes read; the dictionary of words has 16, the encoder's small files 10."""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="what is read is counted by Linux alone")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command(command: str, sample_home: Path) -> None:
    """What a cold command imports and reads from disk; mapped weights are not counted."""
    modules, megabytes = COMMANDS[command]
    taken = cold(sample_home, *command.split())
    if len(taken.modules) > modules or taken.megabytes > megabytes:
        taken = again(sample_home, *command.split())  # the first time, Python compiles what it reads
    assert (len(taken.modules) <= modules, taken.megabytes <= megabytes) == (True, True), taken[2:]
