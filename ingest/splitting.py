"""Document to passages: whole sentences that follow the outline, an article of rules in one piece."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.lines import written_lines
from ingest.markers import REFERENCE, REFERENCES_TITLE
from knowledge.documents import Heading, Passage
from knowledge.sentences import sentence_spans

SHORTEST, IDEAL, LONGEST = 100, 350, 500
"""Characters. 100 to 500 is the aim of the specification; an embedder reads 350 whole, with margin."""

_LONGEST_ARTICLE = 700
"""An article of rules up to this length stays whole: it is cited whole."""

_LONGEST_SENTENCE = 1000
"""Characters; a longer stretch without a full stop is a list, a table or no prose at all."""

_INSIDE_PARAGRAPH = 0.6
"""Cost of a cut inside a paragraph, beside the squared relative distance from the ideal length."""

_OPENS_POINT = re.compile(
    r"[一二三四五六七八九十]{1,2}(?:是|要)|第[一二三四五六七八九十][,，]|其[一二三次]|首先|此外|最后|同时"
)
_POINT_DISCOUNT = 0.4
_MARKDOWN = re.compile(r"#{1,6}\s+")
_TITLE_LENGTH = 50
"""Characters; what stands before the first heading and is no longer than a title has no passage of its own."""

_ARTICLE = re.compile(r"第[^条\s]{1,9}条")
_CODES = re.compile(r"[\[【［]?(?:中图分类号|中圖分類號|文献标识码|文献标志码|文獻標識碼|文章编号|文章編號|DOI)")


class _Section(NamedTuple):
    """What stands under one heading; `locator` is the path of headings above it."""

    locator: str
    start: int
    end: int
    whole: bool
    """An article of rules: kept in one piece if it is not too long."""


class _Unit(NamedTuple):
    """A sentence with the end of its paragraph marked."""

    start: int
    end: int
    ends_paragraph: bool
    opens_point: bool


def split(text: str, outline: Sequence[Heading], document_id: str) -> list[Passage]:
    """Cut a document into passages, in order and without overlap.

    A passage holds whole sentences and never crosses a heading, except that headings without text of their own go
    with the first passage below them. Literature lists and classification codes make no passages.

    Args:
        text: The document's repaired text.
        outline: Its headings, in order.
        document_id: Enters the ids, which depend on nothing else but the passage's text and how often it occurred.
    """
    spans = [(section.locator, span) for section in _sections(text, outline) for span in _spans(text, section)]
    occurrences: Counter[str] = Counter()
    passages = []
    for ordinal, (locator, (start, end)) in enumerate(spans):
        content = text[start:end]
        occurrences[content] += 1
        identity = passage_id(document_id, content, occurrences[content])
        passages.append(
            Passage(
                id=identity,
                document_id=document_id,
                ordinal=ordinal,
                locator=locator,
                start=start,
                end=end,
                text=content,
            )
        )
    return passages


def passage_id(document_id: str, text: str, occurrence: int) -> str:
    """Return 24 hexadecimal digits that stay the same while the text does; `occurrence` counts from 1."""
    return hashlib.sha256(f"{document_id}\0{text}\0{occurrence}".encode()).hexdigest()[:24]


def is_article(locator: str) -> bool:
    """Tell whether a passage lies in an article of rules, by the last heading of its locator."""
    return _ARTICLE.match(locator.rpartition(" › ")[2]) is not None


def _sections(text: str, outline: Sequence[Heading]) -> Iterator[_Section]:
    """Yield the stretches between headings; one without text of its own is added in front of the next."""
    begin = 0
    for locator, heading_end, end in _stretches(text, outline):
        above, _, heading = locator.rpartition(" › ")
        if REFERENCES_TITLE.fullmatch(heading):
            begin = _after_references(text, heading_end, end)
            yield _Section(above, begin, end, whole=False)
            begin = end
        elif _has_text(text[heading_end:end], locator) or end == len(text):
            yield _Section(locator, begin, end, whole=is_article(heading))
            begin = end


def _has_text(own: str, locator: str) -> bool:
    """Tell whether a stretch says something itself; the one before all headings, if it is more than a title."""
    return len(own.strip("。：: \t\n#")) > (0 if locator else _TITLE_LENGTH)


def _stretches(text: str, outline: Sequence[Heading]) -> Iterator[tuple[str, int, int]]:
    """Yield the locator of each heading, where the text under it begins, and where the next heading begins."""
    ends = [*(heading.start for heading in outline), len(text)]
    yield "", 0, ends[0]
    path: list[Heading] = []
    for heading, end in zip(outline, ends[1:], strict=True):
        path = [*(above for above in path if above.level < heading.level), heading]
        yield " › ".join(above.heading for above in path), heading.end, end


def _after_references(text: str, start: int, end: int) -> int:
    """Return where the entries of a literature list end."""
    position = start
    for line in written_lines(text[start:end]):
        if not (REFERENCE.match(line.text) or line.text[0].isdigit() or line.text in {":", "："}):
            return start + line.start
        position = start + line.next_start
    return min(position, end)


def _spans(text: str, section: _Section) -> list[tuple[int, int]]:
    """Return the passages of one section."""
    units = _units(text, section)
    if not units:
        return []
    limit = _LONGEST_ARTICLE if section.whole else LONGEST
    if units[-1].end - units[0].start <= limit:
        return [(units[0].start, units[-1].end)]
    cuts = _cheapest_cuts(units)
    return [
        (units[first].start, units[last - 1].end) for first, last in zip([0, *cuts], [*cuts, len(units)], strict=True)
    ]


def _units(text: str, section: _Section) -> list[_Unit]:
    """Return the sentences of a section that may be cited, without literature entries and codes."""
    piece = text[section.start : section.end]
    spans = [
        (section.start + start, section.start + end)
        for sentence in sentence_spans(piece)
        for start, end in _bearable(piece, *sentence)
    ]
    spans = [(start + _hashes(text, start), end) for start, end in spans]
    usable = [(start, end) for start, end in spans if start < end and not _CODES.match(text, start)]
    while usable and REFERENCE.match(text[usable[-1][0] : usable[-1][1]]):
        usable.pop()
    following = [*(start for start, _ in usable), section.end][1:]
    return [
        _Unit(start, end, "\n" in text[end:after], _OPENS_POINT.match(text, after) is not None)
        for (start, end), after in zip(usable, following, strict=True)
    ]


def _bearable(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence, or, of one that nobody would read as one, pieces that end at a comma if there is any."""
    while end - start > _LONGEST_SENTENCE:
        comma = max(text.rfind(mark, start + SHORTEST, start + LONGEST) for mark in "，、；,; ")
        cut = comma + 1 if comma > 0 else start + LONGEST
        yield start, cut
        start = cut
    yield start, end


