"""Every figure of docs/benchmarks.md, on a quiet machine: `make bench [PARTS="commands search"] [BEFORE=FOLDER]`.

What was measured is kept, so that a part can be measured by itself; the page is written from all of them. With a
checkout of an earlier version, what can be compared is measured of both in turn.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from platformdirs import user_cache_path

from benchmarks import commands, ingest, latency, people, runtimes, sets
from benchmarks.machine import describe, load
from benchmarks.table import Row, markdown

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
EARLIER = "## Measured earlier\n"
"""How the part of the page begins that is written by hand; it is left as it is."""

Part = Callable[[Path, Path | None], Iterator[Row]]
"""Measures in a folder that is thrown away, and of an earlier checkout where there is one."""

PARTS: dict[str, tuple[str, Part]] = {
    "commands": ("Cold commands: whole processes, timed by the parent, files in the page cache", commands.rows),
    "encoder": ("The bundled encoder; before: sentence-transformers in bf16", runtimes.rows),
    "sets": ("Retrieval sets by vectors alone; before: sentence-transformers in bf16", sets.rows),
    "ingest": ("Ingest", ingest.rows),
    "search": ("Warm search, the question embedded", latency.rows),
    "people": ("Fifty people, with hashed vectors and with the bundled encoder", people.rows),
}

_HEAD = """# Benchmarks

Written by `make bench`; not asserted anywhere (what is asserted counts work: `tests/bot/test_work.py`). Memory is the
peak resident set of a process. *before* is the median of an earlier version, measured in turn with this one.

"""


def main() -> None:
    """Measure the parts that are named, all where none is, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    parser.add_argument("--before", type=Path, help="a checkout of an earlier version")
    parser.add_argument("--kept", type=Path, default=user_cache_path("ronghe") / "benchmarks")
    arguments = parser.parse_args()
    arguments.kept.mkdir(parents=True, exist_ok=True)
    for name in arguments.parts or PARTS:
        section = _measured(name, arguments.before)
        (arguments.kept / f"{name}.json").write_text(json.dumps(section), encoding="utf-8")
        print(section)
    kept = [arguments.kept / f"{name}.json" for name in PARTS]
    sections = [json.loads(file.read_text(encoding="utf-8")) for file in kept if file.exists()]
    earlier = PAGE.read_text(encoding="utf-8").partition(EARLIER)[2]
    PAGE.write_text(_HEAD + "\n".join(sections) + "\n" + EARLIER + earlier, encoding="utf-8")


def _measured(name: str, before: Path | None) -> str:
    title, measure = PARTS[name]
    busy = load()
    with tempfile.TemporaryDirectory() as scratch:
        rows = list(measure(Path(scratch), before))
    machine = f"{describe()}; load average {busy:.1f} before, {load():.1f} after."
    return f"## {title}\n\n{machine}\n\n{markdown(rows)}"


if __name__ == "__main__":
    main()
