"""Measure ingest alone: reading, a cold run, an unchanged one, and the memory of 2,000 documents; prints a table.

The corpus beside the checkout takes about six minutes on two quiet cores, the 2,000 made documents about as long.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.__main__ import RONGHE, ROOT, SAMPLES
from benchmarks.machine import describe, load
from benchmarks.processes import run
from benchmarks.table import Row, markdown
from benchmarks.texts import passages

CORPUS = ROOT.parent / "shared" / "corpus"
DOCUMENTS, PARAGRAPHS = 2000, 3


def main() -> None:
    """Run all measurements in homes that are thrown away."""
    busy = load()
    with tempfile.TemporaryDirectory() as scratch:
        rows = [*_of_corpus(Path(scratch)), *_of_many(Path(scratch))]
    print(f"{describe()}; load average {busy:.1f} before, {load():.1f} after\n\n{markdown(rows)}")


def _of_corpus(scratch: Path) -> Iterator[Row]:
    material, home = CORPUS if CORPUS.is_dir() else SAMPLES, scratch / "corpus"
    speeds = json.loads(run([sys.executable, "-m", "benchmarks.reading_speed", material]).output)
    yield Row("files to passages, text formats", "MB/s", "≥ 0.8", speeds, "without storing")
    yield from _cold(f"cold ingest of {material.name}", home, material)
    again = [run([RONGHE, "ingest", material, "--home", home]).seconds for _ in range(3)]
    yield Row("the same, unchanged", "s", "≤ 2", again, "whole process")


def _of_many(scratch: Path) -> Iterator[Row]:
    """Ingest 2,000 documents of our own, a thousand characters each."""
    folder = scratch / "made"
    folder.mkdir()
    texts = passages(DOCUMENTS * PARAGRAPHS)
    for number in range(DOCUMENTS):
        own = texts[number * PARAGRAPHS : (number + 1) * PARAGRAPHS]
        (folder / f"{number}.txt").write_text(f"第{number}号材料\n" + "\n".join(own), encoding="utf-8")
    yield from _cold(f"cold ingest of {DOCUMENTS} documents", scratch / "many", folder)


def _cold(name: str, home: Path, material: Path) -> Iterator[Row]:
    done = run([sys.executable, "-m", "benchmarks.cold_ingest", home, material])
    figures = json.loads(done.output)
    told = f"{figures['documents']} documents, {figures['embedded_passages']} passages embedded"
    rest = figures["seconds"] - figures["embedder_seconds"]
    yield Row(name, "s", "", [figures["seconds"]], told)
    yield Row("of it in the embedder", "%", "≥ 90", [100 * figures["embedder_seconds"] / figures["seconds"]])
    yield Row("vector index", "s", "", [figures["index_seconds"]])
    yield Row("everything else", "s", "", [rest], "reading, words, catalog, vector index")
    yield Row("everything else", "MB/s", "≥ 0.8", [figures["megabytes"] / rest])
    yield Row("peak memory", "MB", "≤ 1200", [done.peak_megabytes])


if __name__ == "__main__":
    main()
