"""Measure everything, print the table, and write docs/benchmarks.md."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks.machine import describe, load
from benchmarks.processes import CommandFailedError, Run, run
from benchmarks.table import Row, markdown, percentile
from benchmarks.texts import QUESTIONS

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
SEEDS = ROOT.parent / "shared" / "corpus" / "seeds"
SAMPLES = ROOT / "ingest" / "samples"
RONGHE = Path(sys.executable).with_name("ronghe")

_HEAD = """# Benchmarks

Written by `make bench`; not asserted anywhere. Whole processes are timed from start to end by the parent, with files in
the page cache; memory is the peak resident set of the process. The material is {material}.

{machine}.

"""


def main() -> None:
    """Run all measurements in a home that is thrown away."""
    busy_before = load()
    material = SEEDS if SEEDS.is_dir() else SAMPLES
    with tempfile.TemporaryDirectory() as scratch:
        rows = list(_rows(Path(scratch), material))
    named = "the four seed files" if material is SEEDS else "our sample documents (the seed files are not here)"
    machine = f"{describe()}; load average {busy_before:.1f} before, {load():.1f} after"
    page = _HEAD.format(machine=machine, material=named) + markdown(rows)
    PAGE.write_text(page, encoding="utf-8")
    print(page)


def _rows(scratch: Path, material: Path) -> Iterator[Row]:
    home = scratch / "home"
    question = QUESTIONS[0]
    child: list[str | Path] = [sys.executable, "-m"]
    yield from _processes("`ronghe --help`", [RONGHE, "--help"], times=7, target="≤ 0.5")
    yield _cold_ingests(scratch, material)
    yield from _processes("`ronghe ingest`, unchanged", [RONGHE, "ingest", material, "--home", home], times=3)
    yield from _processes("`ronghe keyword`", [RONGHE, "keyword", "融合", "--home", home], times=7, target="≤ 1.2")
    yield from _processes(
        "`ronghe ask`", [RONGHE, "ask", question, "--home", home], times=5, target="≤ 8", memory="≤ 900"
    )
    fp32 = [*child, "benchmarks.ask_in_fp32", home, question]
    yield from _processes("the same in fp32", fp32, times=3, memory="≤ 1200")
    yield from _warm_retrieval([*child, "benchmarks.warm_retrieval", home])
    for precision, target in (("bf16", "≥ 35"), ("fp32", "≥ 14")):
        command = [*child, "benchmarks.embedding_speed", precision]
        yield _measured(f"embedder, {precision}", "passages of 330 characters/s", target, partial(_printed, command))


def _processes(
    name: str, command: Sequence[str | Path], *, times: int, target: str = "", memory: str = ""
) -> Iterator[Row]:
    """Measure a whole process: its time, and its memory where there is a target for it."""
    try:
        runs = [run(command) for _ in range(times)]
    except CommandFailedError as error:
        yield Row(name, "s", target, (), f"not measured: {error}")
        return
    yield Row(name, "s", target, [done.seconds for done in runs])
    if memory:
        yield Row(f"{name}, peak memory", "MB", memory, [done.peak_megabytes for done in runs])


def _cold_ingests(scratch: Path, material: Path) -> Row:
    """Ingest into a new home each time; the first one is kept for what follows."""

    def seconds() -> list[float]:
        homes = [scratch / name for name in ("home", "second", "third")]
        return [_ingest(material, home).seconds for home in homes]

    return _measured("`ronghe ingest` into a new home", "s", "≤ 15", seconds)


def _ingest(material: Path, home: Path) -> Run:
    return run([RONGHE, "ingest", material, "--home", home])


def _warm_retrieval(command: Sequence[str | Path]) -> Iterator[Row]:
    found = _measured("warm retrieval", "ms", "", lambda: [1000 * seconds for seconds in _printed(command)])
    yield found
    tail = [percentile(found.values, 0.95)] if found.values else []
    yield Row("warm retrieval, 95th percentile", "ms", "≤ 60", tail, f"of {len(found.values)} retrievals")


def _printed(command: Sequence[str | Path]) -> list[float]:
    return [float(value) for value in json.loads(run(command).output)]


def _measured(name: str, unit: str, target: str, measure: Callable[[], Sequence[float]]) -> Row:
    try:
        return Row(name, unit, target, measure())
    except CommandFailedError as error:
        return Row(name, unit, target, (), f"not measured: {error}")


if __name__ == "__main__":
    main()
