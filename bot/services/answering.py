"""Who finds, and who answers, over an open library."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from bot.services.rules import Rules
from knowledge.answerer import Answerer
from knowledge.catalog.extracts import Extracts
from knowledge.grounding.cosine_judge import CosineJudge
from knowledge.inventory.answerer import LibraryAnswerer
from knowledge.inventory.understanding import Understanding
from knowledge.library import Library
from knowledge.models.remembering import RememberingEmbedder
from knowledge.ports import Judge, Reranker
from knowledge.practices.answerer import ExampleAnswerer
from knowledge.questions.filters import EVERYTHING, Filters
from knowledge.regulations.replies import ProvisionAnswerer
from knowledge.retrieval import Retriever
from knowledge.writing.evidence import EvidenceFinder
from knowledge.writing.model_writer import ModelWriter


class Readers(NamedTuple):
    """Models that read question and text together."""

    reranker: Reranker | None = None
    """Orders what is found, where one is set."""

    judge: Judge | None = None
    """Says what answers; None leaves it to the cosine."""


class Answering:
    """Makes retrievers and answerers over the texts that were in force on a day, `YYYY-MM-DD`; None is today."""

    def __init__(self, library: Library, rules: Rules, readers: Readers) -> None:
        self._library = library
        self._rules = rules
        self._reranker = readers.reranker
        self._embedder = RememberingEmbedder(library.embedder)
        self.judge = readers.judge or CosineJudge(self._embedder)
        """Who says what answers."""

        self._extracts = Extracts(library.catalog.database)
        self._understanding = Understanding(self._embedder)

    def retriever(self, as_of: str | None = None) -> Retriever:
        """Return who finds passages."""
        return Retriever(
            embedder=self._embedder,
            vectors=self._library,
            lexical=self._library.lexical,
            passages=self._rules.texts(as_of),
            reranker=self._reranker,
        )

    def from_everything(self, writer: ModelWriter | None) -> LibraryAnswerer:
        """Return who answers from the catalog, provisions and cards what asks for them, and the rest from passages."""
        others = partial(self._from_cards, writer)
        provisions = ProvisionAnswerer(lookup=self._rules.lookup, texts=self._rules.texts, others=others)
        catalog = self._library.catalog
        return LibraryAnswerer(documents=catalog.documents, understanding=self._understanding, others=provisions)

    def from_passages(self, writer: ModelWriter | None, as_of: str | None, within: Filters = EVERYTHING) -> Answerer:
        """Return who answers from the passages of such documents, with the chat model where there is one."""
        finder = EvidenceFinder(
            retriever=self.retriever(as_of),
            judge=self.judge,
            shelf=self._rules.texts(as_of),
            within=within,
        )
        return Answerer(finder=finder, writer=writer)

    def _from_cards(self, writer: ModelWriter | None, as_of: str | None) -> ExampleAnswerer:
        retriever, others = self.retriever(as_of), self.from_passages(writer, as_of)
        return ExampleAnswerer(shelf=self._extracts, finder=lambda: retriever, others=others)
