"""A report's sentences with what each says and who acts in it; headings tell what the sentences below them do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.cards.roles import UnitRole, effect_in, role_of
from ingest.cards.telling import ToldSentence, tells_measure
from ingest.cards.units import Subject, subjects
from knowledge.documents import Document, Heading
from knowledge.grounding.statements import overlaps
from knowledge.sentences import sentence_spans
from knowledge.tokens import fold, fold_with_offsets

_SECTIONS = (
    (UnitRole.OTHER, re.compile(r"启示|借鉴|体会|思考|下一步|展望|打算|点评|评析|参考文献|附件")),
    (UnitRole.RESULT, re.compile(r"成效|效果|成果|成绩|实效$|变化")),
    (UnitRole.MEASURE, re.compile(r"措施|做法|举措|经验|主要工作|工作开展|工作情况|实践|机制|路径")),
    (UnitRole.PROBLEM, re.compile(r"问题|背景|困境|挑战|起因|痛点|难点|缘起")),
)
"""What a heading announces; the first that fits."""


_PRINTED_ABOVE = re.compile(r"^原标题|记者|通讯员|供图|实习生|作者[:：]|来源[:：]|[讯电][（(\s]|消息[（(]|/图")
_DATELINE = re.compile(
    r".{0,110}?(?:(?:[讯电]|消息)\s*[（(][^（）()]{0,70}[）)]\s*|(?<=[^，。]{2})/图\s|日电\s+|^本报讯\s+|供图[）)]?(?![。，]))"
)
_OPENS = re.compile(
    r"(?<![于自从至在、，])(?:近日|日前|连日来|近年来|近期|今年(?:以来|来)|眼下|入夏以来|随着|为(?=[进深切充认大更加贯扎积了给推落全帮丰引动强提增表庆弘响])|在“|"
    r"(?<!\d)\d{1,2}月\d{1,2}日|(?<!\d)20\d\d年[，\d]|七月|八月)"
)
"""What the first sentence of a report begins with; a headline and names without a mark after them stand before it."""

_HEADLINE, _ABOVE, _TELLS = 8, 130, 16
"""Characters: of the shortest headline, of the longest headline with names, of a sentence that tells something."""


_REPORT = 6
"""Sentences; what was learned of longer reports holds for no shorter text."""


class Sentence(NamedTuple):
    """A sentence with what is read from it."""

    start: int
    end: int
    """Span in the document, without a headline or byline before it."""

    text: str
    """Folded, with them: they too say who did it."""

    role: UnitRole
    subjects: tuple[Subject, ...]
    base: int
    """Where `text` begins in the document."""

    by_rules: UnitRole = UnitRole.UNTOLD
    """Its part by its words alone."""

    offsets: tuple[int, ...] | None = None
    """Of each folded character in the sentence as printed; None where folding kept the length (no …, no ㈠)."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the folded text stands in the document."""
        if self.offsets is None:
            return self.base + start, self.base + end
        return self.base + self.offsets[start], self.base + self.offsets[end - 1] + 1


def read_sentences(document: Document) -> list[Sentence]:
    """Return the sentences of a document that are neither headings nor garbled, in order, with their parts.

    Where headings announce what stands below them, they decide; else what was learned from reports decides which are
    measures, of all but those that the rules leave out: captions, what is said, what is to come.
    """
    read = read_by_rules(document)
    announced = list(_announced(document.outline))
    if len(read) < _REPORT or any(_section(announced, one.start) for one in read):
        return _of_sections(read, announced)
    told = told_by_place(document, read)
    return [part for one, known in zip(read, told, strict=True) for part in _learned(one, known)]


def told_by_place(document: Document, read: Sequence[Sentence]) -> list[ToldSentence]:
    """Return of each sentence what decides whether it tells a measure."""
    parts = ["", *(one.role.value for one in read), ""]
    return [
        ToldSentence(
            text=one.text if one.start == one.base else fold(document.text[one.start : one.end]),
            part=parts[at + 1],
            before=parts[at],
            after=parts[at + 2],
            units=len(one.subjects),
            acting=sum(subject.acts for subject in one.subjects),
            place=at,
            of=len(read),
        )
        for at, one in enumerate(read)
    ]


