"""Two versions of an instrument side by side: which article became which, and what words changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from knowledge.documents import Document, Frozen
from knowledge.regulations.provisions import Article, Instrument
from knowledge.tokens import simplified

ALIKE = 0.3
"""Share of common character pairs (Jaccard) from which two articles are taken to be one that was changed."""

_ISLAND = 1
"""Unchanged characters between two changes that are not shown as unchanged: the words are easier to read whole."""


class ComparedPiece(Frozen):
    """A stretch of an article that stayed, went or came."""

    change: Literal["same", "removed", "added"]
    text: str


class ArticleChange(Frozen):
    """What became of one article."""

    change: Literal["same", "changed", "renumbered", "added", "removed"]
    before: str | None
    """Heading in the first text."""

    after: str | None
    pieces: tuple[ComparedPiece, ...]


class Comparison(Frozen):
    """Two texts, article by article, in the order of the second; what went stands where it stood."""

    before: Document
    after: Document
    articles: tuple[ArticleChange, ...]


def compare(before: Instrument, after: Instrument) -> Comparison:
    """Compare two instruments, in Simplified characters."""
    old, new = _bodies(before), _bodies(after)
    partner = _partners(old, new)
    changes = list(_changes(before, after, old, new, partner))
    return Comparison(before=before.document, after=after.document, articles=tuple(changes))


def _bodies(instrument: Instrument) -> list[str]:
    return [_body(instrument, article) for article in instrument.articles]


def _body(instrument: Instrument, article: Article) -> str:
    """Return an article without its heading, a 款 a line."""
    return simplified("\n".join(instrument.text(one.span) for one in article.paragraphs))


def _partners(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Return for articles of the second text those of the first that they come from, the most alike first."""
    pairs_old, pairs_new = ([set(map("".join, pairwise(text))) for text in texts] for texts in (old, new))
    likeness = [
        (len(a & b) / (len(a | b) or 1), -abs(i - j), i, j)
        for i, a in enumerate(pairs_old)
        for j, b in enumerate(pairs_new)
        if a & b
    ]
    found: dict[int, int] = {}
    for share, _, i, j in sorted(likeness, reverse=True):
        if share >= ALIKE and j not in found and i not in found.values():
            found[j] = i
    return found


def _changes(
    before: Instrument, after: Instrument, old: Sequence[str], new: Sequence[str], partner: dict[int, int]
) -> Iterator[ArticleChange]:
    gone = [i for i in range(len(old)) if i not in partner.values()]
    shown = 0
    for j, article in enumerate(after.articles):
        source = partner.get(j)
        while source is not None and shown < len(gone) and gone[shown] < source:
            yield _gone(before, old, gone[shown])
            shown += 1
        if source is None:
            pieces = (ComparedPiece(change="added", text=new[j]),)
            yield ArticleChange(change="added", before=None, after=article.heading, pieces=pieces)
        else:
            yield _kept(before.articles[source].heading, article.heading, old[source], new[j])
    yield from (_gone(before, old, i) for i in gone[shown:])


def _gone(before: Instrument, old: Sequence[str], i: int) -> ArticleChange:
    pieces = (ComparedPiece(change="removed", text=old[i]),)
    return ArticleChange(change="removed", before=before.articles[i].heading, after=None, pieces=pieces)


def _kept(before: str, after: str, old: str, new: str) -> ArticleChange:
    if old == new:
        change: Literal["same", "renumbered"] = "same" if before == after else "renumbered"
        return ArticleChange(
            change=change, before=before, after=after, pieces=(ComparedPiece(change="same", text=new),)
        )
    return ArticleChange(change="changed", before=before, after=after, pieces=tuple(pieces_between(old, new)))


def pieces_between(old: str, new: str) -> Iterator[ComparedPiece]:
    """Yield what stayed, went and came; joined without what came they are `old`, without what went `new`."""
    went, came = "", ""
    for tag, i, k, j, m in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        island = tag == "equal" and k - i <= _ISLAND and bool(went or came) and k < len(old) and m < len(new)
        if tag == "equal" and not island:
            yield from _flushed(went, came)
            went, came = "", ""
            yield ComparedPiece(change="same", text=old[i:k])
        else:
            went, came = went + old[i:k], came + new[j:m]
    yield from _flushed(went, came)


def _flushed(went: str, came: str) -> Iterator[ComparedPiece]:
    if went:
        yield ComparedPiece(change="removed", text=went)
    if came:
        yield ComparedPiece(change="added", text=came)