def _hashes(text: str, start: int) -> int:
    """Return the length of the Markdown mark that opens a line."""
    match = _MARKDOWN.match(text, start)
    return match.end() - start if match else 0


def _cheapest_cuts(units: Sequence[_Unit]) -> list[int]:
    """Return the indexes of the units that begin a new passage, such that lengths and cuts cost least together.

    Dynamic programming over the sentences; a passage longer than `LONGEST` is allowed only if it is one sentence.
    """
    best = [0.0] + [float("inf")] * len(units)
    previous = [0] * (len(units) + 1)
    for last in range(1, len(units) + 1):
        for first in range(last - 1, -1, -1):
            length = units[last - 1].end - units[first].start
            if length > LONGEST and first < last - 1:
                break
            cost = best[first] + _length_cost(length) + (_cut_cost(units[last - 1]) if last < len(units) else 0.0)
            if cost < best[last]:
                best[last], previous[last] = cost, first
    cuts = []
    position = previous[len(units)]
    while position:
        cuts.append(position)
        position = previous[position]
    return cuts[::-1]


def _length_cost(length: int) -> float:
    """Return 0 at the ideal length, 1 at nothing and at twice it, and more below the shortest wanted."""
    return ((length - IDEAL) / IDEAL) ** 2 + (1.0 if length < SHORTEST else 0.0)


def _cut_cost(unit: _Unit) -> float:
    if unit.ends_paragraph:
        return 0.0
    return _INSIDE_PARAGRAPH - (_POINT_DISCOUNT if unit.opens_point else 0.0)
