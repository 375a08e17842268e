"""The index on a Chroma server brought in step with the catalog, by one process of a home: who holds the index lock.

The catalog names the generation that is searched and the revision that it was brought to; the server's index carries
the same as a stamp. Where both agree, and with the catalog's revision, everybody searches it. An index that lacks
something is brought up to date in place; one that is gone, damaged or of another model gets a successor under a new
generation.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Iterable, Sequence
from time import monotonic
from typing import NamedTuple

from sqlalchemy import Connection

from knowledge.catalog import staging, vectors
from knowledge.catalog.database import Database
from knowledge.errors import IndexUnavailableError
from knowledge.failpoints import reached
from knowledge.ports import VectorKey, Vectors
from knowledge.vectors.chroma import ChromaIndex, Stamp
from knowledge.vectors.chroma_client import ChromaServer
from knowledge.vectors.files import catch_up

SERVED = "chroma_server"
"""Under which the catalog notes the generation in use and the revision that it was brought to, by a space."""

COMING = "chroma_server_coming"
"""Under which it notes a generation that is not in use yet."""

WRITE_SECONDS = 60.0
"""How long the server may take over a call of the reconciler: a thousand vectors take about a second."""

COUNT_EVERY = 10.0
"""Seconds between two looks whether the server still has as many vectors as it was given, and the same stamp."""

TRUST_SECONDS = 3600.0
"""After which an index is examined again: which vectors it has, some of them compared, and whether all are reached."""

SAMPLE = 500
"""Vectors that are compared with the catalog's before an index is trusted; 500 of 384 dimensions take half a second."""

_log = logging.getLogger(__name__)


class Served(NamedTuple):
    """What the catalog says of the index on the server."""

    generation: str
    revision: int


def served(database: Database) -> Served | None:
    """Return which index is in use, or None before the first one."""
    with database.reading(anew=True) as connection:
        noted = vectors.value(connection, SERVED)
    if not noted:
        return None
    generation, revision = noted.split()
    return Served(generation, int(revision))


def retire(connection: Connection) -> None:
    """Have the next reconciler make a new index and delete this one, with every byte that it was given."""
    noted = vectors.value(connection, SERVED)
    if noted:
        vectors.note(connection, COMING, noted.split()[0])
        vectors.forget_note(connection, SERVED)


