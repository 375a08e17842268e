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


def main(name: str | None = None) -> None:
    """Print a row a file, or that of one."""
    if name is None:
        print("| File | What | Size, KB | Seconds | Reader's memory, MB | Our own, MB | What was said |")
        print("|---|---|--:|--:|--:|--:|---|")
        for each in BOMBS:
            subprocess.run([sys.executable, "-m", "benchmarks.bombs", each], check=True)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(BOMBS[name]())
        before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
        outcome = "; ".join(dict.fromkeys(_read(path)))
        seconds = time.perf_counter() - begun
        child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        own = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
        what = (BOMBS[name].__doc__ or "").strip().rstrip(".")
        print(
            f"| {name} | {what} | {path.stat().st_size // 1024:,} | {seconds:.1f} | {child:,} | {own:,} | {outcome} |"
        )


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
