"""Formulas out of a document: a numbered name with a list beside it that has just so many items, all of its words.

“四融四促” counts four items, each with 融 and 促; a list that does not fit is not its expansion; then nothing is
stored.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from os.path import commonprefix
from typing import NamedTuple

from ingest.cards.units import subjects
from knowledge.documents import Document, Passage, SourceClass
from knowledge.practices.cards import Quoted
from knowledge.practices.formulas import SUFFIX, Formula, key_of
from knowledge.tokens import fold_with_offsets

_VALUES = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", start=1)} | {"两": 2, "双": 2}
_COUNT = r"[二三四五六七八九十两2-9]"
_NAME = re.compile(
    rf"“(?P<quoted>{_COUNT}[^“”‘’,。;:\n\d]{{1,12}})”|(?P<counted>{_COUNT}[个种大]“[^“”‘’,。;:\n]{{1,8}}”)|“(?P<paired>(?:(?P<first>[\u4e00-\u9fff])[\u4e00-\u9fff])(?:(?P=first)[\u4e00-\u9fff]){{1,5}})”"
)
_QUOTES = re.compile("[“「『]")
"""A name stands in quotation marks; a text without them is not folded."""

_PART = re.compile(rf"({_COUNT})(?:[个种大项条类招]{{1,2}}(?=.))?([^二三四五六七八九十两2-9]+)")
_BEFORE = 420
_AFTER = 900
_PAIR, _MOST = 2, 12
"""Items of a formula."""
_LONGEST_ITEM, _SHORTEST_ITEM = 90, 2
_ENCLOSED_BEFORE = re.compile(r"“([^“”]+)”(?:为(?:主要)?内容)?[^“”,。;:]{0,16}$")
_INTRODUCES = re.compile(
    r"^”?[\u4e00-\u9fff]{0,12}?(?:[,:]?(?:分别是|分别为|包括|即是?|就是|也就是|主要是|具体是|具体做到)[:,]?|[:(]|——|,(?=[^,。]{2,30}[,、;]))"
)
_MARKER = re.compile(
    r"(?:^|[,。;:\n])\s*(?:[一二三四五六七八九十]是|第[一二三四五六七八九十][,、]|[(][一二三四五六七八九十\d][)]|\d[.、])"
)
_FIRST = re.compile(r"[一1]")
_NEAR = 80
"""Characters between a name and the first of the items that it counts."""


class _Meaning(NamedTuple):
    """What a name says of its items: the words that each of them has, in order."""

    wanted: tuple[tuple[str, ...], ...]

    def fits(self, items: Sequence[str]) -> bool:
        """Tell whether the items are as many and have the words."""
        return len(items) == len(self.wanted) and all(
            all(word in item for word in words) for words, item in zip(self.wanted, items, strict=True)
        )


class _Text(NamedTuple):
    """A document's text, folded, with the way back."""

    folded: str
    offsets: list[int]
    document: Document

    def quoted(self, start: int, end: int) -> Quoted:
        """Return the words of the document behind a stretch of the folded text."""
        first, last = self.offsets[start], self.offsets[end - 1] + 1
        return Quoted(start=first, end=last, text=self.document.text[first:last])


Span = tuple[int, int]
_Finder = Callable[[str, int, int, _Meaning], list[Span]]


def formulas_of(document: Document, passages: Sequence[Passage]) -> list[Formula]:
    """Return the formulas that a document spells out, each once, in the order of the text."""
    if document.source_class is SourceClass.TEMPLATE or not _QUOTES.search(document.text):
        return []
    text = _Text(*fold_with_offsets(document.text), document)
    found: dict[tuple[str, tuple[str, ...]], Formula] = {}
    for match in _NAME.finditer(text.folded):
        name = match["quoted"] or match["counted"] or match["paired"]
        items = _items(text.folded, match.span(), name)
        formula = _formula(text, passages, match.span(), items) if items else None
        if formula is not None:
            found.setdefault((key_of(name), tuple(item.text for item in formula.items)), formula)
    return list(found.values())


def meanings(name: str) -> list[_Meaning]:
    """Return what a name may mean.

    Example:
        四融四促 -> four items with 融 and 促, or four with 融 and then four with 促
    """
    bare = SUFFIX.sub("", re.sub(r"[“”]", "", name)) or name
    parts = [(_value(count), word) for count, word in _PART.findall(bare)]
    if not parts:
        return [_Meaning(tuple((bare[i : i + 2],) for i in range(0, len(bare), 2)))] if _is_paired(bare) else []
    counts = [count for count, _ in parts]
    if sum(counts) < _PAIR or max(counts) > _MOST:
        return []
    one_by_one = _Meaning(tuple((word,) for count, word in parts for _ in range(count)))
    if len(set(counts)) > 1 or len(parts) == 1:
        return [one_by_one]
    return [_Meaning(tuple(tuple(word for _, word in parts) for _ in range(counts[0]))), one_by_one]


def _is_paired(name: str) -> bool:
    return len(name) > _PAIR and len(name) % 2 == 0 and len(set(name[::2])) == 1


