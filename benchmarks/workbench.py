"""A library of its own for a benchmark: real parts, a temporary home."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.assistant import Assistant
from bot.cli import open_workplace
from knowledge.ports import Embedder


@contextmanager
def open_library(home: Path, paths: Sequence[Path]) -> Iterator[tuple[Assistant, Embedder]]:
    """Ingest `paths` into `home` and open an assistant over it, as `ronghe chat` does.

    Args:
        home: An empty folder.
        paths: Files and folders.
    """
    place = open_workplace(None, home)
    with place.library("owner") as library:
        place.ingest(paths, library, place.choices())
    with place.assistant("owner") as assistant:
        yield assistant, place.embedder()
