"""What the catalog needs of the database it is kept in: SQLite's file, or a PostgreSQL server.

Tables, queries and the order of what is written are the same in both and written once, with SQLAlchemy. What each does
in its own way stands behind these ports; `knowledge.catalog.sqlite` and `knowledge.catalog.postgresql` satisfy them.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from contextlib import AbstractContextManager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, cast

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, Table

from knowledge.catalog.terms import PassageTerms

if TYPE_CHECKING:  # imported, either would cost every command the other's modules
    from sqlalchemy.dialects import postgresql, sqlite

Keys = NDArray[np.int64]
"""Keys of passages, ascending."""

OPTION = "ronghe_backend"
"""The execution option by which a connection knows its backend."""


class TermKind(StrEnum):
    """What a passage is cut into."""

    WORDS = "word"
    GRAMS = "gram"


class Lengths(NamedTuple):
    """How long passages are."""

    keys: Keys
    terms: NDArray[np.float64]
    """How many terms each has, in its title and its body."""


class Occurrences(NamedTuple):
    """Where a term stands."""

    keys: Keys
    times: NDArray[np.uint16]
    """How often it stands in each, at least once."""


class FullTextStore(Protocol):
    """The terms of every passage, within the transaction of a connection."""

    def write(self, connection: Connection, terms: Sequence[PassageTerms]) -> None:
        """Write the terms of passages that have none yet."""

    def lengths(self, connection: Connection, kind: TermKind, after: int) -> Lengths:
        """Return the lengths of all passages whose keys come after one."""

    def occurrences(self, connection: Connection, kind: TermKind, term: str) -> Occurrences:
        """Return where one term stands."""

    def since(
        self, connection: Connection, kind: TermKind, after: int, wanted: Container[str]
    ) -> Iterable[tuple[str, int, int]]:
        """Give wanted term, passage and how often for all passages whose keys come after one."""

    def standing(self, connection: Connection, phrase: Sequence[str], labels: frozenset[str]) -> int:
        """Return in how many committed passages under the labels words stand one after another."""

    def count_missing(self, connection: Connection) -> int:
        """Return how many passages have no terms."""

    def check(self, connection: Connection) -> None:
        """Compare the index with what it was made of.

        Raises:
            DBAPIError, StorageError: They differ.
        """

    def clear(self, connection: Connection) -> None:
        """Delete all terms, of a damaged index too."""

    def merge(self, connection: Connection) -> None:
        """Leave nothing in the index of terms that were deleted."""


class LiteralIndex(Protocol):
    """Finds folded text as it is written."""

    def matching(self, connection: Connection, folded: str) -> Keys:
        """Return all passages in which `folded`, not empty, stands; also those that a person may not see."""


class Backend(Protocol):
    """A database opened: connections, keys, versions, complaints. Used from any thread."""

    readers: Engine
    """Each transaction sees one state, that of its first statement."""

    writers: Engine
    """One transaction at a time over all processes; others wait."""

    full_text: FullTextStore
    literal: LiteralIndex
    latest: int
    """The number of the last step that this program has."""

    @property
    def name(self) -> Literal["sqlite", "postgresql"]:
        """What kind of database it is."""

    @property
    def place(self) -> str:
        """Where it is, as a person knows it; without any secret."""

    def in_our_words(self) -> AbstractContextManager[None]:
        """Turn the complaints of the database into a KnowledgeError."""

    def prepare(self, *, migrate: bool) -> None:
        """Make sure that the tables are those of this program.

        Args:
            migrate: Bring them up to date also where that is left to an administrator.

        Raises:
            CatalogVersionError: They are a newer program's; nothing was changed.
            StorageError: They are older and `migrate` was not given.
        """

    def version(self, connection: Connection) -> int:
        """Return the number of the last step that was applied; 0 for an empty database."""

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """Return an insertion that can say what is done where the row is there already."""

    def next_keys(self, connection: Connection, table: str, count: int) -> range:
        """Return so many keys for new rows, one after another; one that was ever used does not come back."""

    def last_key(self, connection: Connection, table: str, column: str) -> int:
        """Return the last key that was given out in a column of a table; 0 where none was."""

    def give_out_after(self, connection: Connection, table: str, column: str, last: int) -> None:
        """Give out only keys after one from now on."""

    def begun_copy(self) -> AbstractContextManager[Callable[[Path], None]]:
        """Begin to read, and give what copies the catalog as it is now into a new SQLite file in a folder."""

    def fault(self, connection: Connection) -> str | None:
        """Return what the database itself finds wrong with its files, or None."""

    def compact(self) -> None:
        """Write its files anew without what was deleted.

        Raises:
            LibraryBusyError: Others were reading or writing all the time.
        """

    def size(self) -> int:
        """Return the bytes that it takes."""

    def close(self) -> None:
        """Close every connection."""


def backend_of(connection: Connection) -> Backend:
    """Return the backend whose connection it is."""
    return cast("Backend", connection.get_execution_options()[OPTION])
