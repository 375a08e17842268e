"""Where in a text some words stand, exactly or nearly: marks, spaces, script and width do not count. Pure."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.tokens import fold_with_offsets


class Letters(NamedTuple):
    """The letters, digits and Han characters of a text, folded, and where each stands in it."""

    text: str
    offsets: list[int]
    codes: NDArray[np.uint32]


class Alignment(NamedTuple):
    """The stretch of a text that some words fit best."""

    share: float
    """1 less the characters that have to be changed, as a share of the words': 1 is a literal match, 0 nothing."""

    start: int
    end: int
    """Span in the text."""

    literal: bool


@lru_cache(maxsize=64)
def letters(text: str) -> Letters:
    """Return what of a text is compared."""
    folded, offsets = fold_with_offsets(text)
    kept = [(character, offset) for character, offset in zip(folded, offsets, strict=True) if character.isalnum()]
    plain = "".join(character for character, _ in kept)
    return Letters(plain, [offset for _, offset in kept], np.frombuffer(plain.encode("utf-32-le"), dtype=np.uint32))


def align(words: str, text: str) -> Alignment | None:
    """Return the stretch of `text` that takes the fewest changes to become `words`, or None when nothing is alike."""
    sought, held = letters(words), letters(text)
    if not sought.text or not held.text:
        return None
    at = held.text.find(sought.text)
    if at >= 0:
        return _alignment(1.0, at, at + len(sought.text), held, literal=True)
    distances = _distances(sought.codes, held.codes)
    end = int(distances.argmin())
    share = 1 - int(distances[end]) / len(sought.text)
    if share <= 0:
        return None
    window = held.codes[max(0, end - 2 * len(sought.text)) : end]
    length = int(_distances(sought.codes[::-1], window[::-1]).argmin())
    return _alignment(share, end - length, end, held, literal=False)


def _distances(sought: NDArray[np.uint32], held: NDArray[np.uint32]) -> NDArray[np.int32]:
    """Return for each end in `held` the fewest changes that make some stretch before it the words.

    This is Sellers' algorithm (1980), a row at a time: what came may be skipped at the cost of its length, which is
    the running minimum of the row less its position.
    """
    position = np.arange(len(held) + 1, dtype=np.int32)
    row = np.zeros(len(held) + 1, dtype=np.int32)
    for count, code in enumerate(sought, start=1):
        best = row + 1
        np.minimum(best[1:], row[:-1] + (held != code), out=best[1:])
        best[0] = count
        row = np.minimum.accumulate(best - position) + position
    return row


def _alignment(share: float, start: int, end: int, held: Letters, *, literal: bool) -> Alignment:
    return Alignment(share, held.offsets[start], held.offsets[end - 1] + 1, literal)
