"""Files on their way in: gathered into batches, one of which the model reads while the next is prepared."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from knowledge import intake
from knowledge.extracts import Extract
from knowledge.intake import Entry
from knowledge.storing import Arrival, Batch, Storing

BATCH = 128
"""Passages stored at once, two to four seconds of the bundled model: what a kill makes to be read again at most."""

BYTES = 16 << 20
"""Of source files stored at once: others wait while they are written."""


class Receiving:
    """Takes files and links one after the other; used from one thread.

    A context: once it is left in order, everything handed in is on disk. What happens at once is in one batch, and
    batches are stored in the order in which they came. Left by an error, it drops what was not yet handed on.
    """

    def __init__(self, storing: Storing, identity: str, text: Callable[[str], str | None]) -> None:
        """Take files for a home.

        Args:
            storing: Writes them.
            identity: Of the model whose vectors they will have.
            text: Returns the text of a document that is stored.
        """
        self._storing = storing
        self._identity = identity
        self._stored_text = text
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="storing")
        self._under_way: Future[None] | None = None
        self._leaving: Sequence[Arrival] = ()
        self._gathered: list[Arrival] = []
        self._links: dict[str, str | None] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self.settle()
        finally:
            self._beside.shutdown()

    def replace_file(self, path: str, original: bytes, entries: Sequence[Entry], extracts: Sequence[Extract]) -> None:
        """Put the documents of a source file in the place of those that came from it before.

        Args:
            path: Absolute path of the file.
            original: Its bytes, which are kept.
            entries: Its documents with their passages; each `sha256` is that of `original`.
            extracts: What was taken out of the documents beside their passages.

        Raises:
            ValueError: A document names another file's hash.
            KnowledgeError: A batch before could not be stored.
        """
        arrival = arrived(self._identity, path, original, entries, extracts)
        if self._is_in_hand(arrival):
            self._hand_over()
        for document in arrival.documents:
            self._links.pop(document.document.id, None)  # it says itself which one answers for it
        self._gathered.append(arrival)
        if sum(len(each.passages) for one in self._gathered for each in one.documents) >= BATCH or (
            sum(len(one.original) for one in self._gathered) >= BYTES
        ):
            self._hand_over()

    def link(self, document_id: str, to: str | None) -> None:
        """Have one document answered from another, or from itself."""
        self._links[document_id] = to

    def text(self, document_id: str) -> str | None:
        """Return the text of a document, stored or not, whoever may see it, or None."""
        for arrival in (*self._gathered, *self._leaving):
            for each in arrival.documents:
                if each.document.id == document_id:
                    return each.document.text
        return self._stored_text(document_id)

    def settle(self) -> None:
        """Return once everything handed in is stored.

        Raises:
            KnowledgeError: Something could not be.
        """
        self._hand_over()
        self._wait()

    def _is_in_hand(self, arrival: Arrival) -> bool:
        """Tell whether a file, or one of its documents, is already in the batch that is gathered."""
        ids = {each.document.id for each in arrival.documents}
        return any(one.path == arrival.path or ids & {d.document.id for d in one.documents} for one in self._gathered)

    def _hand_over(self) -> None:
        """Have what is gathered stored beside, after what is being stored."""
        self._wait()
        if self._gathered or self._links:
            batch = Batch(tuple(self._gathered), dict(self._links))
            self._leaving, self._gathered, self._links = batch.arrivals, [], {}
            self._under_way = self._beside.submit(self._storing.store, batch)

    def _wait(self) -> None:
        under_way, self._under_way = self._under_way, None
        if under_way is not None:
            under_way.result()
        self._leaving = ()


def arrived(
    identity: str, path: str, original: bytes, entries: Sequence[Entry], extracts: Sequence[Extract]
) -> Arrival:
    """Return a file with its documents as they are stored.

    Raises:
        ValueError: A document names another file's hash.
    """
    sha256 = hashlib.sha256(original).hexdigest()
    if any(document.sha256 != sha256 for document, _ in entries):
        raise ValueError(f"a document of {path} has another sha256 than its file")
    return Arrival(path, original, intake.staged(identity, entries, extracts))
