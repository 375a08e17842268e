"""A passage that may become a hit: hundreds are read for one question, to be compared, and a few of them are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from knowledge.documents import DocumentSummary, Passage, SourceSpan
from knowledge.tokens import fold

Admits = Callable[[DocumentSummary], bool]
"""Tells whether a document is wanted."""

Found = tuple[Passage, DocumentSummary, SourceSpan]
"""A passage, its document, and the span of the source file that it came from."""


class Candidate(NamedTuple):
    """A passage as the catalog has it; the models of a hit are made only of what is shown."""

    passage_id: str
    ordinal: int
    locator: str
    start: int
    end: int
    text: str
    folded: str
    """`knowledge.tokens.fold` of the text."""

    raw_start: int
    raw_end: int
    encoding: str
    page: int | None
    recognised: bool
    document: DocumentSummary

    @property
    def reading(self) -> str:
        """Return what a passage is read by: its document's title, its heading path and its text."""
        return f"{self.headings}\n{self.text}"

    @property
    def matchable(self) -> str:
        """Return the same folded."""
        return f"{fold(self.headings)}\n{self.folded}"

    @property
    def headings(self) -> str:
        """Return the document's title and the heading path."""
        return f"{self.document.title}\n{self.locator}"

    @property
    def found(self) -> Found:
        """Return the parts of a hit."""
        passage = Passage(
            id=self.passage_id,
            document_id=self.document.id,
            ordinal=self.ordinal,
            locator=self.locator,
            start=self.start,
            end=self.end,
            text=self.text,
        )
        return passage, self.document, self.source

    @property
    def source(self) -> SourceSpan:
        """Return the span of the source file."""
        return SourceSpan(
            path=self.document.path,
            encoding=self.encoding,
            start=self.raw_start,
            end=self.raw_end,
            page=self.page,
            recognised=self.recognised,
        )
