"""The index on a Chroma server as a process that stays uses it: searched while it is in step, and never believed.

Every process of a home searches it; one of them also brings it in step, whichever takes the index lock. While the
server is away, empty, old, behind, or has what the catalog does not know, the exact scan answers.
"""

from __future__ import annotations

import logging
import threading
from typing import Self

from filelock import FileLock

from knowledge.catalog import staging, vectors
from knowledge.catalog.database import Database
from knowledge.errors import IndexUnavailableError, KnowledgeError
from knowledge.ports import Vectors
from knowledge.vectors.chroma import ChromaIndex, Stamp
from knowledge.vectors.chroma_client import ChromaServer
from knowledge.vectors.files import InterruptedIndexingError
from knowledge.vectors.owned import acquire_lock, drop_unfinished
from knowledge.vectors.reconciling import WRITE_SECONDS, Reconciler, Served, is_sound, served

LOOK_SECONDS = 1.0
"""Between two looks at what catalog and server have."""

SEARCH_SECONDS = 2.0
"""How long a search waits for the server before the catalog is scanned instead."""

LEAVE_SECONDS = 5.0
"""How long a look that is under way may take to end when the process does."""

NOT_YET = "向量索引正在建立或补齐，检索暂由逐条比对完成，答复照常。"

_log = logging.getLogger(__name__)


def served_fault(database: Database, server: ChromaServer, identity: str) -> str:
    """Return what is wrong with the index on a server, one Chinese sentence; empty when it can be searched."""
    noted = served(database)
    if noted is None:
        return NOT_YET
    try:
        index = ChromaIndex.connect(server, noted.generation, seconds=SEARCH_SECONDS)
    except IndexUnavailableError as error:
        return f"{error}在此之前检索由逐条比对完成，答复照常，速度较慢。"
    try:
        with database.reading(anew=True) as connection:
            is_current = staging.revision(connection) == noted.revision
            held = len(vectors.keys(connection))
        if is_current and index.stamp() == Stamp(identity, noted.revision) and index.count() == held:
            return ""
        return NOT_YET
    finally:
        index.close()


class ServedIndex:
    """The index of a home on a server. May be used from several threads."""

    def __init__(self, database: Database, server: ChromaServer, identity: str) -> None:
        self._database = database
        self._server = server
        self._identity = identity
        self._stop = threading.Event()
        self._reconciler = Reconciler(database, server, identity, self._stop)
        self._lock: FileLock | None = None
        self._looking = threading.Lock()
        self._index: ChromaIndex | None = None
        self._generation = ""
        self._unsound: Served | None = None
        """What was examined in vain; the process that keeps the index puts another in its place."""
        self._synced = -1
        self._fault = NOT_YET
        self._watch: threading.Thread | None = None

    @classmethod
    def begin(cls, database: Database, server: ChromaServer, identity: str) -> Self:
        """Search the index, and bring it in step where no other process does; both from a moment later on."""
        index = cls(database, server, identity)
        index._takes_part()
        index._watch = threading.Thread(target=index._look_again_and_again, name="served-index", daemon=True)
        index._watch.start()
        return index

    @property
    def is_keeper(self) -> bool:
        """Whether this process brings the index in step."""
        return self._lock is not None

    @property
    def is_ready(self) -> bool:
        """Whether the index answers at this moment."""
        with self._database.reading(anew=True) as connection:
            return self._index is not None and staging.revision(connection) <= self._synced

    @property
    def fault(self) -> str:
        """Why the index does not answer, one Chinese sentence; empty when it does."""
        return "" if self.is_ready else (self._fault or NOT_YET)

    @property
    def lag(self) -> int:
        """How many changes of the catalog the index does not answer for yet."""
        with self._database.reading(anew=True) as connection:
            return max(0, staging.revision(connection) - max(self._synced, 0))

    def search(self, vector: Vectors, *, limit: int, labels: frozenset[str]) -> list[tuple[str, float]] | None:
        """Return (passage id, similarity) pairs, best first, or None while the index is away or not in step."""
        index = self._index
        if index is None:
            return None
        with self._database.reading() as connection:
            # Whoever reads an older state of the catalog is served by the newer index: hits are joined back.
            if staging.revision(connection) > self._synced:
                return None
        try:
            return index.search(vector, limit=limit, labels=labels)
        except IndexUnavailableError as error:
            self._let_go(error)
            return None

    def catch_up(self) -> None:
        """Bring the index in step now where that is ours to do.

        Raises:
            IndexUnavailableError: The server is away.
        """
        with self._looking:
            if self._takes_part():
                self._reconciler.reconcile()

    def close(self) -> None:
        """Let go of the server, and let another process bring the index in step."""
        self._stop.set()
        if self._watch is not None:
            self._watch.join(LEAVE_SECONDS)
        self._reconciler.close()
        if self._index is not None:
            self._index.close()
            self._index = None
        if self._lock is not None:
            self._lock.release()

    def _look_again_and_again(self) -> None:
        while True:
            try:
                self._look()
            except InterruptedIndexingError:
                return
            except KnowledgeError as error:
                self._let_go(error)
            if self._stop.wait(LOOK_SECONDS):
                return

    def _look(self) -> None:
        with self._looking:
            if self._takes_part():
                self._reconciler.reconcile()
        self._compare()

    def _takes_part(self) -> bool:
        """Tell whether the index is ours to bring in step, which it becomes when the process that did so is gone."""
        if self._lock is None and (lock := acquire_lock(self._database)) is not None:
            self._lock = lock
            drop_unfinished(self._database)
        return self._lock is not None

    def _compare(self) -> None:
        """Search the index that the catalog names, if it was examined since it was connected, and its stamp agrees."""
        noted = served(self._database)
        if noted is None or noted == self._unsound:
            self._synced, self._fault = -1, NOT_YET
            return
        index = self._index  # whoever searches may let go of it meanwhile
        if index is None or self._generation != noted.generation:
            former, self._synced = index, -1
            if noted.generation != self._reconciler.trusted and not self._is_sound(noted.generation):
                _log.warning("the index on the server is not what the catalog has, which is scanned instead")
                self._unsound, self._fault = noted, NOT_YET
                self._reconciler.doubt()
                return
            index = self._index = ChromaIndex.connect(self._server, noted.generation, seconds=SEARCH_SECONDS)
            self._generation = noted.generation
            if former is not None:
                former.close()
        if index.stamp() != Stamp(self._identity, noted.revision):
            self._synced, self._fault = -1, NOT_YET
        elif self._synced != noted.revision:
            index.look_again()
            self._synced, self._fault = noted.revision, ""

    def _is_sound(self, generation: str) -> bool:
        """Examine an index: a crash of its server, or of the machine, may have left less than the stamp says."""
        index = ChromaIndex.connect(self._server, generation, seconds=WRITE_SECONDS)
        try:
            return is_sound(self._database, index, index.keys())
        finally:
            index.close()

    def _let_go(self, error: KnowledgeError) -> None:
        """Have the exact scan answer, and begin again with the next look."""
        if not self._fault or self._fault == NOT_YET:
            _log.warning("the index on the server does not answer, the catalog is scanned instead: %s", error)
        self._reconciler.doubt()
        index, self._index, self._synced, self._fault = self._index, None, -1, str(error)
        if index is not None:
            index.close()
