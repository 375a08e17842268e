"""What a look-up of provisions comes to: their text with its place and standing, or what is missing."""

from __future__ import annotations

from typing import Literal

from knowledge.documents import Document, Frozen
from knowledge.regulations.provisions import Article, Instrument, Span
from knowledge.regulations.references import Place
from knowledge.regulations.validity import Standing

Outcome = Literal["found", "clarify", "not_held", "not_found"]


class Match(Frozen):
    """A provision: exactly what was asked for, and where it stands."""

    document: Document
    article: Article
    position: int
    """Of the article in its instrument, from 0."""

    place: Place
    """As it was asked for, with the numbers of what was found."""

    span: Span
    lead: str = ""
    """The words that announce a list, where only one of its items was asked for."""

    standing: Standing
    before: str | None = None
    """Heading of the article before it."""

    after: str | None = None

    chapter: str = ""
    """The text of all articles under the same headings, in the source's script."""

    other_versions: bool = False
    """Whether another version of the instrument is held."""

    instrument: str | None = None
    """Title of an instrument that is not held, whose words `document` repeats: 转引."""

    @property
    def secondhand(self) -> bool:
        """Whether the words are known only from another text."""
        return self.instrument is not None

    @property
    def title(self) -> str:
        """Title of the instrument."""
        return self.instrument or self.document.title

    @property
    def text(self) -> str:
        """The provision in the source's script."""
        return self.document.text[self.span.start : self.span.end].strip()


class Finding(Frozen):
    """The outcome of a look-up."""

    reference: str
    outcome: Outcome
    matches: tuple[Match, ...] = ()
    candidates: tuple[str, ...] = ()
    """Full names, or full references, among which a person can choose."""

    reason: str | None = None
    """A Chinese sentence: which part is missing or unclear; or what was taken for a slip of the pen."""

    about: str = ""
    """The words that were looked for as what provisions are about, where no instrument is called so."""


def match_at(instrument: Instrument, position: int, standing: Standing, place: Place | None = None) -> Match:
    """Return a whole article of an instrument as a match."""
    article = instrument.articles[position]
    others = instrument.articles
    beside = [one.span for one in others if one.path == article.path]
    return Match(
        document=instrument.document,
        article=article,
        position=position,
        place=place or Place(article=article.number, branch=article.branch),
        span=article.span,
        standing=standing,
        before=others[position - 1].heading if position else None,
        after=others[position + 1].heading if position + 1 < len(others) else None,
        chapter=instrument.document.text[beside[0].start : beside[-1].end],
    )
