"""What keeps a list of hits from saying the same thing again and again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from knowledge.tokens import grams

Arrangement = Callable[[Iterable[tuple[str, str]]], Iterator[int]]
"""Takes (document id, text) pairs, best first, and gives their positions in the order in which they are shown."""

PER_DOCUMENT = 3
"""Passages of one document that may stand before another document's first appears."""

ALIKE = 0.9
"""Share of their grams that two passages have in common (Jaccard) from which they say the same: a reprint differs in
a word here and there, two articles of one law in more than half."""

EXAMINED = 30
"""Hits that are compared with one another; a person does not look further."""


def spread(ranked: Iterable[tuple[str, str]]) -> Iterator[int]:
    """Give positions reordered so that each of the first says something new, from somewhere new.

    Args:
        ranked: (document id, text) pairs, best first; no more of them are read than are needed.

    Returns:
        Positions: first every document's best few in their order, without repetitions, then the rest in theirs.
    """
    seen: Counter[str] = Counter()
    kept: list[frozenset[str]] = []
    rest: list[int] = []
    for position, (document_id, text) in enumerate(ranked):
        seen[document_id] += 1
        repeated = position < EXAMINED and _repeats(text, kept)
        if repeated or seen[document_id] > PER_DOCUMENT:
            rest.append(position)
        else:
            yield position
    yield from rest


def as_ranked(ranked: Iterable[tuple[str, str]]) -> Iterator[int]:
    """Give positions as they are: what judgements are held against, where copies of a text all count."""
    return (position for position, _ in enumerate(ranked))


def _repeats(text: str, kept: list[frozenset[str]]) -> bool:
    """Tell whether one of `kept` says the same as `text`, and remember `text` where none does."""
    own = frozenset(grams(text))
    for other in kept:
        shorter, longer = sorted((len(own), len(other)))
        if shorter >= ALIKE * longer and len(own & other) >= ALIKE * len(own | other):
            return True
    kept.append(own)
    return False
