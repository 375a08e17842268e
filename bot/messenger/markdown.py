"""Screens for messengers that read Markdown: the HTML of a part -> Markdown, and long texts in pieces. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_TAG = re.compile(r"<(/?)(b|i|code|blockquote)(?: expandable)?>")
_SPECIAL = re.compile(r"([\\`*_\[\]<>#~|])")
_LINE_STARTS = re.compile(r"(?m)^([ \t]*\d*)([-+.])(?=\s)")
_MARK = re.compile(r"\\\[(\d{1,2})\\\]")
_CUTS = ("\n\n", "\n", "。", "；")
"""Where a text may be cut, best first."""


def markdown_of(part: str) -> str:
    """Return a part of a screen as Markdown: bold, italics, quotations; every other sign stands for itself.

    Markers stay as they are read: `[1]` is a link nowhere, as nothing in brackets follows it.
    """
    pieces: list[str] = []
    quoted = False
    for text, closes, tag in _parts(part):
        said = _escaped(html.unescape(text))
        pieces.append(said.replace("\n", "\n> ") if quoted else said)
        if tag == "blockquote":
            quoted = not closes
            pieces.append("\n" if closes else "\n> ")
        elif tag in {"b", "i"}:
            pieces.append("**" if tag == "b" else "*")
    return _tidy("".join(pieces))


def plain_of(part: str) -> str:
    """Return a part of a screen as it reads, without any markup."""
    return html.unescape(_TAG.sub("", part))


def pieces_within(text: str, most_bytes: int) -> list[str]:
    """Return a text in pieces of at most so many bytes of UTF-8, cut between paragraphs, lines or sentences."""
    pieces, rest = [], text
    while len(rest.encode()) > most_bytes:
        reach = len(rest.encode()[:most_bytes].decode(errors="ignore"))
        cut = next(
            (at for mark in _CUTS if (at := rest.rfind(mark, reach // 2, reach) + len(mark)) >= len(mark)), reach
        )
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip("\n")
    return [*pieces, rest]


def _parts(part: str) -> Iterator[tuple[str, bool, str]]:
    """Yield each stretch of text with the tag behind it: whether that closes, and its name."""
    start = 0
    for found in _TAG.finditer(part):
        yield part[start : found.start()], bool(found[1]), found[2]
        start = found.end()
    yield part[start:], False, ""


def _escaped(text: str) -> str:
    """Return a text in which nothing is read as markup; markers are left readable."""
    escaped = _LINE_STARTS.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))
    return _MARK.sub(r"[\1]", escaped)


def _tidy(text: str) -> str:
    """Return Markdown in which each line break of the reader is one, and nothing bold is empty."""
    text = re.sub(r"\*\*(\s*)\*\*", r"\1", text)
    text = re.sub(r"\*\*(\s+)(\S)", r"**\1\2", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
