"""Enumerations in running text: 做到“四个融合”。一是……。二是……。 An answer gives all items or says nothing of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.numerals import ONE_TO_TEN, number_of

_FAMILIES: tuple[tuple[str, ...], ...] = (
    tuple(f"{numeral}是" for numeral in ONE_TO_TEN),
    tuple(f"{numeral}要" for numeral in ONE_TO_TEN),
    tuple(f"第{numeral}" for numeral in ONE_TO_TEN),
    tuple(f"（{numeral}）" for numeral in ONE_TO_TEN),
    tuple(f"({numeral})" for numeral in ONE_TO_TEN),
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

_OTHER_ITEM = re.compile(r"其次|再次|再者|另外|此外|最后|第[二三四五六七八]|[二三四五六七八](?:是|要)|其[二三四五]")

BETWEEN = 300
"""Characters of an item after its first sentence."""

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
    return _counted(text, following) or _begun(text, (start, end), following) or _named(text, (start, end), following)


def _counted(text: str, following: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the items of a list that begins with the sentence after the announcement."""
    family = next((markers for markers in _FAMILIES if text.startswith(markers[0], following[0][0])), ())
    items: list[tuple[int, int]] = []
    for span in following:
        if len(items) < len(family) and text.startswith(family[len(items)], span[0]):
            items.append(span)
        elif family and text.startswith(family[0], span[0]):
            break
    return items if len(items) > 1 else []


def _begun(text: str, announcement: tuple[int, int], following: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the other items of a list whose first one stands in the announcement itself.

    Example:
        体现在五个方面：首先，融入管理。其次，融入选拔。 -> 其次，融入选拔。
    """
    begins = re.search(r"[:：，,]\s*(?:首先|第一|一是|一要|其一)", text[announcement[0] : announcement[1]])
    items: list[tuple[int, int]] = []
    for span in following if begins else ():
        if _OTHER_ITEM.match(text, span[0]):
            items.append(span)
            if text.startswith("最后", span[0]):
                break
        elif items and span[0] > items[-1][1] + BETWEEN:
            break
    return items


def _named(text: str, announcement: tuple[int, int], following: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return as many sentences as “三个清单” announces, where just so many of the same line each name one in quotes."""
    announced = re.match(r"[^“]*“([两二三四五六])[个项項]?[^“”]{1,6}”", text[announcement[0] : announcement[1]])
    line = text.find("\n", announcement[1])
    items = [
        span
        for span in following
        if (line < 0 or span[0] < line) and re.match(r"[^，,。“]{0,6}“[^“”]{2,10}”", text[span[0] : span[1]])
    ]
    return items if announced and len(items) == number_of(announced[1]) else []