def _value(count: str) -> int:
    return int(count) if count.isdecimal() else _VALUES[count]


def _items(folded: str, span: Span, name: str) -> list[Span]:
    """Return the spans of the items of the list that stands beside a name, or nothing."""
    for meaning in meanings(name):
        for find in (_enclosed_before, _listed_before, _listed_after, _counted_after, _each_a_sentence):
            items = find(folded, *span, meaning)
            texts = [folded[start:end] for start, end in items]
            sized = all(_SHORTEST_ITEM <= len(text) <= _LONGEST_ITEM for text in texts)
            if items and sized and len(set(texts)) == len(texts) and meaning.fits(texts):
                return items
    return []


def _enclosed_before(folded: str, start: int, _: int, meaning: _Meaning) -> list[Span]:
    """以“组织一场…，提交一份…”为主要内容的“五个一”: the quotation marks say where the list begins and ends."""
    base = max(start - _BEFORE, 0)
    match = _ENCLOSED_BEFORE.search(folded, base, start)
    return _split(folded, *match.span(1), len(meaning.wanted)) if match else []


def _listed_before(folded: str, start: int, _: int, meaning: _Meaning) -> list[Span]:
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


def _listed_after(folded: str, _: int, end: int, meaning: _Meaning) -> list[Span]:
    """Find the list that a name announces: “三个一”研讨活动，分别是…，…，…."""
    introduced = _INTRODUCES.match(folded[end : end + 60])
    # A bare comma after 两会 or 两新 introduces nothing.
    if introduced is None or (len(meaning.wanted) == _PAIR and introduced.group().endswith(",")):
        return []
    start = end + introduced.end()
    closing = ")" if introduced.group().endswith("(") else "。\n!?"
    stop = min((position for mark in closing if (position := folded.find(mark, start)) >= 0), default=len(folded))
    count = len(meaning.wanted)
    for mark in ("[;]", "[、]", "[,]"):
        pieces = _pieces(folded, start, min(stop, start + _AFTER), mark)
        if len(pieces) >= count:
            chosen = pieces[:count]
            last = re.search("[,;:。]" if mark == "[、]" else "[;:。]", folded[chosen[-1][0] : chosen[-1][1]])
            chosen[-1] = (chosen[-1][0], chosen[-1][0] + last.start()) if last else chosen[-1]
            extra = [folded[begin:stop_] for begin, stop_ in pieces[count : count + 1]]
            if not any(word in text for text in extra for word in meaning.wanted[-1]):
                return chosen
    return []


def _counted_after(folded: str, _: int, end: int, meaning: _Meaning) -> list[Span]:
    """Find the items counted out below a name: 做到“四个融合”。一是…融合。…二是…融合."""
    stretch = folded[end : end + 4000]
    markers = list(_MARKER.finditer(stretch))
    count = len(meaning.wanted)
    if len(markers) < count or markers[0].start() > _NEAR or not _FIRST.search(markers[0].group()):
        return []
    found: list[Span] = []
    for marker, words in zip(markers[:count], meaning.wanted, strict=True):
        head = re.compile(r"[^,。;:\n]*").match(stretch, marker.end())
        whole = re.compile(r"[^。;\n]*").match(stretch, marker.end())
        chosen = next((one for one in (head, whole) if one and all(word in one.group() for word in words)), None)
        if chosen is None:
            return []
        found.append((end + chosen.start(), end + chosen.end()))
    return found


def _each_a_sentence(folded: str, _: int, end: int, meaning: _Meaning) -> list[Span]:
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


def _formula(text: _Text, passages: Sequence[Passage], name: Span, items: Sequence[Span]) -> Formula | None:
    """Return the formula, if a passage holds its name."""
    printed, spans = text.quoted(*name), [text.quoted(*item) for item in items]
    home = next((one for one in passages if one.start <= printed.start < one.end), None)
    if home is None:
        return None
    start, end = min(printed.start, spans[0].start), max(printed.end, spans[-1].end)
    document = text.document
    return Formula(
        id=hashlib.sha256(f"{document.id}\0formula\0{printed.start}".encode()).hexdigest()[:16],
        document_id=document.id,
        passage_id=home.id,
        locator=home.locator,
        name=printed,
        items=tuple(spans),
        unit=_unit(text, name[0]),
        date=document.date,
        quote=Quoted(start=start, end=end, text=document.text[start:end]),
    )


def _unit(text: _Text, position: int) -> Quoted | None:
    """Return the subject of the sentence with the name, else the document's issuer where the text names it."""
    start = max(text.folded.rfind(mark, 0, position) for mark in "。\n!?") + 1
    acting: Iterator[Span] = ((start + one.start, start + one.end) for one in subjects(text.folded[start:position]))
    found = next(acting, None)
    if found is not None:
        return text.quoted(*found)
    issuer = text.document.issuer
    at = text.document.text.find(issuer) if issuer else -1
    return Quoted(start=at, end=at + len(issuer), text=issuer) if issuer and at >= 0 else None
