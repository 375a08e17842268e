"""Both databases find the same: hits, order, scores and what stands literally."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.catalog.address import note_address
from knowledge.catalog.keyword import KeywordLookup
from knowledge.catalog.standing_words import StandingWords
from knowledge.library import Library
from knowledge.tokens import grams, words
from tests.builders import source_file
from tests.databases import Server
from tests.fakes import BigramEmbedder

LABELS = (frozenset({"public"}), frozenset({"public", "unit"}))
TEXT = st.text(alphabet="党支部学习走访。—abc 1", min_size=1, max_size=120).map(lambda text: f"开头{text}")
CHANGES = st.lists(
    st.tuples(st.sampled_from("abc"), st.lists(TEXT, max_size=3, unique=True), st.sampled_from(["public", "unit"])),
    min_size=1,
    max_size=4,
)


@pytest.fixture
def pair(tmp_path: Path, postgresql: Server) -> Iterator[tuple[Library, Library]]:
    note_address(tmp_path / "server", postgresql.take())
    with (
        Library.open_reader(tmp_path / "file", BigramEmbedder()) as one,
        Library.open_reader(tmp_path / "server", BigramEmbedder()) as other,
    ):
        assert [each.catalog.database.backend.name for each in (one, other)] == ["sqlite", "postgresql"]
        yield one, other
    postgresql.give_back()


@given(changes=CHANGES, question=TEXT, keyword=st.text(alphabet="党支部学a—。 1", min_size=1, max_size=4))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_both_rank_and_score_the_same(
    pair: tuple[Library, Library], changes: list[tuple[str, list[str], str]], question: str, keyword: str
) -> None:
    """Whatever came and went, and whoever asks."""
    for name, texts, label in changes:
        for library in pair:
            library.replace_file(*source_file(f"/{name}.txt", *texts, label=label, title="党支部学习"))
    for labels in LABELS:
        one, other = (ranked(library, question, labels) for library in pair)
        assert [key for key, _ in one] == [key for key, _ in other]
        assert [score for _, score in one] == pytest.approx([score for _, score in other], abs=1e-6)
        if keyword.strip():
            first, second = (KeywordLookup(each.catalog.database).look_up(keyword, labels=labels) for each in pair)
            assert first == second
        counted = [StandingWords(each.catalog.database) for each in pair]
        for phrase in ("支部", "党支部学习", question[:6]):
            assert len({each.passages_with(phrase, labels) for each in counted}) == 1


def ranked(library: Library, question: str, labels: frozenset[str]) -> list[tuple[str, float]]:
    lexical, asked = library.lexical, list(dict.fromkeys(words(question)))
    pairs = list(dict.fromkeys(grams(question)))
    nearest = library.search(library.embedder.embed_query(question), limit=50, labels=labels)
    found = lexical.search_words(asked, limit=50, labels=labels) + lexical.search_grams(pairs, limit=50, labels=labels)
    counts = {**lexical.document_frequency(asked), **lexical.gram_frequency(pairs)}
    return [*found, *nearest, *((term, float(count)) for term, count in sorted(counts.items()))]
