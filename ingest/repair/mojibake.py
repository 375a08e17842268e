"""Text that cannot be read because bytes were decoded wrongly somewhere: found and reported, never repaired."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.lines import HAN
from ingest.plausibility import plausibility

_CERTAIN = re.compile(
    r"[\ufffd\ue000-\uf8ff\ufff0-\uffff]+|锟斤拷(?:[锟斤拷]*)|(?:烫烫|屯屯|葺葺){2,}|(?:[ÃÂÄÅÆÇÈÉåäæçèé][\x80-\xbf¡-¿]{1,2}){2,}"
    rf"|\?[a-zü\u00e0-\u01dc]{{1,6}}[)）]|(?<=[{HAN}])[\u0370-\u0373\u0386-\u038f\u0391-\u03a9\u0400-\u04ff](?=[{HAN}\w])\w?\w?(?=[{HAN}])"
    rf"|(?<=[{HAN}])[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]{{1,3}}(?=[{HAN}])"
)
"""Replacement characters, private use, the classics of GBK read as UTF-8 and the reverse, readings that lost their bracket,
capital Greek and Cyrillic letters or accented ones between Han characters."""

_NEAR = 8
"""Characters; signs this close together have unreadable text between them."""

_GBK_RUN = re.compile(rf"[{HAN}\u20ac\ue000-\uf8ff?]{{6,}}")
_MISREAD_SAMPLE = re.compile("[鐨勬槸鍦鍏氬缓宸ヤ綔鐢涓轰汉]")
_IMPLAUSIBLE = 0.3
_PLAUSIBLE = 0.5


def garbled_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans that cannot be read, in order; the characters between two close signs belong to them.

    Args:
        text: Repaired text; annotations in brackets are gone, so that a reading without its bracket is a sign.
    """
    spans = sorted([*(match.span() for match in _CERTAIN.finditer(text)), *_misread(text)])
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start - merged[-1][1] <= _NEAR and "\n" not in text[merged[-1][1] : start]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _misread(text: str) -> Iterator[tuple[int, int]]:
    """Yield runs that become readable when written as GB 18030 and read as UTF-8."""
    if not _MISREAD_SAMPLE.search(text):
        return
    for match in _GBK_RUN.finditer(text):
        run = match.group()
        restored = run.encode("gb18030", "replace").decode("utf-8", "ignore")
        if plausibility(run) < _IMPLAUSIBLE and len(restored) >= len(run) // 3 and plausibility(restored) > _PLAUSIBLE:
            yield match.span()
