"""Grounding: what an answer says must stand, word for word, where it says it stands. Pure."""

from __future__ import annotations

import re

from knowledge.answers import Citation
from knowledge.documents import Document, SourceClass
from knowledge.statements import Statement

_REPEATS_AN_INSTRUMENT = re.compile(r"《([^《》]{4,60})》[^。！？“]{0,30}?[:：]?“")
"""《…条例》第三十三条规定：“…”: the words in quotation marks are that instrument's."""


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
        secondhand=is_secondhand(statement, document),
        source=document.source_of(statement.start, statement.end),
    )


def is_secondhand(statement: Statement, document: Document) -> bool:
    """Tell whether the statement repeats the wording of an instrument that is not this document."""
    match = _REPEATS_AN_INSTRUMENT.search(statement.quote)
    return match is not None and match[1] not in document.title


def caution(citation: Citation) -> str:
    """Return what a reader must know before relying on the citation, in brackets, or nothing."""
    if citation.document.sample:
        return "（示例材料）"
    if citation.secondhand:
        return "（转引，请核对原文后引用）"
    if citation.document.source_class is SourceClass.TEMPLATE:
        return "（网络范文，慎作依据）"
    return ""
