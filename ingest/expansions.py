"""The list beside a formula's name: found in the ways in which reports write one, and held against what is counted.

“四融四促” counts four items, each with 融 and 促; a list that does not fit is not its expansion.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from os.path import commonprefix
from typing import NamedTuple

from knowledge.numerals import number_of
from knowledge.practices.formulas import SUFFIX

Span = tuple[int, int]

COUNT = r"[二三四五六七八九十两双2-9]"
_NUMERAL = r"[一二三四五六七八九十两双2-9]"

_PART = re.compile(
    rf"({_NUMERAL})(?:[个种大项条类招]{{1,2}}(?=.))?"
    rf"([^一二三四五六七八九十两双2-9]+?|[^一二三四五六七八九十两双2-9]*一[^一二三四五六七八九十两双2-9]*?)(?=$|{_NUMERAL}.)"
)
"""A count and what it counts: 三会 and 一课; in 三个一 the last numeral is what is counted."""

_BEFORE = 420
_AFTER = 900
_PAIR, _MOST = 2, 12
"""Items of a formula."""
_LONGEST_ITEM, _SHORTEST_ITEM = 90, 2
_ENCLOSED_BEFORE = re.compile(r"“([^“”]+)”(?:为(?:主要)?内容)?[^“”,。;:]{0,16}$")
_ENCLOSED_NEXT = re.compile(r"“([^“”]+)”[^“”,。;:]{0,8},?即(?:开展|为|是)?$")
_QUOTED_NEXT = re.compile(
    r"[\u4e00-\u9fff]{0,12}?(?:[,:]?(?:分别是|分别为|包括|即是?|就是|也就是|主要是|具体是)[:,]?|[:(]|——)((?:[、,和及]{0,2}“[^“”\n]{2,40}”)+)"
)
_INTRODUCES = re.compile(
    r"^”?(?:[\u4e00-\u9fff]{0,12}?(?:[,:]?(?:分别是|分别为|包括|即是?|就是|也就是|主要是|具体是|具体做到)[:,]?|[:(]|——|,(?=[^,。]{2,30}[,、;]))"
    # “四融四促”是…工作机制,共四项:
    rf"|[^。;:\n“”]{{0,40}},(?:共有?|包括|分为?|有){_NUMERAL}(?:项|条|点|个方面|句话)(?:内容|要求)?:)"
)
_MARKER = re.compile(
    r"(?:^|[,。;:\n])\s*(?:[一二三四五六七八九十]是|第[一二三四五六七八九十][,、]|[(][一二三四五六七八九十\d][)]|\d[.、]|(?<=\n)[一二三四五六七八九十]、)"
)
_ANY_NUMERAL = r"[一二三四五六七八九十\d]"
_BETWEEN = " ,。;:\n"
_SPREAD = 4000
"""Characters over which counted items may be spread."""
_NEAR = 80
"""Characters between a name and the first of the items that it counts."""
_MARK = 8
"""Characters of a marker with the white space around it."""


class Meaning(NamedTuple):
    """What a name says of its items: the words that each of them has, in order."""

    wanted: tuple[tuple[str, ...], ...]

    def fits(self, items: Sequence[str]) -> bool:
        """Tell whether the items are as many and have the words."""
        return len(items) == len(self.wanted) and all(
            all(word in item for word in words) for words, item in zip(self.wanted, items, strict=True)
        )


_Finder = Callable[[str, int, int, Meaning], list[Span]]


def items_of(folded: str, span: Span, name: str) -> list[Span]:
    """Return the spans of the items of the list that stands beside a name, or nothing."""
    for meaning in meanings(name):
        for find in _FINDERS:
            items = find(folded, *span, meaning)
            texts = [folded[start:end] for start, end in items]
            sized = all(_SHORTEST_ITEM <= len(text) <= _LONGEST_ITEM for text in texts)
            # “两个确立”与“两个维护”的关系 tells of the formula and is no item of it.
            itself = any(re.sub(r"[“”]", "", name) in re.sub(r"[“”]", "", text) for text in texts)
            if items and sized and not itself and len(set(texts)) == len(texts) and meaning.fits(texts):
                return items
    return []


def meanings(name: str) -> list[Meaning]:
    """Return what a name may mean.

    Example:
        四融四促 -> four items with 融 and 促, or four with 融 and then four with 促
    """
    bare = SUFFIX.sub("", re.sub(r"[“”]", "", name)) or name
    parts = [(_value(count), word) for count, word in _PART.findall(bare)]
    if not parts:
        size = 2 if _is_paired(bare) else 1
        return [Meaning(tuple((bare[at : at + size],) for at in range(0, len(bare), size)))]
    counts = [count for count, _ in parts]
    if sum(counts) < _PAIR or max(counts) > _MOST:
        return []
    one_by_one = Meaning(tuple((word,) for count, word in parts for _ in range(count)))
    if len(set(counts)) > 1 or len(parts) == 1:
        return [one_by_one]
    return [Meaning(tuple(tuple(word for _, word in parts) for _ in range(counts[0]))), one_by_one]


def _is_paired(name: str) -> bool:
    return len(name) > _PAIR and len(name) % 2 == 0 and len(set(name[::2])) == 1


def _value(count: str) -> int:
    return number_of(count.replace("双", "二"))


def _enclosed_before(folded: str, start: int, _: int, meaning: Meaning) -> list[Span]:
    """以“组织一场…，提交一份…”为主要内容的“五个一”: the quotation marks say where the list begins and ends."""
    base = max(start - _BEFORE, 0)
    match = _ENCLOSED_BEFORE.search(folded, base, start)
    return _split(folded, *match.span(1), len(meaning.wanted)) if match else []


def _enclosed_next(folded: str, start: int, _: int, meaning: Meaning) -> list[Span]:
    """“想在一起、干在一起，…”行动，即“两在两同”: what stands in the quotation after the items is not of the list."""
    match = _ENCLOSED_NEXT.search(folded, max(start - _BEFORE, 0), start)
    if match is None:
        return []
    found = (
        _leading(folded, _pieces(folded, *match.span(1), mark), meaning) for mark in ("[;]", "[,]", "[、]", "[,;、]")
    )
    return next((items for items in found if meaning.fits([folded[first:last] for first, last in items])), [])


def _quoted_after(folded: str, _: int, end: int, meaning: Meaning) -> list[Span]:
    """“四个一”，即“一本账”“一张图”“一支队”“一面旗”: each item in quotation marks of its own."""
    match = _QUOTED_NEXT.match(folded, end)
    spans = [one.span(1) for one in re.compile(r"“([^“”]+)”").finditer(folded, *match.span(1))] if match else []
    return spans if len(spans) == len(meaning.wanted) else []


def _listed_before(folded: str, start: int, _: int, meaning: Meaning) -> list[Span]:
    """引领目标方向、…、引领服务群众的“六个引领工作法”: the first item begins as the others do."""
    base = max(folded.rfind(mark, 0, start) for mark in "。\n!?:") + 1
    base = max(base, start - _BEFORE)
    end = start - len(re.search(r"(?:这)?(?:的)?$", folded[base:start]).group())  # type: ignore[union-attr]  # always matches
    count = len(meaning.wanted)
    for mark in ("[;]", "[,]", "[、]"):
        pieces = _pieces(folded, base, end, mark)
        items = _trimmed(folded, pieces[-count:]) if len(pieces) >= count > 1 else []
        if meaning.fits([folded[first:last] for first, last in items]):
            return items
    return []


def _listed_after(folded: str, _: int, end: int, meaning: Meaning) -> list[Span]:
    """Find the list that a name announces: “三个一”研讨活动，分别是…，…，…."""
    introduced = _INTRODUCES.match(folded[end : end + 60])
    # A bare comma after 两会 or 两新 introduces nothing.
    if introduced is None or (len(meaning.wanted) == _PAIR and introduced.group().endswith(",")):
        return []
    start = end + introduced.end()
    closing = ")" if introduced.group().endswith("(") else "。\n!?"
    stop = min((position for mark in closing if (position := folded.find(mark, start)) >= 0), default=len(folded))
    for mark in ("[;]", "[、]", "[,]", "[,;、]"):
        pieces = _pieces(folded, start, min(stop, start + _AFTER), mark)
        chosen = _leading(folded, pieces, meaning)
        if chosen:
            last = re.search("[,;:。]" if mark == "[、]" else "[;:。]", folded[chosen[-1][0] : chosen[-1][1]])
            chosen[-1] = (chosen[-1][0], chosen[-1][0] + last.start()) if last else chosen[-1]
            return chosen
    return []


def _leading(folded: str, pieces: Sequence[Span], meaning: Meaning) -> list[Span]:
    """Return as many pieces as are counted, if what follows them is no further item."""
    count = len(meaning.wanted)
    following = [folded[first:last] for first, last in pieces[count : count + 1]]
    more = any(word in text for text in following for word in meaning.wanted[-1])
    return [] if more or len(pieces) < count else list(pieces[:count])


def _counted_after(folded: str, _: int, end: int, meaning: Meaning) -> list[Span]:
    """Find the items counted out below a name: 做到“四个融合”。一是…融合。…二是…融合."""
    count = len(meaning.wanted)
    # The first marker is near, or there is no list: most names are not looked at further.
    if _MARKER.search(folded[end : end + _NEAR + _MARK]) is None:
        return []
    stretch = folded[end : end + _SPREAD]
    markers = _in_sequence(stretch)
    if len(markers) < count or markers[0].start() > _NEAR:
        return []
    found = [_counted(stretch, marker, words) for marker, words in zip(markers, meaning.wanted, strict=False)]
    more = len(markers) > count and _counted(stretch, markers[count], meaning.wanted[-1]) is not None
    spans = [(end + span[0], end + span[1]) for span in found if span is not None]
    return spans if len(spans) == count and not more else []


def _in_sequence(stretch: str) -> list[re.Match[str]]:
    """Return the markers of the first list: all written as its first is, counted from one on; nested ones are not."""
    found: list[re.Match[str]] = []
    for marker in _MARKER.finditer(stretch):
        numeral = re.search(_ANY_NUMERAL, marker.group())
        alike = not found or _written(marker) == _written(found[0])
        if numeral and alike and _value(numeral.group()) == len(found) + 1:
            found.append(marker)
    return found


def _written(marker: re.Match[str]) -> str:
    return re.sub(_ANY_NUMERAL, "#", marker.group().strip(_BETWEEN))


def _counted(stretch: str, marker: re.Match[str], words: Sequence[str]) -> Span | None:
    """Return what a marker counts: up to the first mark if the words stand there, else the whole sentence, or None."""
    for until in (r"[^,。;:\n]*", r"[^。;\n]*"):
        one = re.compile(rf"\s*({until})").match(stretch, marker.end())
        if one and all(word in one[1] for word in words):
            return one.span(1)
    return None


def _each_a_sentence(folded: str, _: int, end: int, meaning: Meaning) -> list[Span]:
    """6个“只有” above six lines that each begin with it; 4个“一起” above one sentence that has them in a row."""
    words = meaning.wanted[0]
    if len(words) != 1 or set(meaning.wanted) != {words} or not folded.startswith("\n", end):
        return []
    count, lines = (
        len(meaning.wanted),
        [match.span() for match in re.compile(r"[^\n]+").finditer(folded, end, end + 2500)],
    )
    opening = [line for line in lines if folded.startswith(words[0], line[0])]
    if lines[: len(opening)] == opening and len(opening) == count:
        return [(start, stop - (folded[stop - 1] in "。;")) for start, stop in opening]
    row = re.compile(
        rf"(?:{re.escape(words[0])}[^、,。;\n]{{1,12}}[、]){{{count - 1}}}{re.escape(words[0])}[^、,。;\n]{{1,12}}"
    )
    match = row.search(folded, end, lines[0][1] if lines else end)
    return _pieces(folded, *match.span(), "[、]") if match else []


_FINDERS: tuple[_Finder, ...] = (
    _enclosed_before,
    _enclosed_next,
    _listed_before,
    _quoted_after,
    _counted_after,
    _listed_after,
    _each_a_sentence,
)


def _split(folded: str, start: int, end: int, count: int) -> list[Span]:
    """Cut a stretch at the first kind of mark that gives the right number."""
    for mark in ("[;]", "[,]", "[、]", "[,、]", "[,;、]"):
        pieces = _pieces(folded, start, end, mark)
        if len(pieces) == count:
            return pieces
    return []


def _pieces(folded: str, start: int, end: int, mark: str) -> list[Span]:
    bounds = [start, *(match.end() for match in re.compile(mark).finditer(folded, start, end)), end + 1]
    spans = [(first, last - 1) for first, last in pairwise(bounds)]
    stripped = [_without_margins(folded, *span) for span in spans]
    return [(first, last) for first, last in stripped if first < last]


def _without_margins(folded: str, start: int, end: int) -> Span:
    """Leave out the white space around a piece, and a quotation mark whose other half stands outside it."""
    piece = folded[start:end]
    start, end = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip(" 。"))
    piece = folded[start:end]
    if piece.count("“") != piece.count("”"):
        start, end = start + (piece[:1] == "“" and "”" not in piece), end - (piece[-1:] == "”" and "“" not in piece)
    return start, end


def _trimmed(folded: str, pieces: list[Span]) -> list[Span]:
    """Cut what leads up to the first item: it begins with what all others begin with; without that there is no list."""
    common = commonprefix([folded[first:last] for first, last in pieces[1:]])  # noqa: RUF071  # of strings
    lengths = range(len(common), 0, -1) if len(pieces) > _PAIR else range(len(common), 1, -1)
    position = next((at for size in lengths if (at := folded.rfind(common[:size], *pieces[0])) >= 0), -1)
    return [(position, pieces[0][1]), *pieces[1:]] if position >= 0 else []
