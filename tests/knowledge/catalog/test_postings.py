"""BM25 from postings: what FTS5 itself says, to the last bit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sqlalchemy import Connection

from knowledge.catalog import postings, staging
from knowledge.catalog.backend import Keys, TermKind
from knowledge.catalog.postings import Postings
from knowledge.library import Library
from knowledge.tokens import grams, words
from tests.builders import source_file
from tests.fakes import BigramEmbedder

PUBLIC = frozenset({"public"})
TEXT = st.text(alphabet="党支部学习走访。abc ", min_size=1, max_size=300).map(lambda text: f"开头{text}")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """In a file: what FTS5 itself says is what scores are held against."""
    with Library.open_reader(tmp_path / "home", BigramEmbedder()) as opened:
        yield opened


def every(keys: Keys) -> NDArray[np.bool_]:
    return np.ones(len(keys), dtype=np.bool_)


def by_fts5(connection: Connection, table: str, terms: list[str], count: int) -> list[tuple[int, float]]:
    matched = " OR ".join(f'"{term}"' for term in terms)
    query = f"SELECT rowid, -rank FROM {table} WHERE {table} MATCH ? ORDER BY rank, rowid LIMIT {count}"  # noqa: S608
    return [(row[0], row[1]) for row in connection.exec_driver_sql(query, (matched,))]


@given(texts=st.lists(TEXT, min_size=2, max_size=8), question=TEXT)
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_scores_are_those_of_fts5(library: Library, texts: list[str], question: str) -> None:
    """Passages, order and every bit of the scores agree, whatever came and went before."""
    library.replace_file(*source_file("/a.txt", *texts, title="党支部学习"))
    library.replace_file(*source_file("/b.txt", *texts[1:]))
    with library.catalog.database.reading() as connection:
        for name, terms in (("word", words(question)), ("gram", grams(question))):
            ours = Postings.read(connection, TermKind(name))
            for count in (2, 100):
                asked = list(dict.fromkeys(terms))
                assert ours.best(connection, asked, count, every) == by_fts5(connection, f"{name}_terms", asked, count)


def test_no_more_is_kept_than_there_is_room_for(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was forgotten is read again, with the same result."""
    monkeypatch.setattr(postings, "KEPT", 1)
    library.replace_file(*source_file("/a.txt", "支部学习。", "支部走访。"))
    with library.catalog.database.reading() as connection:
        ours = Postings.read(connection, TermKind.WORDS)
        first = ours.best(connection, ["支部", "学习", "走访"], 5, every)
        assert ours.best(connection, ["支部", "学习", "走访"], 5, every) == first
        assert [ours.frequency(connection, term) for term in ("支部", "走访", "食堂")] == [2, 1, 0]


def test_what_is_being_written_is_left_out(library: Library) -> None:
    """Passages that were not there when the lengths were read gain nothing, and break nothing."""
    library.replace_file(*source_file("/a.txt", "支部学习。"))
    with library.catalog.database.reading() as connection:
        ours = Postings.read(connection, TermKind.WORDS)
        before = ours.best(connection, ["支部"], 5, every)
    library.replace_file(*source_file("/b.txt", "支部走访。", "支部座谈。"))
    with library.catalog.database.reading() as connection:
        assert [key for key, _ in ours.best(connection, ["走访", "支部"], 5, every)] == [key for key, _ in before]


@given(
    steps=st.lists(st.tuples(st.sampled_from("abc"), st.lists(TEXT, max_size=4)), min_size=1, max_size=6),
    question=TEXT,
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_is_carried_over_is_what_would_be_read(
    library: Library, steps: list[tuple[str, list[str]]], question: str
) -> None:
    """Through any changes of the files, scores stay those of FTS5 to the last bit, whatever was asked before."""
    library.replace_file(*source_file("/kept.txt", "党支部学习。", "走访党支部。", "学习abc。"))
    carried: dict[str, Postings] = {}
    for name, texts in steps:
        library.replace_file(*source_file(f"/{name}.txt", *dict.fromkeys(texts)))
        with library.catalog.database.reading() as connection:
            held = library.catalog.ranges.read(connection).held
            for table, terms in (("word", words(question)), ("gram", grams(question))):
                before = carried.get(table)
                now = before.after(connection, held) if before else Postings.read(connection, TermKind(table))
                carried[table] = now
                asked = list(dict.fromkeys(terms))
                assert now.best(connection, asked, 100, every) == by_fts5(connection, f"{table}_terms", asked, 100)


def test_after_a_change_only_what_is_new_is_read(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the terms that were asked for before, none is read again when another document has come."""
    library.replace_file(*source_file("/a.txt", "支部学习。", "支部走访。"))
    library.lexical.search_words(["支部", "学习"], limit=5, labels=PUBLIC)
    library.replace_file(*source_file("/b.txt", "支部座谈。"))
    read: list[str] = []
    original = Postings._read

    def noted(self: Postings, connection: Connection, term: str) -> postings.Posting:
        read.append(term)
        return original(self, connection, term)

    monkeypatch.setattr(Postings, "_read", noted)
    assert len(library.lexical.search_words(["支部", "学习"], limit=5, labels=PUBLIC)) == 3
    assert read == []
    assert len(library.lexical.search_words(["座谈"], limit=5, labels=PUBLIC)) == 1
    assert read == ["座谈"]


def test_terms_that_were_made_anew_are_read_anew(library: Library) -> None:
    """After a repair nothing of the damaged table is remembered."""
    library.replace_file(*source_file("/a.txt", "支部学习。"))
    assert library.lexical.search_words(["食堂"], limit=5, labels=PUBLIC) == []
    with library.catalog.database.writing() as connection:
        connection.exec_driver_sql("UPDATE word_terms SET body = '食堂'")
        staging.derive_anew(connection)
    assert len(library.lexical.search_words(["食堂"], limit=5, labels=PUBLIC)) == 1
