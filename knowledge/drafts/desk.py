"""What a draft is checked with: the look-up of provisions, and the documents that one person may see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from knowledge.documents import Document, Passage, Status
from knowledge.drafts.remarks import Standpoint
from knowledge.regulations.lookup import Asked, Lookup
from knowledge.regulations.names import core_of
from knowledge.regulations.provisions import Article, Instrument, Span
from knowledge.regulations.validity import OUT_OF_FORCE, Validity
from knowledge.shelves import Shelf
from knowledge.tokens import simplified


class DraftSource(Shelf, Protocol):
    """Where documents are read and words are looked for."""

    def passages_like(self, words: str, labels: frozenset[str], *, limit: int) -> Sequence[Passage]:
        """Return passages that share most character pairs with some words, the likest first."""


class CheckingDesk(NamedTuple):
    """One check: who asks, and what may be looked at."""

    lookup: Lookup
    source: DraftSource
    asked: Asked
    validity: Validity

    def status(self, document: Document) -> Status:
        """Return the standing of a document today."""
        standing = self.validity.standing(document.id, self.asked.day)
        return standing.status if standing else document.status

    def versions(self, title: str) -> Iterator[Instrument]:
        """Yield the texts held of the instrument with this title: the present one, then the older ones."""
        records = self.validity.versions(core_of(title))
        current = [one for one in records if not self._is_over(one.document_id)]
        for record in (*current, *(one for one in records if one not in current)):
            instrument = self.lookup.instrument(record.document_id, self.asked)
            if isinstance(instrument, Instrument):
                yield instrument

    def is_over(self, document: Document) -> bool:
        """Tell whether a text is known to be out of force."""
        return self.status(document) in OUT_OF_FORCE

    def standpoint(self, document: Document, at: int | None = None, *, secondhand: bool = False) -> Standpoint:
        """Return where the character at an offset of a document stands; without one, the document."""
        return Standpoint(
            document_id=document.id,
            title=simplified(document.title),
            locator="" if at is None else simplified(self._locator(document, at)),
            kind=document.kind,
            status=self.status(document),
            date=document.date,
            secondhand=secondhand,
        )

    def article_text(self, document: Document, at: int) -> str | None:
        """Return the article in which an offset of a document lies; None for what is no rules."""
        instrument = self.lookup.instrument(document.id, self.asked) if document.id in self.validity.records else None
        article = article_at(instrument, at) if isinstance(instrument, Instrument) else None
        return document.text[article.span.start : article.span.end] if article else None

    def _is_over(self, document_id: str) -> bool:
        standing = self.validity.standing(document_id, self.asked.day)
        return standing is not None and (standing.status in OUT_OF_FORCE or standing.status is Status.NOT_YET_IN_FORCE)

    def _locator(self, document: Document, at: int) -> str:
        instrument = self.lookup.instrument(document.id, self.asked) if document.id in self.validity.records else None
        article = article_at(instrument, at) if isinstance(instrument, Instrument) else None
        if article is not None:
            return article.heading
        passages = self.source.passages_of(document.id, self.asked.labels)
        return next((one.locator for one in passages if one.start <= at < one.end), "")


def article_at(instrument: Instrument, at: int) -> Article | None:
    """Return the article in which an offset of an instrument's text lies, or None."""
    return next((one for one in instrument.articles if one.span.start <= at < one.span.end), None)


def body(article: Article) -> Span:
    """Return the span of an article's words without its heading."""
    if not article.paragraphs:
        return article.span
    return Span(start=article.paragraphs[0].span.start, end=article.span.end)


def counterpart(words: str, instrument: Instrument) -> Article | None:
    """Return the article of another version that shares most character pairs with some words, or None."""
    pairs = _pairs(words)
    shared = [
        (len(pairs & (other := _pairs(instrument.text(one.span)))) / (len(pairs | other) or 1), one)
        for one in instrument.articles
    ]
    share, article = max(shared, key=lambda pair: pair[0], default=(0.0, None))
    return article if share >= _COUNTERPART else None


_COUNTERPART = 0.15
"""Share of common character pairs from which an article of the newer version is shown beside one of the older."""


def _pairs(text: str) -> set[str]:
    plain = "".join(character for character in simplified(text) if character.isalnum())
    return {plain[i : i + 2] for i in range(len(plain) - 1)}
