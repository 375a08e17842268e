"""Formulas out of a document: a numbered name with a list beside it that has just so many items, all of its words.

“四融四促” counts four items, each with 融 and 促; a list that does not fit is not its expansion; then nothing is
stored.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.cards.units import subjects
from ingest.expansions import COUNT, Span, items_of
from knowledge.documents import Document, Kind, Passage, SourceClass
from knowledge.practices.cards import Quoted
from knowledge.practices.formulas import Formula, formula_key
from knowledge.tokens import fold, fold_with_offsets

_FORMS = ("quoted", "counted", "paired", "lettered", "bare")
"""“四融四促”, 4个“一起”, “联商联办联评”, “考比拉”, and 四融四促 before 工作机制."""

_NAME = re.compile(
    rf"“(?P<quoted>(?:{COUNT}|一(?=[\u4e00-\u9fff]{{1,3}}{COUNT}))[^“”‘’,。;:\n\d]{{1,12}})”|"
    rf"(?P<counted>{COUNT}[个种大]“[^“”‘’,。;:\n]{{1,8}}”)|"
    r"“(?P<paired>(?:(?P<first>[\u4e00-\u9fff])[\u4e00-\u9fff])(?:(?P=first)[\u4e00-\u9fff]){1,5})”|"
    r"“(?P<lettered>[\u4e00-\u9fff]{3,5})”(?=[\u4e00-\u9fff]{0,6}[,:]?(?:即|分别是|包括)[:,]?[^,。;:、\n]{2,12}[、,;])|"
    rf"(?P<bare>(?:{COUNT}[\u4e00-\u9fff]){{2,4}})(?=工作法|工作机制|机制|工作模式|模式|行动|工程)"
)


class _Text(NamedTuple):
    """A document's text, folded, with the way back."""

    folded: str
    offsets: Sequence[int]
    document: Document

    def quoted(self, start: int, end: int) -> Quoted:
        """Return the words of the document behind a stretch of the folded text."""
        first, last = self.offsets[start], self.offsets[end - 1] + 1
        return Quoted(start=first, end=last, text=self.document.text[first:last])


def formulas_of(document: Document, passages: Sequence[Passage]) -> list[Formula]:
    """Return the formulas that a document spells out, each once, in the order of the text; state law has none."""
    if document.source_class is SourceClass.TEMPLATE or document.kind is Kind.LAW:
        return []
    text = _folded(document)
    found: dict[tuple[str, tuple[str, ...]], Formula] = {}
    for match in _NAME.finditer(text.folded):
        name = next(name for group in _FORMS if (name := match[group]))
        items = items_of(text.folded, match.span(), name)
        formula = _formula(text, passages, match.span(), items) if len(items) > 1 else None
        if formula is not None:
            found.setdefault((formula_key(name), tuple(item.text for item in formula.items)), formula)
    return list(found.values())


def _folded(document: Document) -> _Text:
    folded, printed = fold(document.text), document.text
    same = len(folded) == len(printed)
    return _Text(folded, range(len(printed)) if same else fold_with_offsets(printed)[1], document)


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
