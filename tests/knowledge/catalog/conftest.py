"""A catalog on disk, and a shelf that puts documents into it without a vector index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.catalog.database import Database
from knowledge.library import Library
from tests.fakes import BigramEmbedder


@pytest.fixture
def library(tmp_path: Path, both_databases: str) -> Iterator[Library]:  # noqa: ARG001  # on each in turn
    with Library.open_reader(tmp_path / "home", BigramEmbedder()) as opened:
        yield opened


@pytest.fixture
def database(library: Library) -> Database:
    return library.catalog.database
