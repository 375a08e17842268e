"""The lines of a text with their offsets, and what a line looks like."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Han characters of the basic plane, for use inside a character class."""

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_SENTENCE_MARK = re.compile(r"[。；！？;!?]|[，,][^，,]*[，,]")
_PROSE_LENGTH = 30
"""Characters; menu entries and headlines on the pages seen are shorter or carry no such marks."""


class Line(NamedTuple):
    """One line: `text` without the white space around it, at `start` to `end`; the next one begins at `next_start`."""

    text: str
    start: int
    end: int
    next_start: int


@lru_cache(maxsize=4)
def written_lines(text: str) -> tuple[Line, ...]:
    """Return the lines of a text that are not blank; remembered, for one repair after another asks for them."""
    lines = []
    for match in _LINE.finditer(text):
        whole = match.group()
        content = whole.strip()
        if not content:
            continue
        start = match.start() + len(whole) - len(whole.lstrip())
        lines.append(Line(content, start, start + len(content), match.end()))
    return tuple(lines)


def is_prose(line: str) -> bool:
    """Tell running text from menu entries, headings and signatures: long enough, with sentence marks."""
    return len(line) >= _PROSE_LENGTH and _SENTENCE_MARK.search(line) is not None


def squashed(text: str) -> str:
    """Return the text without any white space, to compare lines."""
    return "".join(text.split())
