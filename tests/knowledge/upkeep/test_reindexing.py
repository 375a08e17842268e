"""Another embedding model: everything is made anew, and nothing changes before all of it is there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.errors import EmbeddingModelError, LibraryBusyError
from knowledge.library import Library
from knowledge.ports import Vectors
from knowledge.vectors.check import differences
from tests.builders import source_file
from tests.fakes import BigramEmbedder

pytestmark = pytest.mark.usefixtures("both_databases")

PUBLIC = frozenset({"public"})


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with Library.open_owner(tmp_path / "home", BigramEmbedder()) as library:
        library.replace_file(*source_file("/a.txt", *(f"支部第{number}次学习。" for number in range(70))))
        library.replace_file(*source_file("/b.txt", "医院党委会议。", label="unit"))
    return tmp_path / "home"


class BreakingEmbedder(BigramEmbedder):
    """A model that breaks down after its first batch."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        if self.embedded:
            raise EmbeddingModelError("模型无法继续。")
        return super().embed_passages(texts)


def test_the_other_model_is_used_for_everything_from_then_on(home: Path) -> None:
    """Every passage is embedded once, progress is told, and the home opens with the new model, its index in step."""
    told: list[tuple[int, int]] = []
    embedder = BigramEmbedder("another")
    assert Library.reindex(home, embedder, lambda done, total, _: told.append((done, total))) == 71
    assert (len(embedder.embedded), told[-1]) == (71, (71, 71))
    with Library.open_reader(home, embedder) as reader:
        assert differences(reader.catalog.database) == 0
    with Library.open_owner(home, embedder) as library:
        hits = library.search(embedder.embed_query("测试材料\n医院党委会议。"), limit=1, labels=frozenset({"unit"}))
        assert hits[0][1] == pytest.approx(1, abs=0.2)
    assert len(embedder.embedded) == 71


def test_an_interrupted_run_changes_nothing(home: Path) -> None:
    """When the new model fails half-way, the home opens with the old one as before."""
    with pytest.raises(EmbeddingModelError):
        Library.reindex(home, BreakingEmbedder("another"))
    with Library.open_owner(home, BigramEmbedder()) as library:
        assert library.owns_index
        assert len(library.search(library.embedder.embed_query("支部"), limit=100, labels=PUBLIC)) == 70


def test_a_running_bot_keeps_its_model(home: Path) -> None:
    """While another process owns the index, reindexing is refused with what to do."""
    with Library.open_owner(home, BigramEmbedder()), pytest.raises(LibraryBusyError, match="先停止"):
        Library.reindex(home, BigramEmbedder("another"))


def test_an_empty_home_is_reindexed_to_nothing(tmp_path: Path) -> None:
    """There is nothing to do, and that is no error."""
    assert Library.reindex(tmp_path, BigramEmbedder()) == 0


def test_documents_that_come_in_meanwhile_are_not_forgotten(home: Path) -> None:
    """What another process commits during the run gets its vector from the new model too."""

    class SlowEmbedder(BigramEmbedder):
        def embed_passages(self, texts: Sequence[str]) -> Vectors:
            if not self.embedded:
                with Library.open_reader(home, BigramEmbedder()) as reader:
                    reader.replace_file(*source_file("/late.txt", "支部临时会议。"))
            return super().embed_passages(texts)

    assert Library.reindex(home, SlowEmbedder("another")) == 72
    with Library.open_reader(home, BigramEmbedder("another")) as library:
        hits = library.search(library.embedder.embed_query("支部临时会议"), limit=1, labels=PUBLIC)
        assert library.catalog.hits_for([hits[0][0]], PUBLIC)[hits[0][0]][0].text == "支部临时会议。"
