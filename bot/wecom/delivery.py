"""What is said into WeCom: growing texts, cards, files; within its limits, and nothing twice.

An answer is a growing text whose number follows from the event that it answers: sent again after a crash, the service
puts it in the place of what is there, or says that it has ended already.
"""

from __future__ import annotations

import asyncio
import html
import logging
import time
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from functools import partial

from bot.messenger.incoming import FileRef, Incoming, number_for
from bot.messenger.markdown import markdown_of, pieces_within, plain_of
from bot.messenger.reach import Vendor
from bot.messenger.screens import Rows, Screen
from bot.wecom import texts
from bot.wecom.cards import after_tap, card_of
from bot.wecom.connection import BotConnection, LostError, RefusedError
from bot.wecom.limits import EXPIRED, STREAM_SECONDS, TEXT_BYTES, TOO_OFTEN
from bot.wecom.media import fetched, sent_up
from bot.wecom.pace import ConversationPace
from bot.wecom.requests import (
    ButtonCard,
    CardBody,
    CardMessage,
    CardUpdateBody,
    Content,
    FileBody,
    FileMessage,
    MarkdownMessage,
    MediaId,
    OwnFields,
    Stream,
    StreamBody,
    WelcomeBody,
    own_request,
)
from knowledge.errors import BadRequestError
from knowledge.ingesting import Profile

logger = logging.getLogger(__name__)

GROWS_SECONDS = STREAM_SECONDS - 60.0
"""After which a growing text is ended in good time, and the answer comes as another."""

REMEMBERED = 2_000
"""Cards that can be put back after a tap, and texts that are growing."""


