"""Provisions that are known only because another text repeats them: 转引, never shown as the instrument itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from knowledge.documents import Document, Frozen, Passage, Status
from knowledge.numerals import numeral_value
from knowledge.regulations.findings import Match
from knowledge.regulations.names import Names, squeezed
from knowledge.regulations.provisions import Article, Span
from knowledge.regulations.references import Place
from knowledge.regulations.validity import Standing
from knowledge.tokens import fold_with_offsets

MOST = 3
"""Repetitions shown of one provision."""

_QUOTED = re.compile(
    r"《(?P<name>[^《》]{2,60})》(?P<trial>\((?:试行|暂行)\))?[^。!?“”《》]{0,12}?"
    r"(?:第(?P<article>[\d零〇一二两三四五六七八九十百]{1,6})条[^。!?“”《》]{0,20})?[:,]?“(?P<words>[^“”]{10,600})”"
)
"""《…条例（试行）》第三条规定：“…” in folded text."""


class Quotations(Protocol):
    """Where repeated provisions are looked for."""

    def passages_with(self, words: str, labels: frozenset[str]) -> Sequence[Passage]:
        """Return passages in which `words` stand literally."""

    def document(self, document_id: str, labels: frozenset[str]) -> Document | None:
        """Return a document, or None."""


class Quotation(Frozen):
    """The words of an instrument in another text."""

    core: str
    article: int | None
    start: int
    end: int
    """Span of the words in the passage's text."""


def quoted_instruments(text: str, names: Names) -> Iterator[Quotation]:
    """Yield what a text repeats word for word of instruments that it names."""
    folded, offsets = fold_with_offsets(text)
    for match in _QUOTED.finditer(folded):
        core = names.exact(match["name"] + (match["trial"] or ""))
        if core is not None:
            article = numeral_value(match["article"]) if match["article"] else None
            start, end = offsets[match.start("words")], offsets[match.end("words") - 1] + 1
            yield Quotation(core=core, article=article, start=start, end=end)


def repeated(core: str, place: Place, names: Names, source: Quotations, labels: frozenset[str]) -> list[Match]:
    """Return what other texts repeat of a provision, each words once; of an instrument, where no article is named."""
    found: dict[str, Match] = {}
    for form in names.forms(core):
        for passage in source.passages_with(form, labels):
            for one in quoted_instruments(passage.text, names):
                words = squeezed(passage.text[one.start : one.end])
                if one.core == core and place.article in {None, one.article} and words not in found:
                    document = source.document(passage.document_id, labels)
                    found |= {words: _match(document, passage, one, names.title(core))} if document else {}
    return list(found.values())[:MOST]


def _match(document: Document, passage: Passage, one: Quotation, title: str) -> Match:
    span = Span(start=passage.start + one.start, end=passage.start + one.end)
    place = Place(article=one.article)
    article = Article(
        heading=str(place) or "（未写明条号）", number=one.article, branch=None, path=(), span=span, paragraphs=()
    )
    return Match(
        document=document,
        article=article,
        position=0,
        place=place,
        span=span,
        standing=Standing(status=Status.UNKNOWN, basis="none"),
        instrument=title,
    )
