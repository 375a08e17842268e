"""Files that people brought for one conversation: in memory, each until it is forgotten, replaced, or two hours old."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from knowledge.callers import Conversation
from knowledge.drafts.asking import OwnText

KEPT_SECONDS = 7200.0
MOST_BYTES = 64 * 1024 * 1024
"""Of all files together; the oldest go first."""


@dataclass
class OwnFile:
    """A file and what was read from it."""

    number: str
    data: bytes
    suffix: str
    text: str
    brought_at: float
    own: OwnText | None = None
    """Opened when it is asked about for the first time."""

    asked: bool = False
    """Whether what is written in the conversation is asked of this file."""


class OwnFiles:
    """One file a conversation; used from any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._files: dict[Conversation | None, OwnFile] = {}

    def bring(self, where: Conversation | None, data: bytes, suffix: str, text: str) -> str:
        """Hold a file in the place of the one before, and return its number."""
        file = OwnFile(secrets.token_hex(4), data, suffix, text, self._clock())
        with self._lock:
            self._files.pop(where, None)
            self._files[where] = file
            self._drop_what_is_too_much()
        return file.number

    def find(self, where: Conversation | None, number: str) -> OwnFile | None:
        """Return a conversation's file by its number, or None: forgotten, replaced, or somebody else's."""
        file = self._held(where)
        return file if file is not None and file.number == number else None

    def asked(self, where: Conversation | None) -> OwnFile | None:
        """Return the file that the conversation is about, or None."""
        file = self._held(where)
        return file if file is not None and file.asked else None

    def forget(self, where: Conversation | None) -> None:
        """Let a conversation's file go."""
        with self._lock:
            self._files.pop(where, None)

    def _held(self, where: Conversation | None) -> OwnFile | None:
        with self._lock:
            self._drop_what_is_too_much()
            return self._files.get(where)

    def _drop_what_is_too_much(self) -> None:
        since = self._clock() - KEPT_SECONDS
        total = 0
        for where, file in reversed(list(self._files.items())):
            total += len(file.data)
            if file.brought_at < since or (total > MOST_BYTES and total > len(file.data)):
                del self._files[where]
