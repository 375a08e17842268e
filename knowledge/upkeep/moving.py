"""The catalog of a home moved from its file to a PostgreSQL server, and back.

Source files, waiting files and the vector index stay in the home; vectors are copied, so that nothing is embedded
again. Every row is read back before the home names its new catalog; the old one is left where it was, unused.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from knowledge.catalog.address import address_shown, note_address, noted_address
from knowledge.catalog.copying import Tell, copy
from knowledge.catalog.database import FILE, Database, server_at, storage_errors
from knowledge.errors import BadRequestError, LibraryBusyError
from knowledge.vectors.owned import acquire_lock

OWN_FILE = "sqlite"
"""What is said instead of an address for a catalog in a file of the home."""

LEFT = f"{FILE}.moved"
"""What the file is called once the catalog is elsewhere."""


class Moved(NamedTuple):
    """What was done."""

    rows: int
    left: str
    """Where the former catalog still lies, which nothing purges any more."""

    place: str
    """Where the catalog is now."""


def migrate(home: Path) -> str:
    """Bring the tables of a home's catalog up to date, wherever it is, and return where that is.

    Raises:
        CatalogVersionError, StorageError, LibraryBusyError: As of `Database.open`.
    """
    database = Database.open(home, migrate=True)
    database.close()
    return database.backend.place


def move(home: Path, to: str, tell: Tell | None = None) -> Moved:
    """Move a home's catalog to a PostgreSQL database, or back into a file.

    Until all of it is there and was read back, nothing changes; a run that is killed changes nothing.

    Args:
        home: The home.
        to: The address of an empty database, or `OWN_FILE`.
        tell: Told the progress.

    Raises:
        BadRequestError: It is there already, the target holds something, or it is no address.
        LibraryBusyError: Another process uses the home.
        StorageError: One of the databases refused.
    """
    noted = noted_address(home)
    if to != OWN_FILE:
        return _to_server(home, noted, to, tell)
    if noted is None:
        raise BadRequestError("资料库已在本机的文件里；要搬到 PostgreSQL，请给出数据库的地址。")
    return _into_file(home, noted, tell)


def _to_server(home: Path, noted: str | None, address: str, tell: Tell | None) -> Moved:
    place = address_shown(address)
    if noted is not None:
        raise BadRequestError(
            f"资料库已在 PostgreSQL {address_shown(noted)}；要换数据库，请先用 --to sqlite 搬回文件。"
        )
    if not (home / FILE).exists():
        raise BadRequestError(
            f"文件夹 {home} 里没有资料库，不必搬移；设好 RONGHE_DATABASE_URL 后运行 ronghe migrate 即可。"
        )
    with _alone(home) as source:
        target = Database.over(server_at(address), home, migrate=True)
        try:
            rows = _copied(source, target, tell)
        finally:
            target.close()
    with storage_errors(home):
        note_address(home, address)
        (home / FILE).replace(home / LEFT)
    return Moved(rows, str(home / LEFT), f"PostgreSQL {place}")


def _into_file(home: Path, noted: str, tell: Tell | None) -> Moved:
    with (
        storage_errors(home),
        _alone(home) as source,
        tempfile.TemporaryDirectory(prefix=".moving-", dir=home) as beside,
    ):
        target = Database.open(Path(beside))
        try:
            rows = _copied(source, target, tell)
        finally:
            target.close()
        (Path(beside) / FILE).replace(home / FILE)
        note_address(home, None)
    return Moved(rows, f"PostgreSQL {address_shown(noted)}", str(home / FILE))


@contextmanager
def _alone(home: Path) -> Iterator[Database]:
    """Give the open catalog of a home that no other process serves."""
    database = Database.open(home)
    try:
        lock = acquire_lock(database)
        if lock is None:
            raise LibraryBusyError("机器人或另一个进程正在使用本资料库，请先停止它，再运行 ronghe migrate。")
        with lock:
            yield database
    finally:
        database.close()


def _copied(source: Database, target: Database, tell: Tell | None) -> int:
    # Nobody writes to the source meanwhile; what it is read by is the transaction that keeps them out.
    with source.writing() as here, target.writing() as there:
        return copy(here, there, tell)
