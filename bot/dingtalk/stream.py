"""The long connection: one line after another, each read until the next one holds.

A frame is acknowledged once it is kept.

DingTalk does not push a message again, and it takes leave of every line from time to time (`disconnect`): whatever it
would push between the end of one line and the start of the next is lost. So the next line is opened at once, while the
old one is read to its end. A line over which nothing comes any more, though it seems open, is replaced likewise.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from bot.dingtalk.api import Api
from bot.dingtalk.wire import StreamFrame, frame_of
from knowledge.errors import ChannelTokenError, ChannelUnavailableError

BROKEN = (ChannelUnavailableError, WebSocketException, OSError, TimeoutError, ValueError)

MOST_BYTES = 1 << 20  # of one frame
STEADY_SECONDS = 5.0
"""DingTalk takes leave of a line after half a minute at the earliest; one that ends sooner is broken."""

CLOSING_SECONDS = 2.0
"""How long a line may take to say that it is closed."""

logger = logging.getLogger(__name__)

Receive = Callable[[StreamFrame], Awaitable[bool]]
"""Keeps what a frame says; whether it is kept, and may be acknowledged."""


@dataclass(frozen=True)
class LinePatience:
    """How long things may take, in seconds."""

    opening: float = 20.0
    """Until a line is there."""

    alive: float = 20.0
    """Between two of our own pings, and until each is answered."""

    silent: float = 90.0
    """Without a frame on a line over which the server has pinged: it pings every twenty to thirty seconds."""

    renewed: float = 1800.0
    """The same where the server never pings: then silence tells nothing, and a fresh line costs one call."""

    leaving: float = 15.0
    """How long an old line is read on: the server closes it ten seconds after its farewell."""

    first_pause: float = 1.0
    longest_pause: float = 30.0


@dataclass
class _Line:
    """One connection."""

    socket: ClientConnection
    replaced: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once another line is needed."""

    pinged: bool = False
    opened_at: float = field(default_factory=time.monotonic)
    heard_at: float = field(default_factory=time.monotonic)


class EventStream:
    """Takes frames until it is told to stop."""

    def __init__(self, api: Api, receive: Receive, patience: LinePatience = LinePatience()) -> None:
        self._api, self._receive, self._patience = api, receive, patience
        self._reading: set[asyncio.Task[None]] = set()
        self._is_accepted = False

    async def run(self, stop: asyncio.Event) -> None:
        """Take frames until `stop` is set.

        Raises:
            ChannelTokenError: The credentials are not accepted.
        """
        stopping, pause = asyncio.create_task(stop.wait()), 0.0
        try:
            while (line := await self._opened(stop)) is not None:
                reading = asyncio.create_task(self._read(line))
                self._reading.add(reading)
                reading.add_done_callback(self._reading.discard)
                another = asyncio.create_task(line.replaced.wait())
                await asyncio.wait({stopping, another}, return_when=asyncio.FIRST_COMPLETED)
                another.cancel()
                # Lines that end as soon as they are there must not be opened without end.
                lasted = time.monotonic() - line.opened_at >= STEADY_SECONDS
                await asyncio.wait({stopping}, timeout=0.0 if lasted else pause)
                pause = 0.0 if lasted else min(max(pause * 2, self._patience.first_pause), self._patience.longest_pause)
        finally:
            stopping.cancel()
            for task in self._reading:
                task.cancel()
            await asyncio.gather(*self._reading, return_exceptions=True)

    async def _opened(self, stop: asyncio.Event) -> _Line | None:
        """Open a line, however often it fails; None once `stop` is set."""
        pause = self._patience.first_pause
        while not stop.is_set():
            try:
                async with asyncio.timeout(self._patience.opening):
                    url = await self._api.open_stream()
                    self._is_accepted = True
                    every = self._patience.alive
                    opened = connect(
                        url, ping_interval=every, ping_timeout=every, close_timeout=CLOSING_SECONDS, max_size=MOST_BYTES
                    )
                    return _Line(await opened)
            except (ChannelTokenError, *BROKEN) as error:
                if isinstance(error, ChannelTokenError) and not self._is_accepted:
                    raise
                # The address holds the ticket: only the kind of fault is told.
                logger.warning("dingtalk: no line: %s", type(error).__name__)
            try:
                await asyncio.wait_for(stop.wait(), pause * random.uniform(0.5, 1.0))  # noqa: S311  # spreads retries
            except TimeoutError:
                pause = min(pause * 2, self._patience.longest_pause)
        return None

    async def _read(self, line: _Line) -> None:
        """Read a line to its end, and see that another is asked for before it."""
        watching = asyncio.create_task(self._watch(line))
        try:
            async for raw in line.socket:
                line.heard_at = time.monotonic()
                frame = frame_of(raw)
                if frame is None:
                    logger.warning("dingtalk: a frame that is none")
                elif frame.is_farewell:
                    line.replaced.set()
                else:
                    await self._taken(frame, line)
        except WebSocketException as error:
            logger.info("dingtalk: a line broke: %s", type(error).__name__)
        finally:
            watching.cancel()
            line.replaced.set()
            await line.socket.close()

    async def _taken(self, frame: StreamFrame, line: _Line) -> None:
        line.pinged = line.pinged or frame.is_ping
        if frame.type != "CALLBACK" or await self._receive(frame):
            await line.socket.send(frame.acknowledged())

    async def _watch(self, line: _Line) -> None:
        """Ask for another line once this one is silent for too long or takes leave; end it after its time."""
        while not line.replaced.is_set():
            limit = self._patience.silent if line.pinged else self._patience.renewed
            left = line.heard_at + limit - time.monotonic()
            if left <= 0:
                logger.warning("dingtalk: a line went silent")
                line.replaced.set()
                break
            try:
                await asyncio.wait_for(line.replaced.wait(), min(left, self._patience.silent))
            except TimeoutError:
                continue
        await asyncio.sleep(self._patience.leaving)
        await line.socket.close()
