"""What is held, as ingest asks for it: to leave unchanged files alone, and to find the same text again."""

from __future__ import annotations

from knowledge.documents import DocumentSummary, Frozen, Problem, SourceClass


class Fingerprint(Frozen):
    """What a document is compared by to tell whether its text is held already."""

    id: str
    path: str
    title: str
    date: str | None
    number: str | None
    source_class: SourceClass | None
    sample: bool
    linked_to: str | None
    sketch: str


class Holding(Frozen):
    """A document as it is held, with what a report says of it."""

    summary: DocumentSummary
    sha256: str
    is_current: bool = True
    """Whether what the present rules extract from it is held."""

    characters: int
    repairs: tuple[tuple[str, int], ...]
    """Kinds with their numbers."""

    problems: tuple[Problem, ...]
    locators: frozenset[str]
    """Of its passages."""

    cards: int = 0
    encoding: str = ""
    outdated: bool = False
    """It has pages, and was read before they were kept."""
