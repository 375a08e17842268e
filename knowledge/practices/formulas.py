"""Formulas (提法): “四融四促” with exactly the items that a document gives it; never blended, cut or completed."""

from __future__ import annotations

import re

from pydantic import Field

from knowledge.documents import DocumentSummary, Frozen, SourceSpan
from knowledge.numerals import ONE_TO_TEN
from knowledge.practices.cards import Quoted
from knowledge.tokens import fold

SUFFIX = re.compile(
    r"(?:工作法|工作机制|工作模式|机制|模式|工作|活动|行动|工程|计划|建设|体系|制度|要求|答卷|方法|品牌)+$"
)
"""What may follow a formula's name without being part of it."""

_NUMERALS = str.maketrans("123456789两", f"{ONE_TO_TEN[:9]}二")


class Formula(Frozen):
    """What one document says a formula consists of."""

    id: str
    document_id: str
    passage_id: str
    locator: str
    name: Quoted
    items: tuple[Quoted, ...] = Field(min_length=2)
    unit: Quoted | None = None
    """Whose formula it is, where the text says so."""

    date: str | None = None
    quote: Quoted
    """From the name to the last item, or the other way round."""


class HeldFormula(Frozen):
    """A formula as it is held."""

    formula: Formula
    document: DocumentSummary
    source: SourceSpan
    """Of the quotation."""


def formula_key(name: str) -> str:
    """Return what one formula is known by however it is written.

    Example:
        “四融四促”工作机制 -> 四融四促; 4个一起 -> 四个一起
    """
    bare = re.sub(r"[\s“”‘’\"'《》,。?!:;、]", "", fold(name)).translate(_NUMERALS)
    return SUFFIX.sub("", bare) or bare
