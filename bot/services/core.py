"""What the room needs of the knowledge behind it; `bot.services.library_core` is that of an open library."""

from __future__ import annotations

import threading
from typing import Protocol

from knowledge.answers import Progress
from knowledge.catalog.catalog import Catalog
from knowledge.catalog.keyword import KeywordFindings
from knowledge.documents import Frozen, Kind
from knowledge.questions.filters import EVERYTHING, Filters
from knowledge.questions.turns import Turn
from knowledge.regulations.lookup import Lookup
from knowledge.retrieval import Findings, Retriever
from knowledge.shelves import Texts


class WantedAnswer(Frozen):
    """What is to be answered, from what."""

    text: str
    """As the person wrote it."""

    labels: frozenset[str]
    turn: Turn | None = None
    """What went before in the conversation."""

    as_of: str | None = None
    filters: Filters = EVERYTHING


class Core(Protocol):
    """Synchronous; every method may block, and is called from any thread."""

    @property
    def catalog(self) -> Catalog:
        """What is held, and the file in which the room keeps what must outlive the process."""

    @property
    def lookup(self) -> Lookup:
        """What finds provisions by name and number."""

    def warm_up(self) -> None:
        """Make ready beside the caller what the first question would have to wait for."""

    def labels(self) -> frozenset[str]:
        """Return the labels in use."""

    def texts(self, as_of: str | None = None) -> Texts:
        """Return the texts as of a day, `YYYY-MM-DD`; None is today."""

    def retriever(self, as_of: str | None = None) -> Retriever:
        """Return who finds passages."""

    def answers(self, wanted: WantedAnswer, stop: threading.Event | None = None) -> Progress:
        """Yield the answer as it grows, then the reply, under the question as it was written."""

    def rehearsed(self, question: str, labels: frozenset[str]) -> Progress:
        """Answer in the words of the sources, without a chat model and without a conversation."""

    def find(
        self, query: str, *, labels: frozenset[str], limit: int, filters: Filters = EVERYTHING, as_of: str | None = None
    ) -> Findings:
        """Return the passages that fit some words best, with what each signal said of them."""

    def keyword(
        self, text: str, *, labels: frozenset[str], kind: Kind | None, limit: int, offset: int
    ) -> KeywordFindings:
        """Return where words stand literally."""

    def original(self, document_id: str, labels: frozenset[str]) -> tuple[str, bytes] | None:
        """Return path and bytes of the file that a document came from, or None."""

    def neighbour(self, passage_id: str, step: int, labels: frozenset[str]) -> str | None:
        """Return the id of the passage that stands `step` after another in its document, or None."""
