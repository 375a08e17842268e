"""Fifty people over 100,000 passages, with hashed vectors and with the bundled encoder: T-L2, and T-L3 beside ingest.

`make soak` has them ask for longer, and adds unclean stops and backups; here is what a change of the program moves.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.cold_ingest import MadeVectors
from benchmarks.soak import PEOPLE, READING, Measured, fill, load, talk, while_documents_come
from benchmarks.table import Row, percentile
from bot.cli import open_workplace
from knowledge.library import Library
from knowledge.ports import Embedder
from tests.fakes import BigramEmbedder

PASSAGES = 100_000
SECONDS = 45.0


def rows(scratch: Path, before: Path | None) -> Iterator[Row]:
    """Measure over two homes; of an earlier version nothing."""
    del before
    model = open_workplace(None, scratch).embedder()
    yield from _asked("hashed vectors", scratch / "hashed", BigramEmbedder(), BigramEmbedder())
    yield from _asked("bundled encoder", scratch / "model", MadeVectors(model.identity), model)


def _asked(name: str, home: Path, first: Embedder, embedder: Embedder) -> Iterator[Row]:
    """Fill a home with vectors of one embedder, and have it asked through another of the same name."""
    fill(home, PASSAGES, first)
    with Library.open_owner(home, embedder) as library:
        while not library.index_is_ready:
            time.sleep(0.2)
        assistant = talk(library)
        load(assistant, 5, 1)
        yield from _rows(f"T-L2, {name}", load(assistant, SECONDS, PEOPLE, READING), "")
        busy, came = while_documents_come(assistant, library, SECONDS)
        yield from _rows(f"T-L3, {name}", busy, f"{len(came)} documents of 100 passages came in", "≤ 250")


def _rows(name: str, measured: Measured, told: str, target: str = "") -> Iterator[Row]:
    times = [1000 * seconds for seconds in measured.retrieved]
    yield Row(f"{name}: retrieval", "ms", "", times, told)
    failed = f"{len(measured.errors)} of {len(times) + len(measured.errors)} failed"
    yield Row("the same, 95th percentile", "ms", target, [percentile(times, 0.95)], failed)
