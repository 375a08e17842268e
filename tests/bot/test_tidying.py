"""A program that runs for weeks keeps nothing beyond its time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bot.tidying import kept_tidy
from knowledge.callers import OPERATOR
from knowledge.catalog import uploads
from knowledge.catalog.uploads import FOLDER, Uploads
from knowledge.library import Library
from tests.fakes import BigramEmbedder


def test_a_file_that_waited_too_long_goes_while_the_program_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where nobody hands in anything afterwards."""
    with Library.open_owner(tmp_path / "home", BigramEmbedder()) as library:
        number = Uploads(library.catalog.database).add(OPERATOR, b"x", ".txt")
        place = tmp_path / "home" / FOLDER / number
        assert place.exists()
        monkeypatch.setattr(uploads, "WAITING_SECONDS", 0.0)
        with kept_tidy(library, every=0.02):
            until = time.monotonic() + 5
            while place.exists() and time.monotonic() < until:
                time.sleep(0.02)
        assert not place.exists()
