"""Where the lines of a recognised page came to stand in its text, so that a quotation can be shown in the picture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from knowledge.pages import Box

WHOLE = 10_000

Place = tuple[int, int, int, int, int, int]
"""Start and end in a text, then the box."""


class ReadLine(NamedTuple):
    """A line as it was recognised."""

    text: str
    box: Box


def placed(lines: Sequence[ReadLine], text: str, offset: int) -> tuple[Place, ...]:
    """Return where each line stands in the text of its page, which begins at `offset` of the file's.

    The layout may put several lines into one, as the cells of a row, but takes none apart. What it has changed, a
    raised figure, is not found, and not marked. White space is not compared.
    """
    kept = [index for index, character in enumerate(text) if not character.isspace()]
    squeezed, taken = "".join(text[index] for index in kept), bytearray(len(kept))
    places = list[Place]()
    # The longest first: a short line, a figure in a cell, may stand within a longer one as well.
    for line in sorted(lines, key=lambda each: -len(each.text)):
        words = "".join(line.text.split())
        starts = (match.start() for match in re.finditer(f"(?={re.escape(words)})", squeezed) if words)
        start = next((each for each in starts if not any(taken[each : each + len(words)])), None)
        if start is not None:
            end = start + len(words)
            taken[start:end] = b"\1" * len(words)
            places.append((offset + kept[start], offset + kept[end - 1] + 1, *line.box))
    return tuple(sorted(places))
