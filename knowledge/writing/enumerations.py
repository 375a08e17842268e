"""Enumerations in running text: 做到“四个融合”。一是……。二是……。 An answer gives all items or says nothing of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMERALS = "一二三四五六七八九十"
_FAMILIES: tuple[tuple[str, ...], ...] = (
    tuple(f"{numeral}是" for numeral in _NUMERALS),
    tuple(f"{numeral}要" for numeral in _NUMERALS),
    tuple(f"第{numeral}" for numeral in _NUMERALS),
    tuple(f"（{numeral}）" for numeral in _NUMERALS),
    tuple(f"({numeral})" for numeral in _NUMERALS),
    tuple(f"({number})" for number in range(1, 11)),
    tuple(f"（{number}）" for number in range(1, 11)),
    tuple(f"{number}、" for number in range(1, 11)),
    tuple(f"{number}." for number in range(1, 11)),
    ("首先", "其次", "再次", "最后"),
)
"""The ways of counting, each in its order; Traditional texts count with the same characters."""

_ANNOUNCES = re.compile(
    r"[一二三四五六七八九十几\d]\s*(?:个|個|条|條|项|項|点|點|方面|大|种|種|类|類|步)"
    r"|以下|如下|包括|做到|就是|[:：]$"
)
"""Words of a sentence that has a list after it."""

FARTHEST = 4000
"""Characters from the announcement within which all items must begin."""


def items_after(sentences: Sequence[tuple[int, int]], text: str, announcement: int) -> list[tuple[int, int]]:
    """Return the first sentence of each item of the list that a sentence announces.

    Args:
        sentences: Spans of the sentences of `text`, in order.
        text: The document's text.
        announcement: Position in `sentences` of the one that may announce a list.

    Returns:
        Spans, in the order of the items; empty when the sentence announces nothing or fewer than two items follow.

    Example:
        做到“两个融合”。一是融目标。靠台账。二是融力量。 -> 一是融目标。, 二是融力量。
    """
    start, end = sentences[announcement]
    following = [span for span in sentences[announcement + 1 :] if span[0] - end < FARTHEST]
    if not following or not _ANNOUNCES.search(text[start:end]):
        return []
    family = next((markers for markers in _FAMILIES if text.startswith(markers[0], following[0][0])), ())
    items: list[tuple[int, int]] = []
    for span in following:
        if len(items) < len(family) and text.startswith(family[len(items)], span[0]):
            items.append(span)
        elif family and text.startswith(family[0], span[0]):
            break
    return items if len(items) > 1 else []
