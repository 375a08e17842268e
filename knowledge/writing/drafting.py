"""What a model writes, taken apart while it comes: headings, items and sentences with the sources each names. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

_NUMBERS = (
    r"\^?\s*(?:来源|资料|材料|文献|source|doc)?\s*\d{1,3}"
    r"(?:\s*(?:[,，、;；]|-|–|—|~|至)\s*\^?(?:来源|资料)?\d{1,3})*\s*"
)
_OPEN, _CLOSE = r"[\[［【〔]", r"[\]］】〕]"
_MARK = re.compile(rf"{_OPEN}{_NUMBERS}{_CLOSE}", re.IGNORECASE)
"""[1], [1,2], [1-3], [^1], 【1】, ［1］, [来源1]: what models write for a marker."""

_MARKS = re.compile(rf"(?:{_MARK.pattern}\s*[、,，]\s*)*{_MARK.pattern}", re.IGNORECASE)
"""[1]、[2]: a row of them, with what stands between."""

_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_END = re.compile(rf"[。！？!?]+[”’」』》）)】\"]*(?:\s*{_MARK.pattern})*", re.IGNORECASE)
_MAY_GO_ON = re.compile(rf"(?:[\s”’」』》）)】\"]|{_OPEN}[^\]］】〕]{{0,30}}(?:{_CLOSE}|$))*$")
_THOUGHT = ("<think>", "</think>")
_ITEM = re.compile(
    r"^\s*(?:[-*•·▪◦‣]|\(?\d{1,2}[.、)）](?!\d)|[①-⑳]|（[一二三四五六七八九十\d]{1,3}）|[一二三四五六七八九十]{1,3}、)\s*"
)
_DECORATION = re.compile(r"\*\*|__|`+|^#+\s*|^>+\s*|~~")
_SENTENCE_END = re.compile(r"[。！？!?；;]")
_LONGEST_HEADING = 18


class Piece(NamedTuple):
    """A part of a draft."""

    kind: Literal["heading", "item", "sentence"]
    """A sentence goes on in the paragraph or item before it where `running` is set."""

    text: str
    """Without markers, list marks and decoration."""

    markers: tuple[int, ...]
    running: bool


def pieces(chunks: Iterable[str]) -> Iterator[Piece]:
    """Yield the parts of a draft, each as soon as it cannot change any more.

    Args:
        chunks: The draft as it comes, cut anywhere.
    """
    buffer, fresh = "", True
    for chunk in _without_thoughts(chunks):
        buffer += chunk
        while (cut := _cut(buffer)) is not None:
            stretch, buffer = buffer[: cut[0]], buffer[cut[0] :]
            yield from _pieces_of(stretch, fresh=fresh)
            fresh = cut[1]
    yield from _pieces_of(buffer, fresh=fresh)


def _without_thoughts(chunks: Iterable[str]) -> Iterator[str]:
    """Leave out what a model thinks aloud before it answers."""
    held, thinking = "", None
    for chunk in chunks:
        if thinking is False:
            yield chunk
            continue
        held += chunk
        begun = held.lstrip()
        if thinking is None and len(begun) >= len(_THOUGHT[0]):
            thinking = begun.startswith(_THOUGHT[0])
        if thinking and _THOUGHT[1] in held:
            held, thinking = held.partition(_THOUGHT[1])[2], False
        if thinking is False:
            yield held
    if thinking is None:
        yield held


def _cut(buffer: str) -> tuple[int, bool] | None:
    """Return where the first part of the buffer ends, and whether a line ends there; None while that is open."""
    newline = buffer.find("\n")
    limit = newline if newline >= 0 else len(buffer)
    for match in _END.finditer(buffer, 0, limit):
        closed = buffer.count("“", 0, match.end()) == buffer.count("”", 0, match.end())
        if closed and (match.end() < limit and not _MAY_GO_ON.match(buffer, match.end(), limit)):
            return match.end(), False
    return (newline + 1, True) if newline >= 0 else None


def _pieces_of(line: str, *, fresh: bool) -> Iterator[Piece]:
    """Yield what a stretch of one line is: nothing, a heading, or a statement."""
    plain = _DECORATION.sub("", line.strip()).strip()
    item = _ITEM.match(plain) if fresh else None
    body = plain[item.end() :] if item else plain
    markers = tuple(dict.fromkeys(number for mark in _MARK.findall(body) for number in _numbers(mark)))
    text = _DECORATION.sub("", _MARKS.sub("", body)).strip().strip("　 ")
    text = re.sub(r"\s+(?=[。，；：！？、])", "", text)
    if not text or not re.search(r"\w", text):
        return
    if fresh and not markers and len(text) <= _LONGEST_HEADING and not _SENTENCE_END.search(text):
        yield Piece("heading", text.strip("：:【】[] "), (), running=False)
        return
    yield Piece("item" if item else "sentence", text, markers, running=not fresh)


def _numbers(mark: str) -> list[int]:
    """Return the numbers of a marker; a range is every number in it."""
    inner = mark.translate(_FULL_WIDTH)
    found: list[int] = []
    for part in re.split(r"[,，、;；]", inner):
        ends = [int(number) for number in re.findall(r"\d{1,3}", part)]
        if len(ends) == 2 and 0 <= ends[1] - ends[0] < 20:  # noqa: PLR2004
            found += range(ends[0], ends[1] + 1)
        else:
            found += ends
    return found
