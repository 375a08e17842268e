"""Tells over a messenger who asked in vain that material has come which answers."""

from __future__ import annotations

import asyncio
import html
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.messenger import callbacks, texts
from bot.messenger.bridge import Bridge
from bot.messenger.screens import Button, Screen
from bot.services.arrivals import Arrivals
from knowledge.catalog.feedback import Asker
from knowledge.errors import ChannelUnavailableError, KnowledgeError

logger = logging.getLogger(__name__)

EVERY_SECONDS = 10.0
"""Between two looks at the catalog. Questions are asked again once it stays the same from one to the next: files of one
ingest come one after another."""

Push = Callable[[str, Screen], Awaitable[bool]]
"""Says something in a place; False where it cannot be reached. Raises ChannelUnavailableError where it may be later."""


@dataclass
class Announcer:
    """Watches the catalog beside a channel's other work."""

    arrivals: Arrivals
    channel: str
    push: Push
    every: float = EVERY_SECONDS
    work: Bridge = field(default_factory=lambda: Bridge(1))
    _seen: int = -1
    """The catalog's revision at the last look."""

    _tried: int = -1
    """The revision at which the questions were tried last."""

    async def watch(self, ended: asyncio.Event) -> None:
        """Look until the channel ends; a fault is logged, and the next look comes all the same."""
        while not ended.is_set():
            try:
                await self._look()
            except KnowledgeError as error:
                logger.warning("arrivals: %s", error)
            try:
                await asyncio.wait_for(ended.wait(), self.every)
            except TimeoutError:
                continue

    def try_again(self) -> None:
        """Ask all open questions again at the next look, whether or not the catalog has changed."""
        self._tried = -1

    async def _look(self) -> None:
        revision = await self.work.call(self.arrivals.revision)
        settled, self._seen = revision == self._seen, revision
        if not settled or revision == self._tried:
            return
        self._tried = revision
        due = self.arrivals.due(self.channel)
        while (asker := await self.work.call(next, due, None)) is not None:
            await self._tell(asker)

    async def _tell(self, asker: Asker) -> None:
        """Tell somebody; who cannot be written to is not tried again."""
        where = asker.visit.conversation
        if where is None:
            return
        text = texts.ARRIVED.format(question=html.escape(asker.question, quote=False))
        button = Button(label=texts.SEE_ANSWER, data=callbacks.again(asker.number))
        try:
            reached = await self.push(where.place, Screen(parts=(text,), rows=((button,),)))
        except ChannelUnavailableError as error:
            logger.warning("arrivals: somebody could not be told now: %s", error)
            self.try_again()
            return
        await self.work.call(self.arrivals.told, asker, reached=reached)
