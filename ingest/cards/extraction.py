"""From a document with its passages to its cards."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from ingest.cards.places import place_in, with_place
from ingest.cards.practices import Practice, practices
from ingest.cards.records import recorded
from ingest.cards.roles import UnitRole
from ingest.cards.sentences import Sentence, read_sentences
from knowledge.documents import Document, Kind, Passage, SourceClass
from knowledge.practices.cards import Card, Quoted
from knowledge.practices.sorting import labels_of
from knowledge.tokens import fold

_KINDS = frozenset({Kind.CASE, Kind.ARTICLE})
_STUDY = re.compile(
    r"学习材料|每周一学|重要讲话|重要论述|讲话$|公报|全文|的讲话|章程|规定|办法|条例|通知|倡议书|工作报告|印发《|^习近平|负责人就"
)
"""Titles of what is read out, not reported."""

_LEADERS = re.compile(r"习近平|总书记")
_MOSTLY = 0.15
"""Share of an article's sentences that name the leaders: above it, it tells of them and of no unit's practice."""

_SUFFIX = (
    "工作法|工作机制|机制|工作模式|模式|党建品牌|品牌|"
    "工程|专项行动|行动计划|行动|项目|计划|工作站|服务队|体系|制度|平台|课堂|主题活动|系列活动|活动"
)
_NAMED = re.compile(rf"“[^“”\n]{{2,24}}”[^,。;、等“”\n]{{0,4}}?(?:{_SUFFIX})|[\u4e00-\u9fff]{{2,6}}工作法")
_COMMON = re.compile(
    r"三会一课|不忘初心|我为群众办实事|为民办实事|两学一做|主题教育|一岗双责|两个|四个意识|第一议题|三下乡|我为|学习强国|^“[七八]一”"
)


def cards_of(document: Document, passages: Sequence[Passage]) -> list[Card]:
    """Return the cards of a document, in the order of the text; none where no unit's practice is told of.

    Args:
        document: Its text repaired, with its outline.
        passages: Its passages.
    """
    if (
        document.kind not in _KINDS
        or document.source_class is SourceClass.TEMPLATE
        or _STUDY.search(fold(document.title))
    ):
        return []
    if records := list(recorded(document)):
        return [card for practice in records for card in _card(document, passages, practice)]
    read = read_sentences(document)
    if document.kind is Kind.ARTICLE and sum(bool(_LEADERS.search(one.text)) for one in read) > _MOSTLY * len(read):
        return []
    return [card for practice in practices(document, read) for card in _card(document, passages, practice)]


def _card(document: Document, passages: Sequence[Passage], practice: Practice) -> Iterator[Card]:
    """Yield the card of a practice, if a passage holds one of its measures."""
    measures = _with(practice, UnitRole.MEASURE)
    home = _home(passages, measures)
    if home is None:
        return
    passage, first = home
    measures = [first, *(one for one in measures if one.start > first.start)]
    problems, results = _with(practice, UnitRole.PROBLEM), _with(practice, UnitRole.RESULT)
    unit = _quoted(document, *with_place(document.text, practice.unit)) if practice.unit else None
    place = place_in(document.text, (unit.start, unit.end) if unit else None)
    done = "".join(one.text for one in measures)
    yield Card(
        id=hashlib.sha256(f"{document.id}\0card\0{first.start}".encode()).hexdigest()[:16],
        document_id=document.id,
        passage_id=passage.id,
        locator=passage.locator,
        name=_quoted(document, *practice.name) if practice.name else _name(document, measures),
        unit=unit,
        place=_quoted(document, *place) if place else None,
        labels=labels_of(fold(unit.text) if unit else None, done, "".join(one.text for one in practice.sentences)),
        problem=_quoted(document, problems[0].start, problems[0].end) if problems else None,
        measures=tuple(_quoted(document, one.start, one.end) for one in measures),
        results=tuple(_quoted(document, one.start, one.end) for one in results),
        date=document.date,
    )


def _home(passages: Sequence[Passage], measures: Sequence[Sentence]) -> tuple[Passage, Sentence] | None:
    """Return the first measure that a passage holds whole, else the first that begins in one, with the passage."""
    pairs = [(passage, one) for one in measures for passage in passages if passage.start <= one.start < passage.end]
    return next((pair for pair in pairs if pair[1].end <= pair[0].end), pairs[0] if pairs else None)


def _with(practice: Practice, role: UnitRole) -> list[Sentence]:
    return [one for one in practice.sentences if one.role is role]


def _quoted(document: Document, start: int, end: int) -> Quoted:
    return Quoted(start=start, end=end, text=document.text[start:end])


def _name(document: Document, measures: Sequence[Sentence]) -> Quoted | None:
    """Return what the practice calls itself, the most telling sort of name first: 工作法 before 活动."""
    found = [
        (_SUFFIX.split("|").index(kind), *one.span(*match.span()))
        for one in measures
        for match in _NAMED.finditer(one.text)
        if not _COMMON.search(match.group())
        for kind in (next(suffix for suffix in _SUFFIX.split("|") if match.group().endswith(suffix)),)
    ]
    return _quoted(document, *min(found)[1:]) if found else None
