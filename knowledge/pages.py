"""The pages of a file: where each begins in the text that was read from it, and which were read from a picture."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

RECOGNISED = frozenset({"scan", "image"})
"""Encodings of documents whose text, or part of it, was read from pictures by optical character recognition."""


WITH_PAGES = RECOGNISED | {"pdf", "ofd"}
"""Encodings of documents that are laid out on pages."""

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in ten-thousandths of a picture's width and height."""


class Page(BaseModel):
    """A page of a file: its words begin at `start` of the extracted text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    start: int
    recognised: bool = False
    turned: int = 0
    """By how many quarters, clockwise, the picture of a recognised page was turned to be read."""

    lines: tuple[tuple[int, int, int, int, int, int], ...] = ()
    """Of a recognised page: where the words of a line stand in the extracted text, start and end, and the box around
    them in the picture as it was read."""

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """Return where the lines stand that have some of a span of the extracted text."""
        return tuple(tuple(line[2:]) for line in self.lines if line[0] < end and start < line[1])  # type: ignore[misc]  # four are left


def pages_of(pages: Sequence[Page], start: int, end: int) -> Sequence[Page]:
    """Return the pages on which a span of the extracted text stands."""
    first = max(bisect_right(pages, start, key=lambda page: page.start) - 1, 0)
    return [page for page in pages[first:] if page.start < end]
