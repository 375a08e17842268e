"""A home with the sample documents, ingested once for all tests that only read it; others copy it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import open_workplace
from knowledge.ingesting import Choices


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    place = open_workplace(None, home)
    with place.library("owner") as library:
        place.ingest(place.samples(), library, Choices(sample=True))
    return home
