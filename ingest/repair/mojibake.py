"""Text that cannot be read because bytes were decoded wrongly somewhere: found and reported, never repaired."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ingest.lines import HAN

_CP1252 = (
    "\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022"
    "\u2026\u2030\u2039\u203a\u20ac\u2122"
)
_CERTAIN = re.compile(
    r"[\x80-\x9f\ufffd\ue000-\uf8ff\ufff0-\ufffc]+|锟斤拷[锟斤拷]*|(?:烫烫|屯屯|葺葺){2,}"
    rf"|(?:[\u00c2-\u00f4][{_CP1252}]{{1,3}}){{2,}}|[\u00a1-\u00ff]{{4,}}|\?[a-zü\u00e0-\u01dc]{{1,6}}[)）]"
    rf"|(?<=[{HAN}])(?:[ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ\u0400-\u04ff][0-9A-Za-z]{{0,2}}(?![A-Za-z0-9-])|[\u0386-\u038f\u0391-\u03a9\u0400-\u04ff]\w{{0,2}}?(?=[{HAN}]))"
    rf"|(?<=[{HAN}])[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]{{1,3}}(?=[{HAN}])"
)
"""Replacement characters, controls, private use, the classics of GBK read as UTF-8 and the reverse, readings that lost
their bracket, capital Greek and Cyrillic letters or accented ones between Han characters."""

_READABLE = re.compile(r"[\n，。；！？、]")
_NEAR = 5
"""Characters; signs this close together, without a mark between them, have unreadable text between them."""

_MISREAD_SAMPLE = re.compile("[鐨勬槸鍦鍏氬缓宸ヤ綔鐢涓轰汉鏈鍜浠鎬]")
"""Characters that frequent ones (的是在党建工作) turn into when their UTF-8 bytes are read as GBK."""

_TRIPLE = 3
"""Characters: six bytes of GBK, which as UTF-8 are two Han characters."""


def garbled_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans that cannot be read, in order; the characters between two close signs belong to them.

    Args:
        text: Repaired text; annotations in brackets are gone, so that a reading without its bracket is a sign.
    """
    spans = sorted([*(match.span() for match in _CERTAIN.finditer(text)), *_misread(text)])
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start - merged[-1][1] <= _NEAR and not _READABLE.search(text, merged[-1][1], start):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _misread(text: str) -> Iterator[tuple[int, int]]:
    """Yield stretches that become Chinese when written as GBK and read as UTF-8, two triples or more."""
    if not _MISREAD_SAMPLE.search(text):
        return
    position = 0
    for first in _leading().finditer(text):
        if first.start() < position:
            continue
        end = first.start()
        while _is_misread(text[end : end + _TRIPLE]):
            end += _TRIPLE
        if end - first.start() >= 2 * _TRIPLE:
            yield first.start(), end
        position = end


@cache
def _leading() -> re.Pattern[str]:
    """Match what a misread character can begin with: a GBK character whose first byte begins one in UTF-8."""
    pairs = (bytes((first, second)) for first in range(0xE2, 0xF0) for second in range(0x80, 0xC0))
    return re.compile("[" + "".join(pair.decode("gbk", errors="ignore") for pair in pairs) + "]")


def _is_misread(triple: str) -> bool:
    try:
        restored = triple.encode("gbk").decode("utf-8")
    except UnicodeError:
        return False
    return re.fullmatch(rf"[{HAN}，。、；：（）“”《》]{{2}}", restored) is not None
