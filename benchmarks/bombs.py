"""What files cost that would fill a machine if they were opened as they ask to be: outcome, time, memory, printed.

Each is read in a process of its own, so that what is measured is one file's.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from ingest.members import files_of
from ingest.readers.child import Extractor
from ingest.sources import Rejected, SourceFile, read_file, source_text
from tests.ingest.readers.bombs import BOMBS


def main(role: str = "all", *given: str) -> None:
    """Print a row a file. What builds one and what reads it are started by a process that has never been large.

    A process counts as large as the one that it was started by.
    """
    if role == "build":
        Path(given[1]).write_bytes(BOMBS[given[0]]())
    elif role == "read":
        _measure(Path(given[0]))
    else:
        print(
            "| File | What | Size, KB | Seconds | Memory, MB | What was said |\n|---|---|--:|--:|--:|---|", flush=True
        )
        for name in given or BOMBS:
            with tempfile.TemporaryDirectory() as folder:
                place = f"{folder}/{name}"
                for command in (["build", name, place], ["read", place]):
                    subprocess.run([sys.executable, "-m", "benchmarks.bombs", *command], check=True)  # noqa: S603


def _measure(path: Path) -> None:
    begun = time.perf_counter()
    outcome = "; ".join(dict.fromkeys(_read(path)))
    seconds = time.perf_counter() - begun
    memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
    what = (BOMBS[path.name].__doc__ or "").strip().rstrip(".")
    size = path.stat().st_size // 1024
    print(f"| {path.name} | {what} | {size:,} | {seconds:.1f} | {memory:,} | {outcome} |", flush=True)


def _read(path: Path) -> Iterator[str]:
    with Extractor() as extractor:
        file = read_file(path)
        if not isinstance(file, SourceFile):
            yield file.problem.code
            return
        for each in files_of(file, extractor.unpack):
            text = each if isinstance(each, Rejected) else source_text(each, extractor.extract)
            yield text.problem.code if isinstance(text, Rejected) else f"read, {len(text.text):,} characters"


if __name__ == "__main__":
    main(*sys.argv[1:])
