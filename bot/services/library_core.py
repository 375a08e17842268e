"""The core over an open library: what is held, found and answered."""

from __future__ import annotations

import threading
from contextlib import suppress

from bot.services.answering import Answering, Readers
from bot.services.core import WantedAnswer
from bot.services.hearing import Hearing
from bot.services.rules import Rules
from bot.services.standards import approved_answer
from knowledge.answers import Draft, Inquiry, Progress
from knowledge.catalog.catalog import Catalog
from knowledge.catalog.keyword import KeywordFindings
from knowledge.catalog.originals import Originals
from knowledge.catalog.regulations import Register
from knowledge.catalog.standards import StandardAnswers
from knowledge.documents import Kind
from knowledge.errors import ModelError
from knowledge.library import Library
from knowledge.ports import Judge
from knowledge.questions.conversation import understood
from knowledge.questions.filters import EVERYTHING, Filters
from knowledge.questions.long_questions import condensed
from knowledge.regulations.current import CurrentTexts
from knowledge.regulations.lookup import Lookup
from knowledge.retrieval import Findings, Retriever
from knowledge.writing.model_writer import ModelWriter


class LibraryCore:
    """Satisfies `bot.services.core.Core`."""

    def __init__(self, library: Library, readers: Readers, writer: ModelWriter | None = None) -> None:
        """Answer with a chat model where there is one, otherwise in the words of the sources."""
        self.library = library
        self.rules = Rules.over(library.catalog, Register(library.catalog.database))
        self._answering = Answering(library, self.rules, readers)
        self._hearing = Hearing(library.catalog.database)
        self._standards = StandardAnswers(library.catalog.database)
        self._writer = writer

    @property
    def catalog(self) -> Catalog:
        """What is held."""
        return self.library.catalog

    @property
    def lookup(self) -> Lookup:
        """What finds provisions by name and number."""
        return self.rules.lookup

    @property
    def judge(self) -> Judge:
        """Who says what answers."""
        return self._answering.judge

    def labels(self) -> frozenset[str]:
        """Return the labels in use."""
        return self.catalog.labels()

    def texts(self, as_of: str | None = None) -> CurrentTexts:
        """Return the catalog as of a day."""
        return self.rules.texts(as_of)

    def retriever(self, as_of: str | None = None) -> Retriever:
        """Return who finds passages."""
        return self._answering.retriever(as_of)

    def answers(self, wanted: WantedAnswer, stop: threading.Event | None = None) -> Progress:
        """Hear the question, understand it with the one before, and answer it."""
        turn, heard = wanted.turn, self._hearing.heard(wanted.text, wanted.labels)
        text = condensed(understood(heard.text, turn))
        inquiry = Inquiry(text, wanted.labels, as_of=wanted.as_of, stop=stop)
        if turn and text == condensed(heard.text):
            inquiry = inquiry._replace(previous=turn.standalone, shown=turn.shown)
        for piece in self._answered(inquiry, wanted.filters, self._writer):
            yield piece if isinstance(piece, Draft) else heard.told(piece)

    def rehearsed(self, question: str, labels: frozenset[str]) -> Progress:
        """Answer what stands alone in the words of the sources."""
        return self._answered(Inquiry(question, labels), EVERYTHING, None)

    def find(
        self, query: str, *, labels: frozenset[str], limit: int, filters: Filters = EVERYTHING, as_of: str | None = None
    ) -> Findings:
        """Return the hits with what each signal said of them."""
        return self.retriever(as_of).find(query, labels=labels, limit=limit, filters=filters)

    def keyword(
        self, text: str, *, labels: frozenset[str], kind: Kind | None, limit: int, offset: int
    ) -> KeywordFindings:
        """Return where words stand literally, each text with its standing."""
        return self.rules.keyword(text, labels=labels, kind=kind, limit=limit, offset=offset)

    def original(self, document_id: str, labels: frozenset[str]) -> tuple[str, bytes] | None:
        """Return path and bytes of the file that a document came from.

        Raises:
            StorageError: The kept file is gone or cannot be read.
        """
        document = self.catalog.document(document_id, labels)
        return None if document is None else (document.path, Originals(self.catalog.database).read(document.sha256))

    def neighbour(self, passage_id: str, step: int, labels: frozenset[str]) -> str | None:
        """Return the id of the passage that stands `step` after another in its document, or None."""
        found = self.catalog.neighbour(passage_id, step, labels)
        return found[0].id if found else None

    def warm_up(self) -> None:
        """Load the model and the dictionary beside the caller, so that the first question need not wait for them."""
        threading.Thread(target=self._load, daemon=True).start()

    def _load(self) -> None:
        # What is wrong with the model is told to the person who asks first.
        with suppress(ModelError):
            self.retriever().retrieve("预热", labels=frozenset(), limit=1)

    def _answered(self, inquiry: Inquiry, filters: Filters, writer: ModelWriter | None) -> Progress:
        """Yield an approved answer, else the text of a provision, else what is found; under `filters`, only that."""
        if filters != EVERYTHING:
            yield from self._answering.from_passages(writer, inquiry.as_of, filters).stream(inquiry)
            return
        if inquiry.as_of is None:
            approved = approved_answer(self._standards, self.texts(), inquiry.text, inquiry.labels)
            if approved is not None:
                yield approved
                return
        yield from self._answering.from_everything(writer).stream(inquiry)
