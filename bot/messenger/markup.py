"""Styled text -> Telegram HTML in messages that Telegram accepts whole.

Text is cut before it is marked up, so that every tag is closed in the message where it was opened.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

MAX_UNITS = 4096
"""UTF-16 units of one message, counted after parsing (the Bot API counts code points, which are never more).

At most 5 bytes of HTML come of a unit (`&amp;`), so that text alone stays under 20,480 of the 32,768 bytes
that the server accepts before parsing; tags add 36 bytes a run at most.
"""
PART_NUMBER_UNITS = 12
"""Room for “（1/20）” under a message of several."""

LAST_OF_ONE_UNIT = 0xFFFF

BOLD = "b"
ITALIC = "i"
FOLDED = "blockquote expandable"
QUOTED = "blockquote"

_TAG = re.compile(r"</?[a-z][^<>]*>")

_CUTS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"[。！？；…][”’）》〉]*"),
)
"""Where a text may be cut, best first: between paragraphs, lines, sentences."""


class Run(NamedTuple):
    """Text of one style; `tag` is an HTML start tag's inside, or empty for plain text."""

    text: str
    tag: str = ""


def messages(runs: Sequence[Run]) -> tuple[str, ...]:
    """Render runs as HTML messages; several are numbered, and nothing but white space at a cut is lost.

    Args:
        runs: Text as it is, not escaped; lone surrogates, which no JSON can carry, become U+FFFD.
    """
    pages = split_html(runs, limit=MAX_UNITS - PART_NUMBER_UNITS)
    if len(pages) == 1:
        return pages
    return tuple(f"{page}\n（{number}/{len(pages)}）" for number, page in enumerate(pages, 1))


def split_html(runs: Sequence[Run], *, limit: int) -> tuple[str, ...]:
    """Render runs as pieces of HTML, each of at most `limit` UTF-16 units when parsed."""
    sound = [Run(_well_formed(run.text), run.tag) for run in runs]
    text = "".join(run.text for run in sound)
    return tuple(_html(sound, start, end) for start, end in _slices(text, limit))


def without_markup(page: str) -> str:
    """Return a page of HTML made here as the text that a reader sees: nothing but the styles is lost."""
    return html.unescape(_TAG.sub("", page))


def units(text: str) -> int:
    """Return the length of a text in UTF-16 units: 2 for 𠮷 and for most emoji."""
    return sum(1 + (ord(character) > LAST_OF_ONE_UNIT) for character in text)


def _well_formed(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _slices(text: str, limit: int) -> Iterator[tuple[int, int]]:
    """Yield spans of `text` that together hold all of it but white space around the cuts."""
    start = 0
    while start < len(text):
        end = _cut(text, start, _reach(text, start, limit))
        piece = text[start:end]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip("\n")), start + len(piece.rstrip())
        start = end


def _reach(text: str, start: int, limit: int) -> int:
    """Return the farthest end at which `text[start:end]` has at most `limit` units."""
    left = limit
    for position in range(start, len(text)):
        left -= units(text[position])
        if left < 0:
            return position
    return len(text)


def _cut(text: str, start: int, reach: int) -> int:
    """Return the best place to cut in the second half of what could be taken."""
    if reach == len(text):
        return reach
    for pattern in _CUTS:
        ends = [found.end() for found in pattern.finditer(text, (start + reach) // 2, reach)]
        if ends:
            return ends[-1]
    return reach


def _html(runs: Sequence[Run], start: int, end: int) -> str:
    """Render the part of the runs that lies in a span of their joined text."""
    pieces: list[str] = []
    position = 0
    for run in runs:
        inside = run.text[max(start - position, 0) : max(end - position, 0)]
        position += len(run.text)
        if inside:
            pieces.append(_tagged(html.escape(inside, quote=False), run.tag))
    return "".join(pieces)


def _tagged(escaped: str, tag: str) -> str:
    return f"<{tag}>{escaped}</{tag.split(maxsplit=1)[0]}>" if tag else escaped