def read_by_rules(document: Document) -> list[Sentence]:
    """Return the same sentences with the parts that the rules give them."""
    headings = {(heading.start, heading.end) for heading in document.outline}
    announced = list(_announced(document.outline))
    found: list[Sentence] = []
    measured = False
    for begin, end in sentence_spans(document.text):
        if (begin, end) in headings or overlaps((begin, end), document.garbled):
            continue
        if any(begin == first and end <= last + 1 for first, last in headings):
            continue
        if document.text[begin:end] in document.title:
            continue
        start = begin + _byline(document.text[begin:end])
        text, offsets = _folded(document.text[begin:end])
        told = text if start == begin else fold(document.text[start:end])
        role = _role(told, _section(announced, begin), after_measures=measured)
        measured = measured or role is UnitRole.MEASURE
        found.append(Sentence(start, end, text, role, tuple(subjects(text)), begin, role, offsets))
    return found


def _learned(one: Sentence, told: ToldSentence) -> Iterator[Sentence]:
    """Yield a sentence as a measure or none; what came of it, said in its last clauses, is a result by itself."""
    if one.role is UnitRole.OTHER or not tells_measure(told):
        yield one._replace(role=UnitRole.UNTOLD) if one.role is UnitRole.MEASURE else one
        return
    cut = effect_in(told.text) if one.role is UnitRole.RESULT else 0
    if cut < _TELLS:
        yield one if one.role is UnitRole.RESULT else one._replace(role=UnitRole.MEASURE)
        return
    middle = one.span(0, len(one.text) - len(told.text) + cut)[1]
    yield one._replace(end=middle, role=UnitRole.MEASURE)
    yield one._replace(start=middle, subjects=())


def sentence_told(document: Document, start: int, end: int, role: UnitRole) -> Sentence:
    """Return a stretch of a document as a sentence whose part is told by where it stands."""
    text, offsets = _folded(document.text[start:end])
    return Sentence(start, end, text, role, tuple(subjects(text)), start, role, offsets)


def _byline(printed: str) -> int:
    """Return how many characters of headline and byline stand before what a sentence tells; 0 for most sentences."""
    if _PRINTED_ABOVE.search(printed, 0, _ABOVE) is None:
        return 0
    dateline = _DATELINE.match(printed)
    opening = None if dateline else _OPENS.search(printed, _HEADLINE, _ABOVE)
    skipped = dateline.end() if dateline else opening.start() if opening else 0
    return skipped if len(printed) - skipped >= _TELLS else 0


def _folded(printed: str) -> tuple[str, tuple[int, ...] | None]:
    text = fold(printed)
    return (text, None) if len(text) == len(printed) else (text, tuple(fold_with_offsets(printed)[1]))


def _of_sections(read: list[Sentence], announced: Sequence[tuple[int, UnitRole | None]]) -> list[Sentence]:
    """Where a section is headed 措施, what stands outside such sections announces measures and is none itself."""
    headed = {one.start for one in read if _section(announced, one.start) is UnitRole.MEASURE}
    if not headed:
        return read
    return [
        one._replace(role=UnitRole.OTHER) if one.role is UnitRole.MEASURE and one.start not in headed else one
        for one in read
    ]


def _role(text: str, section: UnitRole | None, *, after_measures: bool) -> UnitRole:
    """Tell what a sentence does, a section's announcement before its own words."""
    own = role_of(text, after_measures=after_measures and section is not UnitRole.PROBLEM)
    return UnitRole.OTHER if own is UnitRole.OTHER else section or own or UnitRole.UNTOLD


def _announced(outline: Sequence[Heading]) -> Iterator[tuple[int, UnitRole | None]]:
    """Yield where each section begins, with what its heading, or the one around it, announces."""
    above: list[tuple[int, UnitRole | None]] = []
    for heading in outline:
        while above and above[-1][0] >= heading.level:
            above.pop()
        inherited = above[-1][1] if above else None
        named = next((role for role, words in _SECTIONS if words.search(fold(heading.heading))), None)
        role = inherited if inherited is not None else named
        above.append((heading.level, role))
        yield heading.start, role


def _section(announced: Sequence[tuple[int, UnitRole | None]], position: int) -> UnitRole | None:
    return next((role for start, role in reversed(announced) if start <= position), None)
