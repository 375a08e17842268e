"""The catalog as of a day: every document with its standing then, and texts out of force kept from answering."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from knowledge.candidates import Admits, Candidate, Found
from knowledge.clock import today_iso
from knowledge.documents import Document, DocumentSummary, Passage, Status
from knowledge.regulations.validity import OUT_OF_FORCE, Validity
from knowledge.retrieval import PassageReader
from knowledge.shelves import Shelf


class Source(PassageReader, Shelf, Protocol):
    """The catalog."""

    def passage(self, passage_id: str, labels: frozenset[str]) -> Found | None:
        """Return one passage with its document and source, or None."""


class ValiditySource(Protocol):
    """Where the standing of rules is known."""

    def validity(self, labels: frozenset[str]) -> Validity:
        """Return the validity of the rules that a person may see."""


class CurrentTexts:
    """Reads the catalog for those who answer from it."""

    def __init__(self, source: Source, register: ValiditySource, as_of: str | None = None) -> None:
        """Read as of a day, `YYYY-MM-DD`; None is today, whenever it is asked."""
        self._source = source
        self._register = register
        self._as_of = as_of

    def snapshot(self) -> AbstractContextManager[None]:
        """Have all that this thread reads see the same state of the catalog while the block lasts."""
        return self._source.snapshot()

    def marked(self, summary: DocumentSummary, labels: frozenset[str]) -> DocumentSummary:
        """Return a document with its standing on the day."""
        return _marked(summary, self._register.validity(labels), self._as_of or today_iso())

    def documents(self, labels: frozenset[str]) -> list[DocumentSummary]:
        """Return every document, also those out of force, with its standing."""
        # What is in force is read once: asked of every document, it made people wait for one another.
        validity, day = self._register.validity(labels), self._as_of or today_iso()
        return [_marked(summary, validity, day) for summary in self._source.documents(labels)]

    def document(self, document_id: str, labels: frozenset[str]) -> Document | None:
        """Return a document as the catalog has it, or None."""
        return self._source.document(document_id, labels)

    def passages_of(self, document_id: str, labels: frozenset[str]) -> Sequence[Passage]:
        """Return a document's passages in order."""
        return self._source.passages_of(document_id, labels)

    def passage(self, passage_id: str, labels: frozenset[str]) -> Found | None:
        """Return a passage that somebody asked for, in force or not, or None."""
        found = self._source.passage(passage_id, labels)
        return None if found is None else (found[0], self.marked(found[1], labels), found[2])

    def candidates(
        self, ids: Sequence[str], labels: frozenset[str], admits: Admits | None = None
    ) -> dict[str, Candidate]:
        """Return those of the passages that may answer: the newest text held that was in force on the day."""
        validity, day = self._register.validity(labels), self._as_of or today_iso()
        found = self._source.candidates(ids, labels, admits)
        documents = {each.document.id: each.document for each in found.values()}
        standing = {key: _marked(document, validity, day) for key, document in documents.items()}
        return {
            key: each._replace(document=document)
            for key, each in found.items()
            for document in (standing[each.document.id],)
            if self._answers(document.status)
        }

    def hits_for(self, ids: Sequence[str], labels: frozenset[str]) -> dict[str, Found]:
        """Return passage, document and source of the same."""
        return {key: each.found for key, each in self.candidates(ids, labels).items()}

    def _answers(self, status: Status) -> bool:
        """Tell whether a text may answer; asked for a past day, one that came later may not."""
        if status in OUT_OF_FORCE:
            return False
        return self._as_of is None or status is not Status.NOT_YET_IN_FORCE


def _marked(summary: DocumentSummary, validity: Validity, day: str) -> DocumentSummary:
    standing = validity.standing(summary.id, day)
    if standing is None:
        return summary
    return summary.model_copy(update={"status": standing.status, "checked_on": standing.checked_on})
