"""A child program: megabytes a second from text files to passages, without storing or embedding, as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

from ingest.readers.child import Extractor
from ingest.reading import read_documents
from ingest.sources import SourceText, find_sources, read_source

RUNS = 3
_MEGA = 1e6


def main(folders: list[Path]) -> None:
    """Read everything `RUNS` times; files of binary formats are left out."""
    with Extractor() as extractor:
        print(json.dumps([_speed(folders, extractor) for _ in range(RUNS)]))


def _speed(folders: list[Path], extractor: Extractor) -> float:
    size, started = 0, perf_counter()
    for path in find_sources(folders):
        source = read_source(path, extractor.extract)
        if isinstance(source, SourceText) and source.extraction is None:
            size += len(source.data)
            read_documents(source, label="public", sample=False)
    return size / _MEGA / (perf_counter() - started)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
