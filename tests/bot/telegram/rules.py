"""Rules that the fake assistant holds."""

from __future__ import annotations

from knowledge.catalog.keyword import AlsoSearched, KeywordFindings, KeywordHit
from knowledge.documents import Kind, Passage
from tests.bot.telegram.replies import SPAN, document
from tests.rule_texts import ANYBODY, NEW, OLD, lookup

__all__ = ["ANYBODY", "LOOKUP", "words_found"]

LOOKUP = lookup(OLD, NEW)
FOUND = 12


def words_found(words: str, *, limit: int, offset: int, kind: Kind | None = None) -> KeywordFindings:
    """Find every word but 没有 in twelve passages of cases, and say that there are three of speeches too."""
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
    count = 3 if kind is Kind.SPEECH else FOUND
    return KeywordFindings(
        documents=count,
        passages=count,
        hits=tuple(hits[:count][offset : offset + limit]),
        kinds={Kind.SPEECH: 3, Kind.CASE: FOUND},
        also=(AlsoSearched(keyword="党课", documents=1, passages=2),),
    )
