"""The long connection: kept up, one request of each number at a time, each answered or repeated until it was heard."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from weakref import WeakValueDictionary

from pydantic import ValidationError
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from bot.wecom import texts
from bot.wecom.frames import Frame
from bot.wecom.limits import HEARTBEAT_SECONDS, NOT_SUBSCRIBED
from bot.wecom.requests import Outgoing, OwnFields, Subscription, own_request
from knowledge.errors import ChannelConflictError, ChannelTokenError, KnowledgeError

logger = logging.getLogger(__name__)

LARGEST_FRAME = 4 * 1024 * 1024
DISCONNECTED = "disconnected_event"


class Timing(NamedTuple):
    """How patient the connection is, in seconds."""

    first_pause: float = 1.0
    """Before it is tried again for the first time; twice as long each time, and shortened by chance."""

    longest_pause: float = 30.0
    acknowledged: float = 10.0
    """Within which a frame is acknowledged; then the connection is given up, and the frame sent again over the next."""

    heartbeat: float = HEARTBEAT_SECONDS
    """Between two signs of life; a connection that leaves one unanswered is dead."""

    minute: float = 60.0
    """What the service calls one, in which it counts."""

    penalty: float = 5.0
    """The first pause of a conversation in which the service counted too much."""

    steady: float = 60.0
    """After which a connection counts as a good one: the next pause is the first again."""


class Credentials(NamedTuple):
    """Which bot we are."""

    bot_id: str
    secret: str
    endpoint: str


class RefusedError(Exception):
    """The service does not take a frame."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"{code} {words}")
        self.code = code


class LostError(Exception):
    """The connection broke before an answer came."""


Receive = Callable[[Frame], Awaitable[None]]
"""Takes every callback, in the order in which they come; the next one is handed on when it returns."""

MOST_UNTAKEN = 1_000
"""Callbacks that have been read and not handed on; then nothing more is read."""


async def _at_once() -> None:
    """Nothing has to be waited for."""