def is_sound(database: Database, index: ChromaIndex, held: set[VectorKey]) -> bool:
    """Compare some vectors of an index that has those of `held` with the catalog's, and see that a search reaches all.

    Raises:
        IndexUnavailableError: The server is away.
    """
    with database.reading(anew=True) as connection:
        wanted = vectors.keys(connection)
        shared = sorted(held & wanted.keys())
        shared = shared[:: 1 + len(shared) // SAMPLE]
        matrix = vectors.matrix_of(connection, [wanted[key] for key in shared])
    return (not shared or index.holds(shared, matrix)) and index.reaches_all()


class Reconciler:
    """Brings the index in step. Used from one thread, by the process that holds the index lock."""

    def __init__(self, database: Database, server: ChromaServer, identity: str, stop: threading.Event) -> None:
        self._database = database
        self._server = server
        self._identity = identity
        self._stop = stop
        self._index: _Remembering | None = None
        self._synced = -1
        self._counted = 0.0
        self._is_doubted = False

    @property
    def trusted(self) -> str:
        """The generation that was examined, or made, since it was last doubted; empty where there is none."""
        return "" if self._index is None or self._is_doubted else self._index.generation

    def doubt(self) -> None:
        """Have the index examined before it is believed again: its server was away. May come from any thread."""
        self._is_doubted = True

    def reconcile(self) -> None:
        """Bring the index to the present revision; where it is there, look now and then whether it still is.

        Raises:
            IndexUnavailableError: The server is away; nothing was lost, the next call begins where this one ended.
            InterruptedIndexingError: `stop` was set meanwhile.
        """
        try:
            if self._is_doubted or (self._index is not None and self._is_doubtful(self._index)):
                self._is_doubted = False
                self.close()
            index = self._index = self._index or self._trusted() or self._new()
            with self._database.reading(anew=True) as connection:
                revision = staging.revision(connection)
            if self._synced != revision:
                self._bring_in_step(index)
        except IndexUnavailableError:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the server."""
        if self._index is not None:
            self._index.close()
        self._index, self._synced = None, -1

    def _is_doubtful(self, index: _Remembering) -> bool:
        """Tell whether the server may have something else than it was given."""
        now = monotonic()
        if now - self._counted < COUNT_EVERY:
            return False
        self._counted = now
        stamp = Stamp(self._identity, self._synced)
        return now - index.since > TRUST_SECONDS or not index.is_as_given() or index.chroma.stamp() != stamp

    def _bring_in_step(self, index: _Remembering) -> None:
        before = served(self._database)
        revision = catch_up(self._database, index, self._stop)
        reached("served_filled")
        index.chroma.mark(Stamp(self._identity, revision))
        reached("served_stamped")
        with self._database.writing() as connection:
            vectors.note(connection, SERVED, f"{index.generation} {revision}")
            vectors.forget_note(connection, COMING)
        self._synced, self._counted = revision, monotonic()
        if before is not None and before.generation != index.generation:
            self._drop(before.generation)

    def _trusted(self) -> _Remembering | None:
        """Return the index that the catalog names, or None where it must not be used any more."""
        noted = served(self._database)
        if noted is None:
            return None
        index = self._connected(noted.generation)
        try:
            stamp = index.chroma.stamp()
            is_ours = stamp is not None and stamp.model == self._identity
            if is_ours and is_sound(self._database, index.chroma, index.keys()):
                return index
        except BaseException:
            index.close()
            raise
        _log.warning("the index on the server cannot be used as it is; a new one is made")
        index.close()
        return None

    def _new(self) -> _Remembering:
        """Return an empty index under a new generation; one that was begun and never used goes."""
        with self._database.reading(anew=True) as connection:
            begun = vectors.value(connection, COMING)
        if begun:
            self._drop(begun)
        generation = secrets.token_hex(4)
        with self._database.writing() as connection:
            vectors.note(connection, COMING, generation)
        return self._connected(generation)

    def _drop(self, generation: str) -> None:
        left = self._connected(generation)
        try:
            left.chroma.drop()
        finally:
            left.close()

    def _connected(self, generation: str) -> _Remembering:
        return _Remembering(ChromaIndex.connect(self._server, generation, seconds=WRITE_SECONDS), generation)


class _Remembering:
    """An index that remembers what it has: to list 100,000 vectors of a server at each change would take a second."""

    def __init__(self, chroma: ChromaIndex, generation: str) -> None:
        self.chroma = chroma
        self.generation = generation
        self.since = monotonic()
        self._keys: set[VectorKey] | None = None

    def is_as_given(self) -> bool:
        """Tell whether the server has as many vectors as are remembered."""
        return self.chroma.count() == len(self.keys())

    def search(self, vector: Vectors, *, limit: int, labels: frozenset[str]) -> list[tuple[str, float]]:
        """Search it."""
        return self.chroma.search(vector, limit=limit, labels=labels)

    def keys(self) -> set[VectorKey]:
        """Return what the index has."""
        if self._keys is None:
            self._keys = self.chroma.keys()
        return set(self._keys)

    def upsert(self, keys: Sequence[VectorKey], vectors: Vectors) -> None:
        """Put vectors."""
        self.chroma.upsert(keys, vectors)
        self._keys = (self._keys or set()) | set(keys)

    def delete(self, keys: Iterable[VectorKey]) -> None:
        """Forget vectors."""
        gone = set(keys)
        self.chroma.delete(gone)
        self._keys = (self._keys or set()) - gone

    def close(self) -> None:
        """Let go of the server."""
        self.chroma.close()
