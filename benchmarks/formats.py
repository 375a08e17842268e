"""How well files are read: characters that differ from the right text beside them (`a.pdf`, `a.txt`), and the time.

The right text of `page1_scan200.jpg` is `page1.txt`: a name up to its last `_`. White space is not compared, and
running heads only where the right text has them.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ingest.readers.child import Extractor
from ingest.sources import SourceText, read_source


def main(folder: Path) -> None:
    """Print a line a file, then the share of wrong characters by format."""
    wrong, characters = defaultdict[str, int](int), defaultdict[str, int](int)
    with Extractor() as extractor:
        for path, expected in pairs(folder):
            begun = time.perf_counter()
            source = read_source(path, extractor.extract)
            seconds = time.perf_counter() - begun
            if not isinstance(source, SourceText):
                print(f"{path.name}: {source.problem.message}")
                continue
            want = squashed(expected.read_text(encoding="utf-8"))
            errors = min(distance(want, squashed(text)) for text in (source.text, body_of(source)))
            wrong[source.encoding] += errors
            characters[source.encoding] += len(want)
            print(f"{path.name}: {source.encoding}, {errors} of {len(want)}, {seconds:.2f} s", flush=True)
    for name, count in characters.items():
        print(f"{name}: {wrong[name] / max(count, 1):.2%} of {count} characters wrong")


def pairs(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield each file that has its right text beside it."""
    for path in sorted(folder.iterdir()):
        names = (f"{path.name}.txt", f"{path.stem}.txt", f"{path.stem.rpartition('_')[0]}.txt")
        right = next((path.with_name(name) for name in names if path.with_name(name).is_file()), None)
        if path.is_file() and path.suffix != ".txt" and right is not None:
            yield path, right


def body_of(source: SourceText) -> str:
    """Return what was read without running heads and page numbers, which the repairs take out."""
    pieces, end = list[str](), 0
    for mark in source.extraction.marks if source.extraction is not None else ():
        pieces.append(source.text[end : mark.start])
        end = mark.end
    return "".join((*pieces, source.text[end:]))


def squashed(text: str) -> str:
    """Return a text without white space, marks of headings and bars of tables."""
    return "".join(character for character in text if not character.isspace() and character not in "#|")


def distance(want: str, got: str) -> int:
    """Return how many characters were inserted, left out or changed."""
    codes, places = np.array([ord(each) for each in got], dtype=np.int64), np.arange(len(got) + 1)
    row = places.copy()
    for number, character in enumerate(want, start=1):
        kept = np.minimum(row[1:] + 1, row[:-1] + (codes != ord(character)))
        row = np.minimum.accumulate(np.concatenate(([number], kept)) - places) + places
    return int(row[-1])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
