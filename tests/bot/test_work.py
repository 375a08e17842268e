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

from bot.assistant import Assistant
from bot.rules import Rules
from knowledge.catalog.conversations import Conversations
from knowledge.catalog.people import PeopleTable
from knowledge.catalog.regulations import Register
from knowledge.library import Library
from knowledge.people import People
from knowledge.ports import Vectors
from tests.builders import source_file
from tests.fakes import BigramEmbedder

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
    work, engine = Work([], []), library.catalog.database._engine

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
    database = library.catalog.database
    return Assistant(
        library=library,
        rules=Rules.over(library.catalog, Register(database)),
        conversations=Conversations(database),
        people=People(PeopleTable(database), open_to_all=True),
    )


def searched(assistant: Assistant, question: str) -> None:
    assert assistant.search(question, user=None, limit=5)


def test_a_search(assistant: Assistant, library: Library) -> None:
    """A warm search reads one snapshot in a dozen statements, calls the model once and writes one row."""
    searched(assistant, "支部怎样组织学习")
    before = library.embedder.calls  # type: ignore[attr-defined]
    with watched(library) as work:
        searched(assistant, "支部怎样组织走访")
    assert library.embedder.calls == before + 1  # type: ignore[attr-defined]
    assert (len(work.statements), len(work.transactions)) == (0, 0), "\n".join([*work.transactions, *work.statements])
