"""Sketches by which the same text is known again: min-hash of its five-character strings, by one permutation.

Source: Li, Owen, Zhang (2012), "One Permutation Hashing", NIPS: the hashes fall into bins, each keeps its least; the
share of equal bins estimates the share of strings that two texts have in common (Jaccard).
"""

from __future__ import annotations

import re
from zlib import crc32

import numpy as np

from knowledge.tokens import fold

BINS = 128
SHINGLE = 5
"""Characters."""

_EMPTY = 0xFFFFFFFF
_WIDTH = 8
"""Hexadecimal digits of a bin: as many bytes as an integer of numpy, so that bins are compared as they are written."""

_FACTOR = 0x9E3779B1
"""2^32 divided by the golden ratio: spreads the checksum over the bins (Knuth, volume 3, 6.4)."""

_WORDLESS = re.compile(r"[\W_]+")


def sketch_of(text: str) -> str:
    """Return a sketch of 1024 hexadecimal digits; punctuation, spaces and script do not count."""
    letters = _WORDLESS.sub("", fold(text)).encode("utf-16-le")
    bins = [_EMPTY] * BINS
    for start in range(0, max(len(letters) - 2 * SHINGLE, 0) + 1, 2):
        value = crc32(letters[start : start + 2 * SHINGLE]) * _FACTOR & _EMPTY
        place = value % BINS
        if value < bins[place]:  # noqa: PLR1730  # min() takes half of the time of this loop
            bins[place] = value
    return "".join(f"{value:0{_WIDTH}x}" for value in bins)


def likeness(one: str, other: str) -> float:
    """Return how much two texts have in common by their sketches, 0 to 1; a bin that both left empty does not count."""
    left, right = (np.frombuffer(sketch.encode("ascii"), np.uint64) for sketch in (one, other))
    empty = np.frombuffer(b"f" * _WIDTH, np.uint64)
    filled = (left != empty) | (right != empty)
    return int(np.count_nonzero((left == right) & filled)) / max(int(np.count_nonzero(filled)), 1)
