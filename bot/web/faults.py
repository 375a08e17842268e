"""What somebody at a distance is told of a fault."""

from __future__ import annotations

import logging

from bot.web import texts
from knowledge.errors import BadRequestError, KnowledgeError, LibraryBusyError, ModelError, StorageError

_log = logging.getLogger(__name__)


class NotLetThrough(Exception):  # noqa: N818  # it is no fault of ours
    """A request that is not let through, or not yet."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status, self.text = status, text


def fault_words(error: KnowledgeError) -> str:
    """Return what somebody at a distance is told of a fault: no place on this machine is theirs to know."""
    if isinstance(error, BadRequestError):
        return str(error)
    _log.warning("a request could not be carried out", exc_info=error)
    if isinstance(error, StorageError | LibraryBusyError):
        return texts.NO_STORAGE
    return texts.NO_MODEL if isinstance(error, ModelError) else texts.UNEXPECTED
