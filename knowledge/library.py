"""A home opened for use: what is read, how vectors are searched, how documents come and go.

The catalog is the truth. One process owns the vector index in a folder of Chroma, every other one scans the catalog's
vectors; an index on a Chroma server is searched by every process that stays.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from knowledge.catalog import holdings, vectors
from knowledge.catalog.catalog import Catalog
from knowledge.catalog.lexical import FullText
from knowledge.catalog.originals import Originals
from knowledge.catalog.quarantine import Decision, HeldFile, Quarantine
from knowledge.clock import today_iso
from knowledge.closing import Closing
from knowledge.documents import DocumentSummary
from knowledge.errors import IndexUnavailableError
from knowledge.extracts import Extract
from knowledge.held import Fingerprint, Holding
from knowledge.intake import Entry
from knowledge.ports import Embedder, Vectors
from knowledge.receiving import Receiving, arrived
from knowledge.secrecy import Mark
from knowledge.storing import Batch, Storing
from knowledge.upkeep.reindexing import Progress, reindex
from knowledge.vectors.chroma_client import ChromaServer
from knowledge.vectors.exact import ExactIndex
from knowledge.vectors.owned import OwnedIndex
from knowledge.vectors.served import NOT_YET, ServedIndex

_OURS = 0.5
"""Share of what was asked for that a server must find, visible; texts that are held twice are left out, but are few."""

_log = logging.getLogger(__name__)


class Library(Closing):
    """The documents of one home with their indexes. Used from any thread; closed at the end."""

    def __init__(
        self, catalog: Catalog, embedder: Embedder, owned: OwnedIndex | None, served: ServedIndex | None = None
    ) -> None:
        self.catalog = catalog
        self.embedder = embedder
        self.lexical = FullText(catalog.database, catalog.ranges)
        self.originals = Originals(catalog.database)
        self.quarantine = Quarantine(catalog.database)
        self._exact = ExactIndex(catalog.database, catalog.ranges, embedder.identity)
        self._owned = owned
        self._served = served
        self._storing = Storing(catalog.database, embedder, self.originals, owned)

    @classmethod
    def open_owner(cls, home: Path, embedder: Embedder, server: ChromaServer | None = None) -> Self:
        """Open a home and keep its vector index; where another process does so already, open it as a reader.

        Args:
            home: Folder of the catalog.
            embedder: Model of its vectors.
            server: Where its vector index is; None keeps it in the home. A server that is away is no error.

        Raises:
            IndexMismatchError: The vectors were made by another embedding model.
            StorageError, LibraryBusyError: As of `Catalog.open`.
        """
        catalog = _open_catalog(home, embedder)
        try:
            if server is not None:
                return cls(catalog, embedder, None, ServedIndex.begin(catalog.database, server, embedder.identity))
            return cls(catalog, embedder, OwnedIndex.claim(catalog.database))
        except BaseException:
            catalog.close()
            raise

    @classmethod
    def open_reader(cls, home: Path, embedder: Embedder) -> Self:
        """Open a home without its vector index: Chroma is not imported. Documents may be changed all the same.

        Raises:
            As `open_owner`.
        """
        return cls(_open_catalog(home, embedder), embedder, None)

    @property
    def owns_index(self) -> bool:
        """Whether this process keeps the vector index."""
        return self._owned is not None or (self._served is not None and self._served.is_keeper)

    @property
    def index_is_ready(self) -> bool:
        """Whether this process has an index to search; without one the catalog is scanned."""
        index = self._owned or self._served
        return index is not None and index.is_ready

    @property
    def index_fault(self) -> str:
        """Why the catalog is scanned instead of the index, one Chinese sentence; empty where all is as it should be.

        That another process keeps the index in its folder is as it should be.
        """
        if self._served is not None:
            return self._served.fault
        return "" if self._owned is None or self._owned.is_ready else NOT_YET

    @property
    def index_lag(self) -> int:
        """How many changes of the catalog the index does not answer for yet; 0 where this process has none."""
        index = self._owned or self._served
        return 0 if index is None else index.lag

    @property
    def cache_reloads(self) -> int:
        """How often the vectors were read anew from the catalog, all of them, since the start."""
        return self._exact.reloads

    def keep_index(self) -> None:
        """Take the index of a home whose owner is gone; nothing where it has one, or is on a server."""
        if self._owned is None and self._served is None:
            self._owned = OwnedIndex.claim(self.catalog.database)
            self._storing = Storing(self.catalog.database, self.embedder, self.originals, self._owned)

    def close(self) -> None:
        """Release everything; another process may own the index then."""
        for index in (self._owned, self._served):
            if index is not None:
                index.close()
        self._owned = self._served = None
        self.catalog.close()

    def catch_up(self) -> None:
        """Bring the vector index up to date after changes that were made without it; nothing where it is not ours."""
        if self._owned is not None:
            self._owned.catch_up()
        elif self._served is not None:
            try:
                self._served.catch_up()
            except IndexUnavailableError:
                _log.warning("the index on the server was not brought up to date", exc_info=True)

    def search(self, vector: Vectors, *, limit: int, labels: frozenset[str]) -> list[tuple[str, float]]:
        """Return at most `limit` (passage id, cosine similarity) pairs of committed, visible passages, best first."""
        found = self._search_index(vector, limit, labels)
        if found is not None:
            shown = self._shown(found, labels)
            # Until it is noticed, a server may hold what is not ours, which must not push out what is, or have lost it.
            if self._served is None or len(shown) >= _OURS * limit:
                return shown
        return self._shown(self._exact.search(vector, limit=limit, labels=labels), labels)

    def documents(self) -> list[DocumentSummary]:
        """Return every document held."""
        return self.catalog.documents(self.catalog.labels())

    def file_hash(self, path: str) -> str | None:
        """Return the SHA-256 of the committed file from this absolute path, or None when there is none."""
        return self.catalog.file_hash(path)

    def holdings(self) -> dict[str, list[Holding]]:
        """Return the documents held of each file, by its absolute path."""
        with self.catalog.database.reading() as connection:
            return holdings.holdings(connection)

    def fingerprints(self) -> list[Fingerprint]:
        """Return what every document is compared by to find the same text again."""
        with self.catalog.database.reading() as connection:
            return holdings.fingerprints(connection)

    def text(self, document_id: str) -> str | None:
        """Return the text of a document, whoever may see it, or None."""
        with self.catalog.database.reading() as connection:
            return holdings.text_held(connection, document_id)

    def receiving(self) -> Receiving:
        """Return what takes files, and links between documents, and stores them in batches; a context."""
        return Receiving(self._storing, self.embedder.identity, self.text)

    def decision(self, sha256: str) -> str | None:
        """Return what the administrator decided about a marked file, or None when it was never held back."""
        return self.quarantine.decision(sha256)

    def hold_back(self, sha256: str, path: str, mark: Mark) -> None:
        """Note a marked file for the administrator: neither its bytes nor its words."""
        today = today_iso()
        held = HeldFile(
            sha256=sha256, path=path, grade=mark.grade, rule=mark.rule, noted_on=today, decision=Decision.WAITING
        )
        self.quarantine.hold(held)

    def replace_file(
        self, path: str, original: bytes, entries: Sequence[Entry], extracts: Sequence[Extract] = ()
    ) -> None:
        """Put the documents of a source file in the place of those that came from it before.

        Until this returns, the former ones answer; afterwards the new ones do, even if the power fails.

        Args:
            path: Absolute path of the file.
            original: Its bytes, which are kept.
            entries: Its documents with their passages; each `sha256` is that of `original`.
            extracts: What was taken out of the documents beside their passages.

        Raises:
            IndexMismatchError, StorageError, LibraryBusyError: Nothing was changed.
            ValueError: A document names another file's hash.
        """
        arrival = arrived(self.embedder.identity, path, original, entries, extracts)
        self._storing.store(Batch((arrival,), {}))

    def remove(self, document_ids: Sequence[str]) -> list[str]:
        """Delete documents with all that was derived from them; return the ids of those that were there."""
        return self._storing.remove(document_ids)

    @staticmethod
    def reindex(home: Path, embedder: Embedder, progress: Progress | None = None) -> int:
        """Embed every passage of a home with another model and return their number.

        An index on a server gets a successor with the next process that stays.
        """
        return reindex(home, embedder, progress)

    def _shown(self, found: list[tuple[str, float]], labels: frozenset[str]) -> list[tuple[str, float]]:
        """Keep what may answer."""
        visible = self.catalog.visible([passage_id for passage_id, _ in found], labels)
        return [pair for pair in found if pair[0] in visible]

    def _search_index(self, vector: Vectors, limit: int, labels: frozenset[str]) -> list[tuple[str, float]] | None:
        """Return what the index finds, or None when there is none that could be asked."""
        if self._served is not None:
            return self._served.search(vector, limit=limit, labels=labels)
        if self._owned is None:
            return None
        try:
            return self._owned.search(vector, limit=limit, labels=labels)
        except IndexUnavailableError:
            # The scan gives the same answer from the truth itself; the next start rebuilds the index.
            _log.warning("the vector index failed, scanning the catalog instead", exc_info=True)
            return None


def _open_catalog(home: Path, embedder: Embedder) -> Catalog:
    """Open a catalog whose vectors may be compared with those of `embedder`."""
    catalog = Catalog.open(home)
    try:
        with catalog.database.reading() as connection:
            vectors.check_identity(connection, embedder.identity)
    except BaseException:
        catalog.close()
        raise
    return catalog
