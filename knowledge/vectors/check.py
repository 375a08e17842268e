"""Is a vector index sound? Asked in a process of its own: on damaged files Chroma can take the process down with it.

Run as `python -m knowledge.vectors.check HOME` by the process that holds the index lock and does not have the index
open. It prints how many vectors are missing or too many; any end but that means damage. It ends with who asked.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import Connection

from knowledge.catalog import vectors
from knowledge.catalog.database import Database
from knowledge.ports import VectorKey, Vectors
from knowledge.vectors.chroma import ChromaIndex

NOTE = "chroma"
"""Under which the catalog notes the name of the index folder in use."""

FOLDERS = "chroma"

BATCH = 1000
"""Vectors read from the catalog at once: 1.5 MB of 384 dimensions."""

_LOOK_SECONDS = 0.2
"""Between two looks whether the examination is still wanted."""

_log = logging.getLogger(__name__)


def differences(database: Database, *, stop: threading.Event | None = None) -> int | None:
    """Return by how many vectors the index differs from the catalog, or None when it is damaged or `stop` was set.

    An index that only differs can be brought up to date; a damaged one has to be made anew.
    """
    command = [sys.executable, "-m", "knowledge.vectors.check", str(database.home.absolute())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:  # noqa: S603  # ourselves
        while True:
            try:
                out, err = child.communicate(timeout=_LOOK_SECONDS)
                break
            except subprocess.TimeoutExpired:
                if stop is not None and stop.is_set():
                    child.kill()
    if child.returncode == 0 and out.strip().isdigit():
        return int(out)
    _log.warning("the vector index is damaged (status %s): %s", child.returncode, err.strip()[-500:])
    return None


def current_folder(database: Database) -> Path | None:
    """Return the folder of the index in use, or None before the first one."""
    with database.reading() as connection:
        name = vectors.value(connection, NOTE)
    return database.home / FOLDERS / name if name else None


def with_vectors(
    connection: Connection, keys: Sequence[VectorKey], rows: dict[VectorKey, int]
) -> Iterator[tuple[Sequence[VectorKey], Vectors]]:
    """Give the keys a batch at a time with their vectors from the catalog."""
    for first in range(0, len(keys), BATCH):
        some = keys[first : first + BATCH]
        yield some, vectors.matrix_of(connection, [rows[key] for key in some])


def end_with(parent: int) -> None:
    """End when the process that asked is gone; or, killed and started again, it would find many old checks at work."""
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(1)


def main() -> None:
    """Print how far the index of the home on the command line is off; fail when it is damaged."""
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    database = Database.open(Path(sys.argv[1]))
    folder = current_folder(database)
    if folder is None or not folder.is_dir():
        sys.exit("there is no index")
    index = ChromaIndex.open(folder)
    with database.reading() as connection:
        wanted = vectors.keys(connection)
        held = index.keys()
        shared = sorted(held & wanted.keys())
        same = all(index.holds(some, matrix) for some, matrix in with_vectors(connection, shared, wanted))
    if not same or not index.reaches_all():
        sys.exit("vectors have changed or cannot be reached")
    print(len(held ^ wanted.keys()))  # noqa: T201  # the answer to the process that asked


if __name__ == "__main__":
    main()