class WeComOutlet:
    """Used from one event loop; satisfies `bot.messenger.outlet.Outlet`."""

    def __init__(self, connection: BotConnection, pace: ConversationPace, vendor: Vendor, profile: Profile) -> None:
        self._connection, self._pace = connection, pace
        self._vendor, self._profile = vendor, profile
        self._cards: OrderedDict[str, ButtonCard] = OrderedDict()
        self._growing: OrderedDict[str, tuple[float, str]] = OrderedDict()
        """When each text began to grow, and what it showed last."""

        self._since = time.time()

    async def sign(self, event: Incoming, text: str) -> None:
        """Begin the growing text with a sign of life."""
        await self._progress(event, text)

    async def grow(self, event: Incoming, text: str) -> None:
        """Show as much of the answer as fits; a text that has grown long enough is ended in good time."""
        began, shown = self._growing.get(event.id, (time.monotonic(), ""))
        if time.monotonic() - began > GROWS_SECONDS:
            if shown != texts.LATER:
                await self._spoken(event, texts.LATER, _stream_id(event))
                self._note(event, texts.LATER)
            return
        if text:
            await self._progress(event, pieces_within(markdown_of(html.escape(text, quote=False)), TEXT_BYTES)[0])

    async def answer(self, event: Incoming, screen: Screen, files: Mapping[str, bytes]) -> None:
        """Show a screen: as the end of the growing text, further parts as texts of their own."""
        if event.entered:
            welcome = WelcomeBody(text=Content(content="\n\n".join(map(plain_of, screen.parts))))
            with suppress(RefusedError):  # five seconds have passed, and nobody waits for it
                await self._said(event.place, "aibot_respond_welcome_msg", event.way["req_id"], welcome)
            return
        said = [piece for part in screen.parts for piece in pieces_within(markdown_of(part), TEXT_BYTES)]
        if not event.way.get("req_id"):
            for piece in said:
                await self._pushed(event.place, piece)
        else:
            late = self._growing.get(event.id, (0.0, ""))[1] == texts.LATER
            for number, piece in enumerate(said, 2 if late else 1):
                await self._spoken(event, piece, _stream_id(event, number))
        self._growing.pop(event.id, None)
        for name, data in files.items():
            await self._filed(event, name, data)

    async def offer(self, event: Incoming, screen: Screen, rows: Rows) -> None:
        """Show buttons as a card; one that is there already is not sent again."""
        if event.entered:
            return
        card = card_of(event, screen, rows)
        self._cards[card.task_id] = card
        if len(self._cards) > REMEMBERED:
            self._cards.popitem(last=False)
        try:
            if event.way.get("req_id"):
                await self._said(event.place, "aibot_respond_msg", event.way["req_id"], CardBody(template_card=card))
            else:
                message = CardMessage(**_to(event.place), template_card=card)
                await self._said(event.place, "aibot_send_msg", "", message)
        except RefusedError as error:
            logger.info("wecom: a card was not taken: %s", error)

    async def acknowledge(self, event: Incoming) -> None:
        """Put the card back in its place, so that its buttons can be tapped again."""
        await self.turn(event.way.get("tap", ""), event.tapped, event.way.get("answers", ""), event.place)

    async def turn(self, task_id: str, key: str, req_id: str, place: str) -> None:
        """Show a card anew that was tapped: the same, or its other buttons."""
        card = after_tap(self._cards.get(task_id), key, task_id)
        with suppress(RefusedError):  # five seconds have passed
            await self._said(place, "aibot_respond_update_msg", req_id, CardUpdateBody(template_card=card))

    async def push(self, place: str, screen: Screen) -> bool:
        """Say what nobody asked for, to who has written before."""
        try:
            for part in screen.parts:
                for piece in pieces_within(markdown_of(part), TEXT_BYTES):
                    await self._pushed(place, piece)
            if screen.rows:
                event = Incoming(id=f"{place} {time.time_ns()}", subject="", place=place)
                await self.offer(event, screen, screen.rows)
        except RefusedError as error:
            logger.warning("wecom: somebody was not told: %s", error)
            return False
        return True

    async def fetch(self, file: FileRef) -> tuple[str, bytes]:
        """Return name and bytes of a file. Raises BadRequestError."""
        return await fetched(file, self._vendor, self._profile)

    async def _progress(self, event: Incoming, text: str) -> None:
        """Show a text that nobody misses, where limits and network leave room for it."""
        shown = self._growing.get(event.id, (0.0, ""))[1]
        if not event.way.get("req_id") or shown in {text, texts.LATER}:
            return
        if not self._connection.is_up or not self._pace.may_show_progress(event.place):
            return
        self._note(event, text)
        self._pace.note(event.place)
        body = StreamBody(stream=Stream(id=_stream_id(event), finish=False, content=text))
        trying = asyncio.ensure_future(self._connection.attempt("aibot_respond_msg", event.way["req_id"], body))
        trying.add_done_callback(lambda tried: tried.cancelled() or tried.exception())
        with suppress(RefusedError, LostError):
            await asyncio.shield(trying)  # left alone, its acknowledgement would be taken for that of the answer

    def _note(self, event: Incoming, text: str) -> None:
        began = self._growing.get(event.id, (time.monotonic(), ""))[0]
        self._growing[event.id] = (began, text)
        if len(self._growing) > REMEMBERED:
            self._growing.popitem(last=False)

    async def _spoken(self, event: Incoming, text: str, stream_id: str) -> None:
        """Say a text whole; where it may no longer be said as an answer, as a message of its own."""
        body = StreamBody(stream=Stream(id=stream_id, finish=True, content=text))
        grows = self._growing.get(event.id) if stream_id == _stream_id(event) else None
        began = grows[0] if grows else time.monotonic()
        try:
            await self._said(event.place, "aibot_respond_msg", event.way["req_id"], body)
        except RefusedError as error:
            # Within its time a text that no longer grows has been said to its end: before a crash, or unheard.
            # Of an earlier process it is not known when the text began; with what came since then, it is.
            grown = time.monotonic() - began if event.at >= self._since else time.time() - event.at
            if error.code == EXPIRED and grown < STREAM_SECONDS:
                return
            logger.warning("wecom: said as a message of its own: %s", error)
            await self._pushed(event.place, f"{texts.EARLIER}\n\n{text}" if error.code == EXPIRED else text)

    async def _pushed(self, place: str, text: str) -> None:
        await self._said(place, "aibot_send_msg", "", MarkdownMessage(**_to(place), markdown=Content(content=text)))

    async def _filed(self, event: Incoming, name: str, data: bytes) -> None:
        try:
            media = MediaId(media_id=await sent_up(self._connection, name, data))
            if event.way.get("req_id"):
                await self._said(event.place, "aibot_respond_msg", event.way["req_id"], FileBody(file=media))
            else:
                await self._said(event.place, "aibot_send_msg", "", FileMessage(**_to(event.place), file=media))
        except BadRequestError as error:
            await self._pushed(event.place, markdown_of(html.escape(str(error), quote=False)))
        except RefusedError as error:
            logger.warning("wecom: a file was not taken: %s", error)
            await self._pushed(event.place, texts.FILE_NOT_SENT.format(name=name))

    async def _said(self, place: str, cmd: str, req_id: str, body: OwnFields) -> None:
        """Send a frame when the limits allow it, and again where the service counts more than we do."""
        while True:
            try:
                await self._connection.respond(cmd, req_id or own_request(cmd), body, partial(self._pace.take, place))
            except RefusedError as error:
                if error.code != TOO_OFTEN:
                    raise
                logger.warning("wecom: over the limits of a conversation, waiting")
                self._pace.refused(place)
            else:
                self._pace.taken(place)
                return


def _stream_id(event: Incoming, part: int = 1) -> str:
    return f"s{number_for(event.id):x}" + (f"-{part}" if part > 1 else "")


def _to(place: str) -> dict[str, object]:
    """Return how a conversation is addressed."""
    kind, _, name = place.partition(":")
    return {"chatid": name, "chat_type": 2 if kind == "group" else 1}
