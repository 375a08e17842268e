"""Texts as they are matched with questions, and what a question names exactly."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.documents import Hit
from knowledge.numerals import NUMERALS, ONE_TO_TEN, printed
from knowledge.questions.queries import Query
from knowledge.tokens import arabic_numerals, fold

REMEMBERED = 4096
"""Sentences and passages that are kept as they are matched, a few megabytes: a question meets each several times."""

_NAMED = str.maketrans(ONE_TO_TEN[:9], "123456789", "“”‘’《》〈〉")
"""“四个一起” is also written 4个“一起”."""

_YEARS_BELOW = 3
"""Digits: a year is never written 二千零二十三."""


def lacks_specifics(query: Query, hit: Hit) -> list[str]:
    """Return the places, numbers, articles and quoted strings of the question that the hit's passage and title lack."""
    text = matchable(hit)
    return [specific for specific in query.specifics if not _stands_in(specific, text)]


def matchable(hit: Hit) -> str:
    """Return what a passage can be matched on: title, issuer, heading path and text, folded."""
    document = hit.document
    return matchable_text("\n".join((document.title, document.issuer or "", hit.passage.locator, hit.passage.text)))


@lru_cache(maxsize=REMEMBERED)
def matchable_text(text: str) -> str:
    """Return `text` as it is matched: folded, with Arabic numerals."""
    return arabic_numerals(fold(text))


def _stands_in(specific: str, text: str) -> bool:
    """Tell whether `text` has what was named exactly; a number not as part of a longer one."""
    if specific.isdecimal():
        written = specific if len(specific) > _YEARS_BELOW else f"(?:{specific}|{printed(int(specific))})"
        return re.search(rf"(?<![\d{NUMERALS}]){written}(?![\d{NUMERALS}])", text) is not None
    return specific.translate(_NAMED) in text.translate(_NAMED)