class BotConnection:
    """One bot's connection. Used from one event loop."""

    def __init__(self, credentials: Credentials, receive: Receive, timing: Timing = Timing()) -> None:  # noqa: B008
        self._credentials, self._receive, self._timing = credentials, receive, timing
        self._socket: ClientConnection | None = None
        self._up = asyncio.Event()
        self._awaited: dict[str, asyncio.Future[Frame]] = {}
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        # Acknowledgements must not stand behind the callbacks before them, each of which takes its time to be kept.
        self._untaken: asyncio.Queue[Frame] = asyncio.Queue(MOST_UNTAKEN)

    @property
    def is_up(self) -> bool:
        """Whether frames can be sent at this moment."""
        return self._up.is_set()

    async def keep_up(self) -> None:
        """Connect, and connect again whenever that breaks, until cancelled.

        Raises:
            ChannelTokenError: The service does not know the bot or its secret.
            ChannelConflictError: Another connection has taken the bot over.
        """
        taking = asyncio.ensure_future(self._take())
        try:
            await self._keep_up(taking)
        finally:
            taking.cancel()
            await asyncio.wait({taking})

    async def _keep_up(self, taking: asyncio.Future[None]) -> None:
        pause = self._timing.first_pause
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await self._once(taking)
            except (OSError, WebSocketException, LostError, TimeoutError) as error:
                logger.warning("wecom: the connection broke: %s", error or type(error).__name__)
            if asyncio.get_running_loop().time() - began > self._timing.steady:
                pause = self._timing.first_pause
            # Many bots that lost one server must not come back in the same moment.
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - chance, no secret
            pause = min(2 * pause, self._timing.longest_pause)

    async def check(self) -> None:
        """Connect once, say who we are, and leave.

        Raises:
            ChannelTokenError: As of `keep_up`.
            OSError, WebSocketException, LostError, TimeoutError: The service cannot be reached.
        """
        async with self._opened() as socket:
            reading = asyncio.ensure_future(self._read(socket))
            try:
                await self._subscribe(socket)
            finally:
                reading.cancel()
                await asyncio.wait({reading})

    async def respond(
        self, cmd: str, req_id: str, body: OwnFields, may_go: Callable[[], Awaitable[None]] = _at_once
    ) -> Frame:
        """Answer a callback under its number; sent again until it was heard, which shows nothing twice.

        Args:
            cmd: What is done.
            req_id: The callback's number.
            body: What is said.
            may_go: Waited for before each time that it is sent, as the service counts each.

        Raises:
            RefusedError: The service does not take it.
        """
        while True:
            await self._up.wait()
            await may_go()
            with contextlib.suppress(LostError):
                return await self.attempt(cmd, req_id, body)
            await asyncio.sleep(0)  # the reader notes that the connection is gone

    async def attempt(self, cmd: str, req_id: str, body: OwnFields) -> Frame:
        """Answer a callback, once.

        Raises:
            RefusedError: The service does not take it.
            LostError: It is not known whether it was heard.
        """
        command = Outgoing.model_validate({"cmd": cmd, "req_id": req_id, "body": body})
        async with self._lanes.setdefault(req_id, asyncio.Lock()):
            socket = self._socket
            if socket is None or not self.is_up:
                raise LostError
            try:
                return await self._exchange(socket, command)
            except (TimeoutError, WebSocketException) as error:
                raise LostError from error

    async def ask(self, cmd: str, body: OwnFields) -> dict[str, Any]:
        """Make a request of our own, and return what came with its acknowledgement. Raises as `respond` does."""
        return (await self.respond(cmd, own_request(cmd), body)).body or {}

    async def _once(self, taking: asyncio.Future[None]) -> None:
        async with self._opened() as socket:
            self._socket = socket
            reading = asyncio.ensure_future(self._read(socket))
            beating = asyncio.ensure_future(self._beat(socket))
            try:
                await self._subscribe(socket)
                self._up.set()
                logger.info("wecom: connected")
                done, _ = await asyncio.wait({reading, beating, taking}, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
            finally:
                self._up.clear()
                self._socket = None
                for task in (reading, beating):
                    task.cancel()
                await asyncio.wait({reading, beating})
                self._lose_all()

    @contextlib.asynccontextmanager
    async def _opened(self):  # type: ignore[no-untyped-def]  # noqa: ANN202 - an asynchronous context of a socket
        endpoint, patience = self._credentials.endpoint, self._timing.acknowledged
        async with connect(
            endpoint, max_size=LARGEST_FRAME, ping_interval=None, open_timeout=patience, close_timeout=1.0
        ) as socket:
            yield socket

    async def _subscribe(self, socket: ClientConnection) -> None:
        who = Subscription(bot_id=self._credentials.bot_id, secret=self._credentials.secret)
        request = Outgoing(cmd="aibot_subscribe", req_id=own_request("aibot_subscribe"), body=who)
        try:
            await self._exchange(socket, request)
        except RefusedError as error:
            raise ChannelTokenError(texts.REFUSED.format(code=error.code)) from None

    async def _exchange(self, socket: ClientConnection, command: Outgoing) -> Frame:
        """Send a frame and return its acknowledgement."""
        future: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        self._awaited[command.req_id] = future
        try:
            await socket.send(command.json_text())
            frame = await asyncio.wait_for(future, self._timing.acknowledged)
        except TimeoutError:
            # An acknowledgement names no frame, only what that answers: a late one would be taken for the next one's.
            await socket.close()
            raise
        finally:
            if self._awaited.get(command.req_id) is future:
                del self._awaited[command.req_id]
        if frame.errcode == NOT_SUBSCRIBED:
            await socket.close()
            raise LostError
        if frame.errcode != 0:
            raise RefusedError(frame.errcode, frame.errmsg)
        return frame

    async def _read(self, socket: ClientConnection) -> None:
        """Read what comes, until the connection ends."""
        async for text in socket:
            try:
                frame = Frame.model_validate_json(text)
            except ValidationError:
                logger.warning("wecom: a frame that cannot be read")
                continue
            if not frame.cmd:
                future = self._awaited.get(frame.headers.req_id)
                if future is not None and not future.done():
                    future.set_result(frame)
            elif ((frame.body or {}).get("event") or {}).get("eventtype") == DISCONNECTED:
                raise ChannelConflictError(texts.CONFLICT)
            else:
                await self._untaken.put(frame)
        raise LostError

    async def _take(self) -> None:
        """Hand on what was read, one after another, over whichever connection it came."""
        while True:
            frame = await self._untaken.get()
            try:
                await self._receive(frame)
            except KnowledgeError as error:  # it was not kept: it must come again
                logger.warning("wecom: an event could not be kept: %s", error)
                if self._socket is not None:
                    await self._socket.close()

    async def _beat(self, socket: ClientConnection) -> None:
        """Give signs of life; one that is not answered ends the connection."""
        while True:
            await asyncio.sleep(self._timing.heartbeat)
            with contextlib.suppress(RefusedError):
                await self._exchange(socket, Outgoing(cmd="ping", req_id=own_request("ping")))

    def _lose_all(self) -> None:
        for future in self._awaited.values():
            if not future.done():
                future.set_exception(LostError())
        self._awaited.clear()
