"""The same text held twice: which documents are near-duplicates, and which of them answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from ingest.differences import Relation, TextDifference, differences_between
from ingest.metadata.kinds import is_instrument
from ingest.sketches import BINS, likeness, sketch_of
from knowledge.documents import Document, SourceClass
from knowledge.held import Fingerprint

ALIKE = 0.8
"""Share of common five-character strings from which two texts are one; with 128 bins it is known to about 0.04."""

ALIKE_VERSION = 0.5
"""The same of two papers with one title, of which one is a version of the other; each figure costs ten strings."""

_BAND = 4
_SHARED = BINS // _BAND - int((1 - ALIKE) * BINS)
"""Bands of 4 bins that two texts share before they are compared: of 128 bins at most 25 differ at a likeness of 0.8,
each in another of the 32 bands at worst, so that 7 are the same, surely."""

_LIKELIEST = 32
"""Texts that are read and compared, the most alike first: of forms filled in monthly there may be thousands."""

_RANK = {
    SourceClass.OFFICIAL: 5,
    SourceClass.MEDIA: 4,
    SourceClass.JOURNAL: 3,
    SourceClass.SITE: 2,
    None: 1,
    SourceClass.TEMPLATE: 0,
}
_FEWEST, _SHORTEST = 60, 20
"""Characters; shorter texts are alike by accident, under one title too if they are of a sentence at most."""


class Duplicates:
    """The documents known so far, found again by what they have in common."""

    def __init__(self, known: Iterable[Fingerprint], text: Callable[[str], str | None]) -> None:
        """Know some documents.

        Args:
            known: What is held.
            text: Returns the text of a document by its id, None for one that is not at hand: then it may be the same.
        """
        self._text = text
        self._known: dict[str, Fingerprint] = {}
        self._bands: defaultdict[str, set[str]] = defaultdict(set)
        self._titles: defaultdict[str, set[str]] = defaultdict(set)
        held = list(known)
        ids = {document.id for document in held}
        for document in held:
            # The document that answered for it may have been removed since.
            self.add(document if document.linked_to in ids else document.model_copy(update={"linked_to": None}))

    def add(self, document: Fingerprint) -> None:
        """Remember a document, in the place of what was known under its id."""
        self.forget(document.id)
        self._known[document.id] = document
        if document.sketch:
            self._titles[document.title].add(document.id)
        for band in _bands(document.sketch):
            self._bands[band].add(document.id)

    def forget(self, document_id: str) -> None:
        """Know a document no longer."""
        former = self._known.pop(document_id, None)
        if former is not None:
            self._titles[former.title].discard(document_id)
            for band in _bands(former.sketch):
                self._bands[band].discard(document_id)

    def forget_file(self, path: str) -> list[Fingerprint]:
        """Know the documents of a file no longer; return those of others that were answered from them."""
        former = {each.id for each in self._known.values() if each.path == path}
        for document_id in former:
            self.forget(document_id)
        return [each for each in self._known.values() if each.linked_to in former]

    def original_of(self, document: Fingerprint) -> Fingerprint | None:
        """Return the answering document that has the same text, the most alike one, or None."""
        shared = Counter(found for band in _bands(document.sketch) for found in self._bands[band])
        near = {found for found, bands in shared.items() if bands >= _SHARED}
        near |= self._titles[document.title] if document.sketch else set()
        likely = sorted(
            ((likeness(document.sketch, self._known[found].sketch), found) for found in near - {document.id}),
            reverse=True,
        )
        for share, found in likely[:_LIKELIEST]:
            other = self._known[found]
            if other.linked_to is None and _may_be_one(document, other) and self._is_one(share, document, other):
                return other
        return None

    def _is_one(self, share: float, document: Fingerprint, other: Fingerprint) -> bool:
        """Tell the same text, or a version of it: of a short paper with the same title more may have changed."""
        named_alike = document.title == other.title
        if share < (ALIKE_VERSION if named_alike else ALIKE):
            return False
        if not named_alike and len(self._text(document.id) or " " * _FEWEST) < _FEWEST:
            return False
        relation = self.comparison(other, document).relation
        return relation is Relation.VERSION or (relation is Relation.SAME and share >= ALIKE)

    def comparison(self, former: Fingerprint, document: Fingerprint) -> TextDifference:
        """Return what a document is to a former one."""
        texts = self._text(former.id), self._text(document.id)
        if texts[0] is None or texts[1] is None:
            return TextDifference(Relation.SAME)
        return differences_between(texts[0], texts[1], (former.title, document.title))

    def answers(self, document: Fingerprint, former: Fingerprint) -> bool:
        """Tell whether a document answers rather than a former one: the better of the same text, the newer version."""
        if self.comparison(former, document).relation is Relation.SAME:
            return is_better(document, former)
        if _RANK[document.source_class] != _RANK[former.source_class]:
            return _RANK[document.source_class] > _RANK[former.source_class]
        return document.date is None or former.date is None or document.date >= former.date

    def linked_to(self, document_id: str) -> list[Fingerprint]:
        """Return the documents that are answered from this one."""
        return [each for each in self._known.values() if each.linked_to == document_id]


def fingerprint(document: Document) -> Fingerprint:
    """Return what is compared of a document."""
    return Fingerprint(**{name: getattr(document, name) for name in Fingerprint.model_fields})


def sketch_of_document(text: str) -> str:
    """Return a text's sketch, or nothing if it is too short to be known by one."""
    return sketch_of(text) if len(text) >= _SHORTEST else ""


def is_better(one: Fingerprint, other: Fingerprint) -> bool:
    """Tell whether the first is the better source: by its class, then by having a number, a date."""
    return _worth(one) > _worth(other)


def _worth(document: Fingerprint) -> tuple[int, bool, bool]:
    return _RANK[document.source_class], document.number is not None, document.date is not None


def _may_be_one(one: Fingerprint, other: Fingerprint) -> bool:
    """Tell versions apart: rules of different dates or numbers are two texts however alike; samples stay apart."""
    if one.sample != other.sample:
        return False
    differ = any(
        left is not None and right is not None and left != right
        for left, right in ((one.date, other.date), (one.number, other.number))
    )
    return not (differ and is_instrument(one.title))


def _bands(sketch: str) -> list[str]:
    width = len(sketch) // BINS * _BAND
    return [f"{at}:{sketch[at : at + width]}" for at in range(0, len(sketch), width)] if width else []
