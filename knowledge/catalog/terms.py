"""The terms that full text is searched by: made of a passage, as every kind of database keeps them."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from knowledge.tokens import grams, words

_STEP = " › "
"""Between the headings of a path; no term reaches over it."""


class Terms(NamedTuple):
    """The terms of one passage, joined by spaces as the tables hold them."""

    word_title: str
    word_body: str
    gram_title: str
    gram_body: str


class PassageTerms(NamedTuple):
    """The terms of a passage that is in the catalog."""

    document: int
    """Key of the document's row."""

    passage: int
    """Key of the passage's row."""

    terms: Terms


def terms_of(title: str, locator: str, text: str) -> Terms:
    """Return the terms of a passage; its document's title and its heading path are searched with it."""
    headings = [_heading_terms(part) for line in (title, locator) for part in line.split(_STEP)]
    in_words, in_grams = (" ".join(filter(None, terms)) for terms in zip(*headings, strict=True))
    return Terms(in_words, " ".join(words(text)), in_grams, " ".join(grams(text)))


@lru_cache(maxsize=1024)
def _heading_terms(heading: str) -> tuple[str, str]:
    """Return words and grams of a heading; remembered, as many passages of one document stand under it."""
    return " ".join(words(heading)), " ".join(grams(heading))
