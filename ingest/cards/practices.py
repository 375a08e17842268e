"""A report cut into practices: each a unit with the sentences that tell of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.cards.collections import collected
from ingest.cards.roles import UnitRole
from ingest.cards.sentences import Sentence
from ingest.cards.units import Subject, core, headed_by, is_area, is_name, refers_to_itself, subjects
from knowledge.bodies import PARTY_NAMES
from knowledge.documents import Document
from knowledge.lexicon.reader import lexicon_lines
from knowledge.tokens import fold

LONG = 2600
"""Characters: a longer report tells of one practice after the other and is cut at its headings or paragraphs."""

_ROUNDUP = 3
"""So many sentences in a row, each with a unit of its own, are an overview of several units."""

_NEAR_START = 16
"""Characters before a unit that a sentence opens with: 比如, 2023年, 近日."""

_PARTY = re.compile(r"党(?:建|委|组|总支|支部|员|群|工委|课|日|的|史)|支部|工委|纪委")
_MEETING = re.compile(r"(?:召开|举行)(?!.{0,60}(?:生活会|主题党日|党日)).{0,40}(?:会议?|大会|座谈会)(?:[,。，]|$)")
_KNOWN = "|".join(lexicon_lines("places.txt"))
_PLACES = re.compile(
    rf"(?:[\u4e00-\u9fff]{{1,6}}?(?:省|市|区|县|州|旗|镇|乡|街道|办|团|园区|\([^()]+\))|{_KNOWN}|国家税务总局)*"
)
_VISIT = re.compile(r"(?:(?<!总)书记|部长|省长|市长|区长|县长|常委|指导组).{0,24}(?:调研|考察|莅临)")
_BREAKS_OFF = fold("……")
"""Ends the title of a text that has no headline."""

_IN_TITLE = 4.0
"""Votes of the unit that the title of a structured report names; a news headline often names the one above it."""

_AREA = 0.7
"""Weight of a mere 区 or 市 against its own departments, streets and villages, which did it."""

_DOMINANT = 0.6
"""Share of the votes that makes one unit the subject of a whole report."""


class Practice(NamedTuple):
    """What one card is made of."""

    unit: tuple[int, int] | None
    """Span of the unit's name in the document; None where the author speaks of 我校, 我局."""

    sentences: tuple[Sentence, ...]
    name: tuple[int, int] | None = None
    """Span of what a list calls it; None where its own words have to tell."""


class _Voted(NamedTuple):
    core: str
    votes: float
    share: float
    span: tuple[int, int]


def practices(document: Document, read: Sequence[Sentence]) -> Iterator[Practice]:
    """Yield the practices that a report tells of, in order.

    Args:
        document: With its text.
        read: Its sentences.
    """
    if any(_VISIT.search(one.text) for one in read[:3]):
        return
    if told := collected(document.text, read):
        yield from (Practice(one.unit, one.sentences) for one in told if _tells(one.sentences))
        return
    overview = list(_overview(read))
    yield from (Practice(_span(one, one.subjects[0]), (one,)) for one in overview)
    rest = [one for one in read if one not in overview]
    author = _author(document)
    whole = author or _voted(rest, _told_by_title(document)) or _headline(document)
    sections = [rest] if len(document.text) <= LONG else _sections(document, rest)
    for section in sections:
        own = _voted(section) if len(sections) > 1 else whole
        unit = author or own or (whole if whole and whole.share >= _DOMINANT and not overview else None)
        if unit and _speaks_of_itself(section[:_ROUNDUP], unit):
            unit = None
        if unit and _is_practice(section, unit):
            yield Practice(unit.span, tuple(section))
        elif _is_practice(section, None):
            yield Practice(_titled(document), tuple(section))


def _told_by_title(document: Document) -> tuple[str, ...]:
    """Return what the title of a structured report names; of a text without any, the body that acts in its first words.

    A headline often names the one above. A title that breaks off is the text's own beginning: whoever acts there tells
    of itself, and whom it audits, trains or visits acts further down.
    """
    title = fold(document.title)
    if document.outline:
        return (title,)
    own = subjects(title.removesuffix(_BREAKS_OFF)) if title.endswith(_BREAKS_OFF) else []
    return tuple(core(one.name) for one in own[:1] if one.acts)


def _headline(document: Document) -> _Voted | None:
    """Return the unit that the title names before a colon, where it stands in the text, with its party organisation."""
    name = headed_by(fold(document.title))
    if name is None:
        return None
    found = list(re.finditer(rf"{re.escape(name)}(?:{PARTY_NAMES})?", fold(document.text)))
    longest = max(found, key=lambda match: len(match.group()), default=None)
    return _Voted(core(name), 1.0, 1.0, longest.span()) if longest else None


