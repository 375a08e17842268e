"""Where documents are read: committed ones that a person may see, and no others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from knowledge.candidates import Found
from knowledge.documents import Document, DocumentSummary, Passage


class Texts(Protocol):
    """Whole documents, and passages by their ids."""

    def document(self, document_id: str, labels: frozenset[str]) -> Document | None:
        """Return a document, or None when it is not there for this person."""

    def passage(self, passage_id: str, labels: frozenset[str]) -> Found | None:
        """Return a passage that somebody asked for, in force or not, or None."""

    def hits_for(self, ids: Sequence[str], labels: frozenset[str]) -> dict[str, Found]:
        """Return those of the passages that may answer today."""


class Shelf(Protocol):
    """Documents with their passages in order."""

    def document(self, document_id: str, labels: frozenset[str]) -> Document | None:
        """Return a document, or None when it is not there for this person."""

    def documents(self, labels: frozenset[str]) -> Sequence[DocumentSummary]:
        """Return what this person may see."""

    def passages_of(self, document_id: str, labels: frozenset[str]) -> Sequence[Passage]:
        """Return a document's passages in order."""
