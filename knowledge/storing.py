"""Files into the catalog, a batch at once, with the vector index kept in step where it is ours."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple

from sqlalchemy import Connection

from knowledge import intake
from knowledge.catalog import holdings, staging, vectors
from knowledge.catalog.database import Database
from knowledge.catalog.originals import Originals
from knowledge.catalog.staging import Change, Made, StagedDocument
from knowledge.errors import IndexUnavailableError, KnowledgeError
from knowledge.failpoints import reached
from knowledge.ports import Embedder, VectorKey, WritableVectorIndex
from knowledge.vectors.owned import OwnedIndex

_log = logging.getLogger(__name__)


class Arrival(NamedTuple):
    """A source file whose documents take the place of those that came from it before."""

    path: str
    original: bytes
    documents: Sequence[StagedDocument]


class Batch(NamedTuple):
    """What is stored at once: no path and no document is in it twice."""

    arrivals: Sequence[Arrival]
    links: Mapping[str, str | None]
    """Which document answers for each of these, None for itself."""

    @property
    def documents(self) -> list[StagedDocument]:
        """Return the documents of all files."""
        return [document for arrival in self.arrivals for document in arrival.documents]


class Storing:
    """Writes into one home; one thread at a time where the index is ours."""

    def __init__(self, database: Database, embedder: Embedder, originals: Originals, owned: OwnedIndex | None) -> None:
        self._database = database
        self._embedder = embedder
        self._originals = originals
        self._owned = owned

    def store(self, batch: Batch) -> None:
        """Put files and links into the catalog.

        Until this returns, the former documents answer; afterwards the new ones do, even if the power fails.

        Raises:
            IndexMismatchError, StorageError, LibraryBusyError: Nothing was changed.
        """
        made = intake.vectors_of(self._database, self._embedder, batch.documents)
        with self._writing() as index:
            change = self._at_once(batch, made) if index is None else self._with_index(index, batch, made)
        reached("forgotten")
        self._originals.forget(change.originals)

    def remove(self, document_ids: Sequence[str]) -> list[str]:
        """Delete documents with all that was derived from them; return the ids of those that were there."""
        with self._writing() as index:
            with self._database.writing() as connection:
                removed, change = staging.withdraw(connection, document_ids)
                self._expect(change.revision)
            reached("withdrawn")
            if index is not None:
                self._note_revision(change.revision)
                _forget(index, change.vectors)
        self._originals.forget(change.originals)
        return removed

    @contextmanager
    def _writing(self) -> Iterator[WritableVectorIndex | None]:
        """Give the index that has to be kept in step, or None where there is none of ours."""
        if self._owned is None:
            yield None
            return
        with self._owned.writing() as index:
            yield index

    def _expect(self, revision: int) -> None:
        if self._owned is not None:
            self._owned.expect_revision(revision)

    def _note_revision(self, revision: int) -> None:
        if self._owned is not None:
            self._owned.note_revision(revision)

    def _at_once(self, batch: Batch, made: Made) -> Change:
        """Store without an index to keep in step: in one transaction."""
        with self._database.writing() as connection:
            change = _publish(connection, batch, self._stage(connection, batch, made))
            reached("published")
        reached("committed")
        return change

    def _with_index(self, index: WritableVectorIndex, batch: Batch, made: Made) -> Change:
        """Store so that what answers is in the index: stage in the catalog, then index, then commit."""
        new = {key: made[key.content] for document in batch.documents for key in document.vector_keys()}
        with self._database.writing() as connection:
            keys = self._stage(connection, batch, made)
        reached("pending")
        try:
            index.upsert(list(new), vectors.matrix(list(new.values())))
            reached("indexed")
            with self._database.writing() as connection:
                change = _publish(connection, batch, keys)
                self._expect(change.revision)
                reached("published")
        except BaseException:
            self._discard()
            raise
        reached("committed")
        self._note_revision(change.revision)
        _forget(index, change.vectors - new.keys())
        return change

    def _stage(self, connection: Connection, batch: Batch, made: Made) -> list[int]:
        vectors.check_identity(connection, self._embedder.identity)
        vectors.note(connection, vectors.EMBEDDER, self._embedder.identity)
        self._originals.keep([arrival.original for arrival in batch.arrivals])
        reached("original_kept")
        keys = staging.stage(connection, batch.documents, made)
        reached("staged")
        return keys

    def _discard(self) -> None:
        """Drop what was staged in vain; where that fails too, the next owner does it."""
        with suppress(KnowledgeError), self._database.writing() as connection:
            staging.discard_pending(connection)


def _publish(connection: Connection, batch: Batch, keys: Sequence[int]) -> Change:
    change = staging.publish(connection, [arrival.path for arrival in batch.arrivals], keys)
    holdings.link(connection, batch.links)
    if batch.links:
        reached("linked")
    return change


def _forget(index: WritableVectorIndex, keys: Iterable[VectorKey]) -> None:
    """Have the index forget vectors that answer no more; a failure does no harm, as every hit is joined back."""
    try:
        index.delete(keys)
    except IndexUnavailableError:
        _log.warning("the vector index did not forget; it is checked at the next start", exc_info=True)
