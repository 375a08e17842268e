"""Everything derived is made anew: vectors by another embedding model, terms by the present dictionary.

The new ones change places with the old ones at once.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Protocol

from knowledge.catalog import staging, vectors
from knowledge.catalog.database import Database
from knowledge.catalog.full_text import rewrite_terms
from knowledge.errors import LibraryBusyError
from knowledge.intake import embed
from knowledge.ports import Embedder
from knowledge.vectors.files import rebuild
from knowledge.vectors.owned import acquire_lock

BATCH = 64
"""Passages between two reports of progress: one to four seconds of the bundled model."""


class Progress(Protocol):
    """Told what is done."""

    def __call__(self, done: int, total: int, what: str) -> None:
        """`done` of `total` are finished and `what` is in hand."""


def reindex(home: Path, embedder: Embedder, progress: Progress | None = None) -> int:
    """Embed every passage of a home with `embedder` and return their number.

    Until the last moment the old vectors answer; a run that is killed changes nothing.

    Raises:
        LibraryBusyError: Another process, such as the bot, keeps the index.
        StorageError: As of `Database.open`.
    """
    database = Database.open(home)
    try:
        lock = acquire_lock(database)
        if lock is None:
            raise LibraryBusyError("机器人或另一个进程正在使用本资料库的向量索引，请先停止它，再运行 ronghe reindex。")
        with lock:
            count = _swap_all(database, embedder, progress)
            rebuild(database)
            return count
    finally:
        database.close()


def _swap_all(database: Database, embedder: Embedder, progress: Progress | None) -> int:
    """Make vectors until none is missing, even if documents come in meanwhile, then swap them all."""
    made: dict[str, bytes] = {}
    while True:
        with database.reading() as connection:
            revision = staging.revision(connection)
            texts = vectors.embedding_texts(connection)
        named = {row: vectors.content_hash(embedder.identity, text) for row, text in texts.items()}
        missing = {named[row]: text for row, text in texts.items() if named[row] not in made}
        made |= _embed(embedder, missing, progress)
        with database.writing() as connection:
            if staging.revision(connection) == revision:
                vectors.put(connection, {row: (content, made[content]) for row, content in named.items()})
                vectors.note(connection, vectors.EMBEDDER, embedder.identity)
                rewrite_terms(connection)
                staging.derive_anew(connection)
                return len(texts)


def _embed(embedder: Embedder, texts: dict[str, str], progress: Progress | None) -> dict[str, bytes]:
    made: dict[str, bytes] = {}
    remaining = iter(texts.items())
    while batch := dict(islice(remaining, BATCH)):
        made |= embed(embedder, batch)
        if progress is not None:
            progress(len(made), len(texts), "重算向量")
    return made
