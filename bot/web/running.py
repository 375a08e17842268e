"""Answers on their way: written in a thread to their end, whoever still reads along."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from contextvars import copy_context
from typing import Any, NamedTuple

AT_ONCE = 8
"""Answers that are written at one time; others wait for their turn."""

MOST_WAITING = 400
"""Beyond that nobody's question is taken: their turn would not come before they leave."""

REMEMBERED = 500
"""Answers that can be joined or recognised as the same question sent twice; the oldest finished go first."""

BEAT_SECONDS = 15.0
"""Silence after which a proxy is told that we are still there."""

BEAT = ": 仍在作答\n\n"


class StreamPiece(NamedTuple):
    """Something to be shown: `draft` adds text, `reply` is the whole answer, `failed` says why there is none."""

    event: str
    data: Mapping[str, Any]  # Any: what JSON can say

    def written(self) -> str:
        """Return it as a server-sent event."""
        return f"event: {self.event}\ndata: {json.dumps(self.data, ensure_ascii=False)}\n\n"


class Running:
    """One answer on its way; read from the event loop, written from a thread."""

    def __init__(self, key: str, question: str) -> None:
        self.key = key
        """Whose question it is, in which conversation, and what the page calls it, parted by `/`."""

        self.question = question

        self.stop = threading.Event()
        """Set to have nothing more written."""

        self._pieces: list[StreamPiece] = []
        self._finished = threading.Event()
        self._lock = threading.Lock()
        self._readers: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    @property
    def once(self) -> str:
        """What the page calls the question."""
        return self.key.rpartition("/")[2]

    @property
    def is_finished(self) -> bool:
        """Whether the last piece is there."""
        return self._finished.is_set()

    def put(self, piece: StreamPiece, *, last: bool = False) -> None:
        """Add a piece, and have it shown wherever somebody reads along."""
        with self._lock:
            self._pieces.append(piece)
            if last:
                self._finished.set()
            readers = list(self._readers)
        for loop, news in readers:
            if not loop.is_closed():
                loop.call_soon_threadsafe(news.set)

    def last(self, patience: float) -> StreamPiece | None:
        """Wait for the end and return the last piece; None where it does not come in time."""
        return self._pieces[-1] if self._finished.wait(patience) else None

    async def events(self) -> AsyncIterator[str]:
        """Yield all pieces from the first on as server-sent events, and a comment when it has been silent for long."""
        async with aclosing(self.pieces()) as pieces:
            async for piece in pieces:
                yield BEAT if piece is None else piece.written()

    async def pieces(self) -> AsyncGenerator[StreamPiece | None, None]:
        """Yield all pieces from the first on as they come, and None when it has been silent for long."""
        reader, sent = (asyncio.get_running_loop(), asyncio.Event()), 0
        with self._lock:
            self._readers.append(reader)
        try:
            while True:
                reader[1].clear()
                finished, pieces = self.is_finished, self._pieces[sent:]
                for piece in pieces:
                    yield piece
                sent += len(pieces)
                if finished and sent == len(self._pieces):
                    return
                try:
                    await asyncio.wait_for(reader[1].wait(), BEAT_SECONDS)
                except TimeoutError:
                    yield None
        finally:
            with self._lock:
                self._readers.remove(reader)


class Writing:
    """The answers that are being written, and those written lately."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="answer")
        self._lock = threading.Lock()
        self._known: dict[str, Running] = {}

    def begin(self, key: str, question: str, write: Callable[[Running], None]) -> Running | None:
        """Have an answer written, once however often the same key comes; None when too many wait.

        Args:
            key: Of the question: whose, in which conversation, and what the page calls it.
            question: As it was written.
            write: Puts the pieces, the last one as such, whatever happens.
        """
        with self._lock:
            if (known := self._known.get(key)) is not None:
                return known
            if self._unfinished() >= MOST_WAITING:
                return None
            self._forget_oldest()
            running = self._known[key] = Running(key, question)
        # In the log it goes on under the request that asked for it.
        self._threads.submit(copy_context().run, write, running)
        return running

    @property
    def count(self) -> int:
        """How many answers are being written or wait for their turn."""
        with self._lock:
            return self._unfinished()

    def find(self, key: str) -> Running | None:
        """Return an answer by the key of its question, or None."""
        return self._known.get(key)

    def unfinished(self, prefix: str) -> list[Running]:
        """Return the answers that are being written to questions of a conversation."""
        with self._lock:
            known = list(self._known.values())
        return [one for one in known if one.key.startswith(prefix) and not one.is_finished]

    def close(self) -> None:
        """Have every answer stop; none is begun any more."""
        for running in list(self._known.values()):
            running.stop.set()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _unfinished(self) -> int:
        return sum(not one.is_finished for one in self._known.values())

    def _forget_oldest(self) -> None:
        finished = [key for key, one in self._known.items() if one.is_finished]
        for key in finished[: max(len(self._known) - REMEMBERED + 1, 0)]:
            del self._known[key]
