"""What is answered, put before people: on cards that grow, with buttons; in plain messages where there are none."""

from __future__ import annotations

import asyncio
import logging
import re
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial

from bot.dingtalk import cards
from bot.dingtalk.api import TRIES, Api
from bot.dingtalk.cards import CardState
from bot.dingtalk.faults import RefusedCallError
from bot.dingtalk.posting import LONGEST_PAUSE, AnswerCard, CardPoster
from bot.dingtalk.reading import chat_of, place_named
from bot.messenger.incoming import FileRef, Incoming
from bot.messenger.markdown import markdown_of, pieces_within
from bot.messenger.screens import Rows, Screen
from knowledge.errors import BadRequestError, ChannelUnavailableError

SHOWN_EVERY = 0.8
"""Seconds between two versions of a growing answer: what DingTalk's own connector keeps."""

TITLE = "融合助手"
"""Of a message, where only one line is shown."""

FILE_GONE = "这个文件在钉钉上已经取不到了，请重新发送。"

_BREAK = re.compile(r"(?<!\n)(?<!  )\n(?!\n)")

logger = logging.getLogger(__name__)


@dataclass
class _Growing:
    """An answer under way."""

    shown: str = ""
    shown_at: float = 0.0


class DingTalkOutlet:
    """Puts answers before people; any number at a time."""

    def __init__(self, api: Api, *, template: str = "", second: float = 1.0) -> None:
        """Prepare; an empty template means DingTalk's own, `second` is how long the first pause before a try is."""
        self._api, self._second = api, second
        self._cards = CardPoster(api, template, second)
        self._since = time.time()
        self._growing: dict[str, _Growing] = {}
        self._last: dict[str, AnswerCard] = {}
        """The card with the buttons of each event, until further ones are offered."""

    async def sign(self, event: Incoming, text: str) -> None:  # noqa: ARG002  # the card has words of its own
        """Show that something is under way: a card that says so by itself; may be left out."""
        place = chat_of(event)
        name = cards.name_of(event.id, place)
        if self._cards.is_open and not (self._is_old(event) or self._cards.may_be_there(name)):
            self._growing[event.id] = _Growing()
            await self._cards.begin(AnswerCard(name, place, "", (), CardState.WAITING))

    async def grow(self, event: Incoming, text: str) -> None:
        """Show the answer so far, where a card waits for it; may be left out."""
        growing, place = self._growing.get(event.id), chat_of(event)
        card = AnswerCard(cards.name_of(event.id, place), place, _broken(text))
        if growing is None or not self._cards.may_be_there(card.name) or card.opening == growing.shown:
            return
        if time.monotonic() - growing.shown_at >= SHOWN_EVERY:
            growing.shown_at = time.monotonic()
            if await self._cards.grow(card, is_first=not growing.shown):
                growing.shown = card.opening

    async def answer(self, event: Incoming, screen: Screen, files: Mapping[str, bytes]) -> None:
        """Show the whole answer with its buttons, and hand over files; wait while DingTalk cannot be reached."""
        self._growing.pop(event.id, None)
        place, parts, is_old = chat_of(event), _parts(screen), self._is_old(event)
        on_cards = bool(screen.rows) or is_old or self._cards.may_be_there(cards.name_of(event.id, place))
        for number, part in enumerate(parts):
            rows = screen.rows if number == len(parts) - 1 else ()
            card = AnswerCard(cards.name_of(event.id, place, number), place, part, rows)
            if on_cards and self._cards.is_open and await self._cards.put(card, is_old=is_old):
                if rows:
                    self._last[event.id] = card
            else:
                await self._through(partial(self._say, event, part))
        for name, data in files.items():
            await self._through(partial(self._api.send_file, place, name, data))

    async def offer(self, event: Incoming, screen: Screen, rows: Rows) -> None:  # noqa: ARG002  # the card holds it
        """Put further buttons under an answer."""
        card = self._last.pop(event.id, None)
        if card is not None and rows != card.rows:
            await self._cards.add(card._replace(rows=rows))

    async def acknowledge(self, event: Incoming) -> None:
        """Do nothing more: a tap is acknowledged by its frame."""

    async def push(self, place: str, screen: Screen) -> bool:
        """Show what nobody asked for; False where it cannot be had through.

        Raises:
            ChannelUnavailableError: DingTalk cannot be reached now.
        """
        where, parts = place_named(place), _parts(screen)
        try:
            for number, part in enumerate(parts):
                rows = screen.rows if number == len(parts) - 1 else ()
                card = AnswerCard(cards.name_of(uuid.uuid4().hex, where), where, part, rows)
                if not (rows and self._cards.is_open and await self._cards.put(card, tries=TRIES)):
                    await self._api.say(where, TITLE, part)
        except RefusedCallError as error:
            if error.is_later:
                raise
            logger.warning("dingtalk: somebody was not told: %s", error)
            return False
        return True

    async def fetch(self, file: FileRef) -> tuple[str, bytes]:
        """Return name and bytes of a file that somebody sent.

        Raises:
            BadRequestError: It is gone, or too large.
            ChannelUnavailableError: It cannot be had now.
        """
        try:
            return file.name, await self._api.fetch(file.url)
        except RefusedCallError as error:
            raise BadRequestError(FILE_GONE) from error

    def _is_old(self, event: Incoming) -> bool:
        """Tell whether a process before this one may have answered an event."""
        return event.at < self._since

    async def _say(self, event: Incoming, text: str) -> None:
        """Say it in a message, by the way that costs no call while it is open."""
        if self._may_reply(event):
            try:
                await self._api.reply(event.way["webhook"], chat_of(event), TITLE, text)
            except RefusedCallError as error:
                logger.info("dingtalk: no reply by the webhook: %s", error)
            else:
                return
        await self._api.say(chat_of(event), TITLE, text)

    async def _through(self, send: Callable[[], Awaitable[None]]) -> None:
        """Send until DingTalk has it, or until it will not have it."""
        pause = self._second
        while True:
            try:
                return await send()
            except RefusedCallError as error:
                if not error.is_later:  # they left, the group is no more, or the month's calls are used up
                    logger.warning("dingtalk: an answer could not be delivered: %s", error)
                    return None
            except ChannelUnavailableError as error:
                logger.info("dingtalk: an answer waits: %s", error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _may_reply(self, event: Incoming) -> bool:
        until, webhook = float(event.way.get("until") or 0), event.way.get("webhook", "")
        return time.time() < until and self._api.endpoints.is_replies(webhook)


def _parts(screen: Screen) -> list[str]:
    """Return a screen as texts that fit on a card each."""
    return [_broken(piece) for part in screen.parts for piece in pieces_within(markdown_of(part), cards.SHOWN_BYTES)]


def _broken(text: str) -> str:
    """Return Markdown whose lines stay lines: DingTalk runs them together without two spaces before the break."""
    return _BREAK.sub("  \n", text)
