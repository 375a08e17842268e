"""Look provisions up by number, warm, in a home of rules: `make bench-article HOME_DIR=…`."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from benchmarks.machine import describe, load
from benchmarks.table import percentile
from bot.cli import open_workplace
from knowledge.regulations.lookup import Asked
from knowledge.regulations.names import core_of

LOOKUPS = 500


def main(home: Path) -> None:
    """Measure over every instrument of a home, each article by its short name and its number."""
    with open_workplace(home, None).rules() as rules:
        asked = Asked(labels=rules.catalog.labels())
        texts = rules.lookup.texts(asked)
        articles = [(read, one) for read, _ in texts for one in read.articles if one.number]
        draw = random.Random(5)  # noqa: S311  # the same look-ups each time, no secret
        references = [core_of(read.document.title) + one.heading for read, one in draw.choices(articles, k=LOOKUPS)]
        wall, cpu = [], []
        for reference in references:
            began, used = perf_counter(), process_time()
            rules.lookup.find(reference, asked)
            wall.append(1000 * (perf_counter() - began))
            cpu.append(1000 * (process_time() - used))
    print(f"{describe()}; load average {load():.1f}")
    print(f"{len(texts)} texts, {len(articles)} articles, n={LOOKUPS}")
    print(f"time: p50 {median(wall):.1f} ms, p95 {percentile(wall, 0.95):.1f} ms (target 10)")
    print(f"processor: p50 {median(cpu):.1f} ms, p95 {percentile(cpu, 0.95):.1f} ms")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
