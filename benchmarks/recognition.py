"""What recognising a page costs and how well it goes: seconds by the clock and of the processor, memory, wrong characters.

The pages lie in a folder with their right text beside them, as for `benchmarks.formats`; run it on a quiet machine, for
where others work recognition steps aside.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.formats import body_of, distance, pairs, squashed
from ingest.readers.child import Extractor
from ingest.sources import SourceText, read_source

_PICTURES = {".jpg", ".png"}


class Page(NamedTuple):
    """What one page cost, and how many of its characters were wrong."""

    seconds: float
    processor: float
    wrong: int
    characters: int


def main() -> None:
    """Print a line a page, and the mean of all."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("folder", type=Path)
    given.add_argument("--processors", type=int, nargs="+", default=[2, 1])
    options = given.parse_args()
    may = sorted(os.sched_getaffinity(0))
    for count in options.processors:
        os.sched_setaffinity(0, may[:count])
        print(f"{count} processor(s)", flush=True)
        _measure(options.folder)


def _measure(folder: Path) -> None:
    found = [pair for pair in pairs(folder) if pair[0].suffix in _PICTURES]
    with Extractor() as extractor:
        _read(extractor, *found[0])  # the models are loaded with the first
        pages = [_read(extractor, *pair) for pair in found]
        memory = _status(extractor, "VmHWM") // 1024
    for (path, _), page in zip(found, pages, strict=True):
        print(
            f"  {path.name:24} {page.seconds:5.2f} s, processor {page.processor:5.2f} s, {page.wrong} of {page.characters}"
        )
    wrong, characters = sum(page.wrong for page in pages), sum(page.characters for page in pages)
    print(
        f"  mean {statistics.mean(page.seconds for page in pages):.2f} s a page, "
        f"longest {max(page.seconds for page in pages):.2f} s, "
        f"processor {statistics.mean(page.processor for page in pages):.2f} s, {memory} MB at most, "
        f"{wrong} of {characters} characters wrong ({wrong / characters:.2%}), n = {len(pages)}",
        flush=True,
    )


def _read(extractor: Extractor, path: Path, right: Path) -> Page:
    before, begun = _processor(extractor), time.perf_counter()
    source = read_source(path, extractor.extract)
    seconds, processor = time.perf_counter() - begun, _processor(extractor) - before
    want = squashed(right.read_text(encoding="utf-8"))
    got = (source.text, body_of(source)) if isinstance(source, SourceText) else ("",)
    return Page(seconds, processor, min(distance(want, squashed(text)) for text in got), len(want))


def _child(extractor: Extractor) -> int | None:
    recogniser = extractor._recogniser
    return recogniser._child.pid if recogniser is not None and recogniser._child is not None else None


def _processor(extractor: Extractor) -> float:
    """Return the seconds of processor that the child has used so far."""
    pid = _child(extractor)
    if pid is None:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _status(extractor: Extractor, name: str) -> int:
    lines = Path(f"/proc/{_child(extractor)}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main()
