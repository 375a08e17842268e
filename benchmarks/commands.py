"""Cold commands: how long a whole process takes and what it holds at its peak, beside an earlier version."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.processes import Run, run
from benchmarks.table import Row
from benchmarks.texts import QUESTIONS

ROOT = Path(__file__).parents[1]
SEEDS = ROOT.parent / "shared" / "corpus" / "seeds"
SAMPLES = ROOT / "ingest" / "samples"
TIMES = 3

COMMANDS = (
    (["--help"], "≤ 0.5", ""),
    (["documents"], "", ""),
    (["keyword", "融合"], "≤ 1.2", ""),
    (["search", QUESTIONS[0]], "≤ 1.5", ""),
    (["ask", QUESTIONS[0], "--no-model"], "≤ 2", "≤ 700"),
)
"""Each with what is asked of its seconds and of its megabytes."""


def material() -> Path:
    """Return the seed files, else our sample documents."""
    return SEEDS if SEEDS.is_dir() else SAMPLES


def program(root: Path, *arguments: str | Path) -> list[str | Path]:
    """Return the command that runs the program as it is in a checkout."""
    start = f"import sys; sys.path.insert(0, {str(root)!r}); from bot.cli import main; sys.exit(main(sys.argv[1:]))"
    return [sys.executable, "-c", start, *arguments]


def rows(scratch: Path, before: Path | None) -> Iterator[Row]:
    """Measure every command in a home of its own version."""
    roots = [ROOT, *([before] if before else [])]
    homes = {root: scratch / f"home{number}" for number, root in enumerate(roots)}
    filled = {root: run(program(root, "ingest", material(), "--home", homes[root])) for root in roots}
    yield from _told("`ronghe ingest` of the seeds", [filled[ROOT]], [filled[before]] if before else [], "≤ 15", "")
    for command, target, memory in COMMANDS:
        runs = _in_turn(roots, homes, command)
        yield from _told(f"`ronghe {command[0]}`, cold", runs[ROOT], runs[before] if before else [], target, memory)


def _told(name: str, ours: Sequence[Run], former: Sequence[Run], target: str, memory: str) -> Iterator[Row]:
    """Yield seconds by the clock, those of the processor, and megabytes."""
    yield Row(name, "s", target, [each.seconds for each in ours], "", [each.seconds for each in former])
    worked, before = [each.processor for each in ours], [each.processor for each in former]
    yield Row("of it the processor", "s", "", worked, "", before)
    peaks, once = [each.peak_megabytes for each in ours], [each.peak_megabytes for each in former]
    yield Row("peak memory", "MiB", memory, peaks, "", once)


def _in_turn(roots: Sequence[Path], homes: dict[Path, Path], command: Sequence[str]) -> dict[Path, list[Run]]:
    home = [] if command == ["--help"] else ["--home"]
    done: dict[Path, list[Run]] = {root: [] for root in roots}
    for _ in range(TIMES):
        for root in roots:
            done[root].append(run(program(root, *command, *home, *([homes[root]] if home else []))))
    return done
