"""Connections that keep us waiting: whoever sends no whole request, or reads no answer, makes place for the others.

uvicorn limits the pause between two requests and nothing else: not how long the first one takes to come, nor one that
trickles, nor an answer that nobody reads (decision 0205).
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable
from typing import NamedTuple

import h11
from starlette.responses import PlainTextResponse
from uvicorn.protocols.http.h11_impl import STATUS_PHRASES, H11Protocol

from bot.web import texts

HEADERS_TOO_LARGE = 431
MOST_CONNECTIONS = 2000
PIECE = 8 * 1024


class PatienceTerms(NamedTuple):
    """How long others may keep us waiting."""

    connections: int = MOST_CONNECTIONS
    """Open at once; one more, and whoever has kept us waiting longest is hung up on."""

    request_seconds: float = 15.0
    """From the beginning of a connection, or the end of an answer, to the end of the next request's headers."""

    unread_seconds: float = 60.0
    """After which a reader must have taken something more of an answer."""

    unread_bytes: int = 16 * 1024
    """How much more."""


_CROWDED = PlainTextResponse(texts.CROWDED, 503, {"Retry-After": "10", "Connection": "close"})


class Connection(H11Protocol):
    """One connection; a kind of them with other terms is a class of its own, since uvicorn makes them itself."""

    terms = PatienceTerms()

    _waits_since = 0.0
    _deadline: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None
    _is_one_too_many = False

    @property
    def keeps_us_waiting(self) -> bool:
        """Whether its next request has not come, or not wholly, and nothing is still to be read from us."""
        is_quiet = self.cycle is None or self.cycle.response_complete or self.cycle.more_body
        return is_quiet and self._unread is None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Wait for the first request."""
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > self.terms.connections:
            self._is_one_too_many = not self._place_made()

    def data_received(self, data: bytes) -> None:
        """Read on; a request that is there is waited for no longer."""
        self.app = _CROWDED if self._is_one_too_many else self.config.loaded_app
        for piece in self._pieces(data):
            if not self.transport.is_closing():
                super().data_received(piece)
        self._stop_waiting_if_asked()

    def on_response_complete(self) -> None:
        """Wait for the next request; it may have come already."""
        self._wait()
        super().on_response_complete()
        self._stop_waiting_if_asked()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop_waiting()
        self._stop_watching()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Watch whether what was sent is read."""
        super().pause_writing()
        self._watch()

    def resume_writing(self) -> None:
        """Most of it was read."""
        super().resume_writing()
        self._stop_watching()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  # it is for programmers
        """Say, while h11's complaint is being handled, that a request cannot be read."""
        complaint = sys.exc_info()[1]
        status = complaint.error_status_hint if isinstance(complaint, h11.RemoteProtocolError) else 400
        self._refuse(status, texts.HEADERS_TOO_LARGE if status == HEADERS_TOO_LARGE else texts.UNREADABLE)

    def hang_up(self) -> None:
        """End at once, whatever is still to be sent."""
        self.transport.abort()

    def _should_upgrade(self) -> bool:
        """Nothing here speaks anything but HTTP; whoever offers more is answered in it."""
        return False

    def _pieces(self, data: bytes) -> Iterable[bytes]:
        """Return what came in small pieces: h11 limits headers that are not whole yet, not those that come at once."""
        if self.cycle is not None and not self.cycle.response_complete:
            return (data,)
        return (data[at : at + PIECE] for at in range(0, len(data), PIECE))

    def _place_made(self) -> bool:
        """Hang up on whoever has kept us waiting longest; tell whether there was anybody."""
        others = [each for each in self.connections if isinstance(each, Connection) and each is not self]
        waiting = [each for each in others if each.keeps_us_waiting and not each.transport.is_closing()]
        if waiting:
            min(waiting, key=lambda each: each._waits_since).hang_up()  # noqa: SLF001  # of the same class
        return bool(waiting)

    def _wait(self) -> None:
        self._stop_waiting()
        self._waits_since = self.loop.time()
        self._deadline = self.loop.call_later(self.terms.request_seconds, self._waited_in_vain)

    def _stop_waiting_if_asked(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_waiting()

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _waited_in_vain(self) -> None:
        """End, unless an answer is still being read; to whom had begun to say something, say why."""
        if self._unread is not None:
            self._wait()
            return
        if self.conn.trailing_data[0] and self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self._refuse(408, texts.TOO_SLOW)
        self.transport.close()  # once the last of an answer was read
        self._deadline = self.loop.call_later(self.terms.unread_seconds, self.hang_up)

    def _refuse(self, status: int, text: str) -> None:
        """Say why a request is not read, where nothing was said to it yet, and hang up."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True  # whoever answers it must not speak after us
            self.cycle.message_event.set()
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            body = text.encode()
            headers = [
                (b"content-type", b"text/plain; charset=utf-8"),
                (b"content-length", str(len(body)).encode()),
                (b"x-content-type-options", b"nosniff"),
                (b"connection", b"close"),
            ]
            start = h11.Response(status_code=status, headers=headers, reason=STATUS_PHRASES.get(status, b""))
            for event in (start, h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _watch(self) -> None:
        self._stop_watching()
        left = self.transport.get_write_buffer_size()
        self._unread = self.loop.call_later(self.terms.unread_seconds, self._look_whether_read, left)

    def _stop_watching(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _look_whether_read(self, before: int) -> None:
        """Hang up on a reader who takes nothing."""
        if before - self.transport.get_write_buffer_size() < self.terms.unread_bytes:
            self.hang_up()
        else:
            self._watch()
