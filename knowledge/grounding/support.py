"""Grounding: what an answer says must stand, word for word, where it says it stands. Pure.

A sentence that a model wrote passes when one passage supports it: most of its words stand in a few sentences there, and
so does everything in it that can be wrong by one character (see `knowledge.grounding.claims`). What does not pass is
not said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from knowledge.answers import Citation
from knowledge.documents import Document, DocumentSummary, Frozen, Passage, SourceClass
from knowledge.grounding.instructions import speaks_to_a_program
from knowledge.grounding.statements import Statement, overlaps
from knowledge.sentences import sentence_spans
from knowledge.tokens import fold, pairs

_REPEATS_AN_INSTRUMENT = re.compile(r"《([^《》]{4,60})》[^。！？“]{0,30}?[:：]?“")
"""《…条例》第三十三条规定：“…”: the words in quotation marks are that instrument's."""

LONGEST_QUOTE = 400
"""Characters of a quotation behind a marker: what is read at a glance when a source is opened."""

MOST_SENTENCES = 4
"""Sentences in a row that one statement of an answer may sum up."""

GAIN = 0.04
"""Share of a statement's grams that a neighbouring sentence must add to belong to its support."""


REMEMBERED = 512
"""Texts whose pairs are kept, some kilobytes each: while an answer is checked, its sources are compared many times."""


class Material(Frozen):
    """A passage with what is known of its document: what a statement may be checked against."""

    passage: Passage
    document: DocumentSummary
    whole: Document

    @property
    def about(self) -> str:
        """Return title, issuer, date and heading path, folded: a statement may name them."""
        document = self.document
        parts = (document.title, document.issuer or "", document.date or "", self.passage.locator)
        return fold("\n".join(parts))


class Support(Frozen):
    """A stretch of a material that a statement rests on; offsets are those of the document's text."""

    material: Material
    start: int
    end: int

    @property
    def quote(self) -> str:
        """Return the words themselves."""
        return self.material.whole.text[self.start : self.end]


class Unit(Frozen):
    """One sentence of a material, with its grams."""

    start: int
    end: int
    pairs: frozenset[str]


def units_of(material: Material) -> list[Unit]:
    """Return the sentences that a statement may rest on: legible ones that are addressed to readers."""
    passage, whole = material.passage, material.whole
    spans = [(passage.start + a, passage.start + b) for a, b in sentence_spans(whole.text[passage.start : passage.end])]
    return [
        Unit(start=start, end=end, pairs=pairs_of(whole.text[start:end]))
        for start, end in spans
        if not overlaps((start, end), whole.garbled) and not speaks_to_a_program(whole.text[start:end])
    ]


@lru_cache(maxsize=REMEMBERED)
def pairs_of(text: str) -> frozenset[str]:
    """Return the pairs of characters that stand side by side in a text."""
    return frozenset(pairs(text))


def best_support(stated: frozenset[str], material: Material, units: Sequence[Unit]) -> tuple[Support, float] | None:
    """Return the few sentences in a row that hold most of `stated`, and the share they hold with the document's title.

    Args:
        stated: Pairs of the statement.
        material: Where to look.
        units: Its sentences.
    """
    if not units or not stated:
        return None
    about = pairs_of(material.about)
    wanted = stated - about or stated
    first = max(range(len(units)), key=lambda i: (len(wanted & units[i].pairs), -i))
    low = high = first
    held = wanted & units[first].pairs
    while high - low + 1 < MOST_SENTENCES:
        beside = [i for i in (low - 1, high + 1) if 0 <= i < len(units) and _fits(units, low, high, i)]
        gains = [(len((wanted & units[i].pairs) - held), i) for i in beside]
        gain, chosen = max(gains, default=(0, 0))
        if gain < max(GAIN * len(stated), 1):
            break
        held |= wanted & units[chosen].pairs
        low, high = min(low, chosen), max(high, chosen)
    share = len(held | (stated & about)) / len(stated)
    return Support(material=material, start=units[low].start, end=units[high].end), share


def _fits(units: Sequence[Unit], low: int, high: int, added: int) -> bool:
    """Tell whether a stretch with one more sentence can be quoted whole: short enough, and nothing left out inside."""
    begin, end = min(low, added), max(high, added)
    if units[end].end - units[begin].start > LONGEST_QUOTE:
        return False
    nearest = units[low].start - units[added].end if added < low else units[added].start - units[high].end
    return nearest < SHORT_GAP


SHORT_GAP = 6
"""Characters between two neighbouring sentences: white space; more means that a sentence between them was left out."""


def cite(marker: int, statement: Statement, document: Document) -> Citation:
    """Return the citation for a statement.

    Raises:
        ValueError: The statement's quote does not stand in the document where it says.
    """
    if document.text[statement.start : statement.end] != statement.quote:
        message = f"the quote does not stand at {statement.start} of document {document.id}"
        raise ValueError(message)
    return Citation(
        marker=marker,
        passage_id=statement.passage.id,
        document=statement.document,
        locator=statement.passage.locator,
        quote=statement.quote,
        quote_start=statement.start,
        secondhand=is_secondhand(statement.quote, document),
        source=document.source_of(statement.start, statement.end),
    )


def cite_support(marker: int, support: Support) -> Citation:
    """Return the citation for what a statement rests on."""
    material = support.material
    return Citation(
        marker=marker,
        passage_id=material.passage.id,
        document=material.document,
        locator=material.passage.locator,
        quote=support.quote,
        quote_start=support.start,
        secondhand=is_secondhand(support.quote, material.whole),
        source=material.whole.source_of(support.start, support.end),
    )


def is_secondhand(quote: str, document: Document) -> bool:
    """Tell whether a quote repeats the wording of an instrument that is not this document."""
    match = _REPEATS_AN_INSTRUMENT.search(quote)
    return match is not None and match[1] not in document.title


def caution(citation: Citation) -> str:
    """Return what a reader must know before relying on the citation, in brackets, or nothing."""
    if citation.document.sample:
        return "（示例材料）"
    if citation.secondhand:
        return "（转引，请核对原文后引用）"
    if citation.document.source_class is SourceClass.TEMPLATE:
        return "（网络范文，慎作依据）"
    if citation.source.recognised:
        return "（据图像识别，请核对原件）"
    return ""
