"""Latency and memory of warm retrieval over 10,000 and 100,000 generated passages: `make bench-latency`.

Texts have the frequencies of Chinese words, vectors are drawn by chance; the catalog, its full text, Chroma and the
embedding of the question are the program's own. Printed, not gated.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.keyword_home import write_passages
from benchmarks.machine import describe, load
from benchmarks.processes import run
from benchmarks.table import percentile
from bot.cli import open_workplace
from knowledge.ports import Vectors
from knowledge.upkeep.reindexing import reindex

SIZES = (10_000, 100_000)


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


def main() -> None:
    """Make a home of each size, and ask it in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, nargs="*", default=SIZES)
    for passages in parser.parse_args().passages:
        with tempfile.TemporaryDirectory() as scratch:
            print(_measured(Path(scratch), passages), flush=True)
    print(f"{describe()}; load average {load():.1f}")


def _measured(home: Path, passages: int) -> str:
    write_passages(home, passages)
    model = open_workplace(home, None).embedder()
    reindex(home, Drawn(model.identity, len(model.embed_query("预热"))))
    asked = run([sys.executable, "-m", "benchmarks.warm_retrieval", home])
    times = [1000 * seconds for seconds in json.loads(asked.output)]
    late = percentile(times, 0.95)
    return (
        f"{passages:,} passages: n={len(times)} p50 {median(times):.0f} ms, p95 {late:.0f} ms; "
        f"peak {asked.peak_megabytes:.0f} MB"
    )


if __name__ == "__main__":
    main()
