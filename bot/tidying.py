"""What is past its time goes while the program runs, not only when it is started."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from knowledge.errors import KnowledgeError
from knowledge.library import Library
from knowledge.upkeep.purging import expire

EVERY_SECONDS = 3600.0

_log = logging.getLogger(__name__)


@contextmanager
def kept_tidy(library: Library, every: float = EVERY_SECONDS) -> Iterator[None]:
    """Delete what is past its time, each `every` seconds while the block lasts, where this process keeps the index."""
    ended = threading.Event()

    def tidy() -> None:
        while not ended.wait(every):
            if not library.owns_index:
                continue
            try:
                expire(library.catalog.database)
            except KnowledgeError:
                _log.warning("what is past its time was not deleted; it is tried again", exc_info=True)

    thread = threading.Thread(target=tidy, name="tidying", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