def _titled(document: Document) -> tuple[int, int] | None:
    """Return where the text names the unit that the title says did it, when the text itself speaks of 我校."""
    named = (one.name for piece in re.split(r"[|—:\s]+", fold(document.title)) for one in subjects(piece))
    return next(((at, at + len(name)) for name in named if (at := document.text.find(name)) >= 0), None)


def _author(document: Document) -> _Voted | None:
    """Return the unit that supplied the text, where the text names it: a report of its own."""
    if document.issuer is None:
        return None
    start = document.text.find(document.issuer)
    span = (start, start + len(document.issuer))
    named = start >= 0 and is_name(fold(document.issuer))
    return _Voted(core(fold(document.issuer)), 1.0, 1.0, span) if named else None


def _overview(read: Sequence[Sentence]) -> Iterator[Sentence]:
    """Yield the sentences of runs in which each sentence has a unit of its own."""
    run: list[Sentence] = []
    for one in read:
        opens = one.role is UnitRole.MEASURE and one.subjects and one.subjects[0].start <= _NEAR_START
        fresh = opens and all(not _same(_core(one), _core(other)) for other in run)
        if not fresh:
            if len(run) >= _ROUNDUP:
                yield from run
            run = [one] if opens else []
        else:
            run.append(one)
    if len(run) >= _ROUNDUP:
        yield from run


def _core(sentence: Sentence) -> str:
    return core(sentence.subjects[0].name)


def _same(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)


def _speaks_of_itself(opening: Sequence[Sentence], unit: _Voted) -> bool:
    """Tell whether a report begins with 我校 while the unit found stands only further down."""
    named = any(_same(core(subject.name), unit.core) for one in opening for subject in one.subjects)
    return not named and any(refers_to_itself(one.text) for one in opening)


def _fuller(one: str, other: str) -> str:
    """Return the longer of two names of a unit if what it has more are places; else something stuck to it."""
    short, long = sorted((one, other), key=len)
    return long if _PLACES.fullmatch(long.removesuffix(short)) or short[0] in "省市区县镇" else short


def _span(sentence: Sentence, subject: Subject) -> tuple[int, int]:
    """Return where a unit's name stands in the document."""
    return sentence.span(subject.start, subject.end)


def _voted(sentences: Sequence[Sentence], titles: Sequence[str] = ()) -> _Voted | None:
    """Return the unit that a stretch of text is about: the one that most often acts, most of all at the beginning."""
    votes: dict[str, float] = {}
    spans: dict[str, tuple[int, int]] = {}
    for position, sentence in enumerate(sentences):
        for subject in sentence.subjects:
            name = core(subject.name)
            held = next((one for one in votes if _same(one, name)), None)
            weight = 1.0 + subject.acts + 2.0 * (position < _ROUNDUP) + (name != subject.name)
            key = name if held is None else _fuller(held, name)
            votes[key] = votes.pop(held, 0.0) + weight if held else weight
            before = spans.pop(held, None) if held else None
            spans[key] = before if before and key == held else _span(sentence, subject)
    if not votes:
        return None
    text = "".join(sentence.text for sentence in sentences)
    told = {name: _IN_TITLE * any(name in title for title in titles) for name in votes}
    weighed = {
        name: (vote + 0.5 * text.count(name[-6:]) + told[name]) * (_AREA if is_area(name) else 1.0)
        for name, vote in votes.items()
    }
    best = max(weighed, key=lambda name: weighed[name])
    return _Voted(best, weighed[best], weighed[best] / sum(weighed.values()), spans[best])


def _sections(document: Document, sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    """Cut a long report at its outermost headings, or else at its paragraphs."""
    starts = [heading.start for heading in document.outline if heading.level == 1]
    if len(starts) <= 1:
        starts = [match.start() for match in re.finditer(r"(?:^|\n)[^\n]{200,}", document.text)]
    bounds = [0, *starts, len(document.text)]
    return [[one for one in sentences if start <= one.start < end] for start, end in pairwise(bounds)]


def _tells(sentences: Sequence[Sentence]) -> bool:
    """Tell whether something was done, and by or with a party organisation."""
    return any(one.role is UnitRole.MEASURE for one in sentences) and any(_PARTY.search(one.text) for one in sentences)


def _is_practice(sentences: Sequence[Sentence], unit: _Voted | None) -> bool:
    """Tell a practice from a notice, a speech or a report of a meeting."""
    measures = [one for one in sentences if one.role is UnitRole.MEASURE]
    if not _tells(sentences):
        return False
    if unit is None:
        return any(refers_to_itself(one.text) for one in sentences)
    acting = [one for one in measures if any(_same(core(subject.name), unit.core) for subject in one.subjects)]
    if not acting:
        return unit.share >= _DOMINANT and len(measures) > 1
    return not all(_MEETING.search(one.text) for one in acting)
