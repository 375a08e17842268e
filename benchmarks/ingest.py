"""Ingest: reading alone, a cold run with the model and with made vectors, an unchanged run, memory of many documents.

Made vectors cost nothing, so that what is measured with them is everything but the encoder: reading, words, storing,
vector index.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.commands import ROOT, SAMPLES, program
from benchmarks.processes import run
from benchmarks.table import Row
from benchmarks.texts import passages

CORPUS = ROOT.parent / "shared" / "corpus"
DOCUMENTS, PARAGRAPHS = 2000, 3


def rows(scratch: Path, before: Path | None) -> Iterator[Row]:
    """Measure in homes that are thrown away; an earlier version with the model alone."""
    material = CORPUS if CORPUS.is_dir() else SAMPLES
    speeds = json.loads(run([sys.executable, "-m", "benchmarks.reading_speed", material]).output)
    yield Row("files to passages, text formats", "MB/s", "≥ 0.8", speeds, "without storing")
    made = [_ingested(material, scratch / f"made{number}", "made") for number in range(3)]
    told = f"{made[0]['documents']} documents, {made[0]['passages']} passages"
    yield Row(f"cold ingest of {material.name}, made vectors", "s", "", [each["seconds"] for each in made], told)
    speed = [each["megabytes"] / each["seconds"] for each in made]
    yield Row("the same: everything but the encoder", "MB/s", "≥ 0.6", speed, "storing and vector index included")
    worked = [each["megabytes"] / each["processor"] for each in made]
    yield Row("the same by the processor", "MB/s", "", worked, "whole process, imports included")
    index = [each["index_seconds"] for each in made]
    yield Row("of it the vector index", "s", "", index)
    real = _ingested(material, scratch / "home", "model")
    former = [run(program(before, "ingest", material, "--home", scratch / "before"))] if before else []
    theirs = [each.seconds for each in former]
    yield Row(f"cold ingest of {material.name}", "s", "≤ 125", [real["seconds"]], "", theirs)
    yield Row("of it the processor", "s", "", [real["processor"]], "both cores", [each.processor for each in former])
    yield Row("of it while the encoder reads", "%", "", [100 * real["embedder_seconds"] / real["seconds"]])
    yield Row("peak memory", "MiB", "≤ 1200", [real["peak_megabytes"]])
    again = [run(program(ROOT, "ingest", material, "--home", scratch / "home")).seconds for _ in range(3)]
    yield Row("the same, unchanged", "s", "≤ 2", again, "whole process")
    many = _ingested(_made(scratch / "many"), scratch / "home of many", "made")
    yield Row(f"{DOCUMENTS:,} documents, made vectors", "s", "", [many["seconds"]])
    yield Row("their peak memory", "MiB", "≤ 1200", [many["peak_megabytes"]])


def _ingested(material: Path, home: Path, vectors: str) -> dict[str, Any]:  # of figures by name
    done = run([sys.executable, "-m", "benchmarks.cold_ingest", home, vectors, material])
    figures: dict[str, Any] = json.loads(done.output)
    return figures | {"peak_megabytes": done.peak_megabytes, "processor": done.processor}


def _made(folder: Path) -> Path:
    """Write documents of our own, a thousand characters each."""
    folder.mkdir()
    texts = passages(DOCUMENTS * PARAGRAPHS)
    for number in range(DOCUMENTS):
        own = texts[number * PARAGRAPHS : (number + 1) * PARAGRAPHS]
        (folder / f"{number}.txt").write_text(f"第{number}号材料\n" + "\n".join(own), encoding="utf-8")
    return folder
