"""Rules that the fake assistant holds."""

from __future__ import annotations

from knowledge.catalog.keyword import KeywordFindings, KeywordHit
from knowledge.documents import Passage
from tests.bot.telegram.replies import SPAN, document
from tests.rule_texts import ANYBODY, NEW, OLD, lookup

__all__ = ["ANYBODY", "LOOKUP", "words_found"]

LOOKUP = lookup(OLD, NEW)
FOUND = 12


def words_found(words: str, *, limit: int, offset: int) -> KeywordFindings:
    """Find every word but 没有 in twelve passages."""
    if words == "没有":
        return KeywordFindings(documents=0, passages=0, hits=())
    text = f"支部每月学习{words}。"
    hits = [
        KeywordHit(
            document=document(number),
            passage=Passage(
                id=f"k{number}",
                document_id=f"d{number}",
                ordinal=0,
                locator=f"第{number}节",
                start=0,
                end=len(text),
                text=text,
            ),
            source=SPAN,
            spans=((6, 6 + len(words)),),
        )
        for number in range(1, FOUND + 1)
    ]
    return KeywordFindings(documents=FOUND, passages=FOUND, hits=tuple(hits[offset : offset + limit]))
