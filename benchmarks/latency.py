"""Latency and memory of warm retrieval over 10,000 and 100,000 generated passages: `make bench PARTS=search`.

Texts have the frequencies of Chinese words, vectors are drawn by chance; the catalog, its full text, Chroma and the
embedding of the question are the program's own.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.processes import run
from benchmarks.table import Row, percentile
from knowledge.ports import Vectors

ROOT = Path(__file__).parents[1]

SIZES = {10_000: "≤ 30", 100_000: "≤ 50"}
"""Passages, with what is asked of the 95th percentile."""

FILL = """
import sys
from pathlib import Path
from benchmarks.keyword_home import write_passages
from benchmarks.latency import Drawn
from bot.cli import open_workplace
from knowledge.upkeep.reindexing import reindex
home = Path(sys.argv[1])
write_passages(home, int(sys.argv[2]))
model = open_workplace(home, None).embedder()
reindex(home, Drawn(model.identity, len(model.embed_query("预热"))))
"""
"""A program of either version that fills a home."""


class Drawn:
    """Vectors by chance under the name of the model that is set, so that its questions may be asked of them."""

    def __init__(self, identity: str, dimensions: int) -> None:
        self.identity = identity
        self._dimensions = dimensions
        self._draw = np.random.default_rng(7)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text."""
        drawn = self._draw.standard_normal((len(texts), self._dimensions)).astype(np.float32)
        return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)

    def embed_query(self, text: str) -> Vectors:
        """Return a vector as for a passage."""
        vector: Vectors = self.embed_passages([text])[0]
        return vector


def rows(scratch: Path, before: Path | None) -> Iterator[Row]:
    """Measure homes of both sizes, each in a process of its own; the earlier version makes its own homes."""
    for passages, target in SIZES.items():
        times = _times(ROOT, scratch / f"{passages}", passages)
        former = _times(before, scratch / f"before{passages}", passages) if before else []
        told = f"p95 before: {percentile(former, 0.95):.0f}" if former else ""
        yield Row(f"{passages:,} generated passages", "ms", "", times, f"{len(times)} questions", former)
        yield Row("the same, 95th percentile", "ms", target, [percentile(times, 0.95)], told)


def _times(root: Path, home: Path, passages: int) -> list[float]:
    """Return milliseconds of a hundred questions, after five, to the program of a checkout."""
    if not home.exists():
        run([sys.executable, "-c", FILL, home, str(passages)], folder=root)
    asked = run([sys.executable, "-m", "benchmarks.warm_retrieval", home], folder=root)
    return [1000 * seconds for seconds in json.loads(asked.output)]
