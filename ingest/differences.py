"""What two texts that are nearly alike differ in: nothing that matters, a figure that is newer, or whose they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest
from typing import NamedTuple

from ingest.lines import squashed
from ingest.repair.site_words import is_published_line


class Relation(StrEnum):
    """What one text is to another."""

    SAME = "same"
    VERSION = "version"
    """The same unit's paper with other figures or other obligations: the newer one holds."""

    APART = "apart"
    """Another unit's, or another year's."""


class TextDifference(NamedTuple):
    """How two texts stand to one another."""

    relation: Relation
    changes: tuple[tuple[str, str], ...] = ()
    """What stood in the first, what stands in the second; one of them may be nothing."""


_UNIT = (
    "省|自治区|市|区|县|州|盟|旗|乡|镇|街道|村|社区|局|厅|部|委|办|院|校|大学|学院|公司|集团|厂|所|站|队|中心"
    "|党委|工委|支部"
)
_OF_UNIT = re.compile(rf"(?:中共)?([\u4e00-\u9fff]{{1,8}}?(?:{_UNIT}))")
_NAME = re.compile(r"[\u4e00-\u9fff]{1,6}")
_GOES_ON = re.compile(r"[\u4e00-\u9fff]{0,2}?(?:[省市区县州旗乡镇村局厅校]|街道|大学|学院|公司|集团|医院)")
"""What a name that stands for another's goes on with."""

_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_FIGURE = re.compile(
    r"(?:\d+(?:[.,]\d+)*%?|[〇零一二三四五六七八九十百千万亿两]+)"
    r"(?:个?工作日|个月|小时|学时|[日月年天][前内]|分钟|公里|平方米|[万亿]元|[\u4e00-\u9fff])?"
)
"""A figure with what it counts, so that it can be told: 三人, 10个工作日."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?|[〇零一二三四五六七八九十百千万亿两]+")
_MODAL = re.compile(r"不得|不准|禁止|应当|必须|可以|不|未")
_ALIKE = 0.6
"""Share of equal characters from which a sentence is the other one, changed."""

_SHORTEST = 4
_MOST = 80
"""Sentences on each side; texts that differ in more of them are compared by these."""


def differences_between(first: str, second: str, titles: tuple[str, str]) -> TextDifference:
    """Return what a text is to another that shares most of its words.

    Example:
        每班三人。, 每班六人。 -> VERSION, 三人→六人
    """
    if _names_differ(*titles) or _NUMBER.findall(titles[0]) != _NUMBER.findall(titles[1]):
        return TextDifference(Relation.APART)
    pairs = list(_changed(_sentences(first), _sentences(second)))
    if any(_units_differ(*pair) for pair in pairs):
        return TextDifference(Relation.APART)
    changes = tuple(dict.fromkeys(change for pair in pairs for change in _changes(*pair)))
    return TextDifference(Relation.VERSION, changes) if changes else TextDifference(Relation.SAME)


def _names_differ(one: str, other: str) -> bool:
    """Tell the titles of two units' papers."""
    units = [_OF_UNIT.match(squashed(title)) for title in (one, other)]
    return all(units) and units[0] is not None and units[1] is not None and units[0][1] != units[1][1]


def _sentences(text: str) -> list[str]:
    lines = (line for line in text.split("\n") if not is_published_line(line.strip()))
    return [squashed(match.group()) for line in lines for match in _SENTENCE.finditer(line)]


def _changed(first: Sequence[str], second: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the sentences of the first text with those of the second that they became."""
    ours, theirs = Counter(first), Counter(second)
    old = [one for one in first if len(one) >= _SHORTEST and one not in theirs][:_MOST]
    for new in [one for one in second if len(one) >= _SHORTEST and one not in ours][:_MOST]:
        likeness = [(SequenceMatcher(None, one, new, autojunk=False).ratio(), one) for one in old]
        share, nearest = max(likeness, default=(0.0, ""))
        if share >= _ALIKE:
            old.remove(nearest)
            yield nearest, new


def _units_differ(one: str, other: str) -> bool:
    """Tell a sentence in which one unit's name stands for another's."""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "replace" and _NAME.fullmatch(one[i1:i2]) and _NAME.fullmatch(other[j1:j2]):
            follows = _GOES_ON.match(one, i2) and _GOES_ON.match(other, j2)
            if follows and not any(each.search(one[i1:i2] + other[j1:j2]) for each in (_NUMBER, _MODAL)):
                return True
    return False


def _changes(one: str, other: str) -> Iterator[tuple[str, str]]:
    """Yield the figures, and the words of obligation, in which two sentences differ."""
    for pattern, shown in ((_NUMBER, _FIGURE), (_MODAL, _MODAL)):
        if pattern.findall(one) != pattern.findall(other):
            pairs = zip_longest(shown.findall(one), shown.findall(other), fillvalue="")
            yield from ((before, after) for before, after in pairs if before != after)
