"""Look words of 1 to 6 characters up literally among 100,000 generated passages: `make bench-keyword`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.keyword_home import queries, write_passages
from benchmarks.machine import describe, load
from benchmarks.table import percentile
from knowledge.catalog.database import Database
from knowledge.catalog.keyword import KeywordLookup

PASSAGES = 100_000
QUERIES = 300
LABELS = frozenset({"public"})


def main(home: Path) -> None:
    """Measure in a home that is filled first, when it is empty."""
    if not (home / "catalog.sqlite3").exists():
        write_passages(home, PASSAGES)
    lookup = KeywordLookup(Database.open(home))
    lookup.look_up("预热", labels=LABELS)
    measured: dict[int, list[float]] = {length: [] for length in range(1, 7)}
    for word in queries(QUERIES):
        began = perf_counter()
        lookup.look_up(word, labels=LABELS)
        measured[len(word)].append(1000 * (perf_counter() - began))
    together = [value for values in measured.values() for value in values]
    print(f"{describe()}; load average {load():.1f}")
    for length, values in measured.items():
        print(
            f"{length} characters: n={len(values)} p50 {median(values):.1f} ms, p95 {percentile(values, 0.95):.1f} ms"
        )
    print(f"all: n={len(together)} p50 {median(together):.1f} ms, p95 {percentile(together, 0.95):.1f} ms (target 60)")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as scratch:
            main(Path(scratch))
