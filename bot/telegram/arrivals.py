"""Tells over Telegram who asked in vain that material has come which answers."""

from __future__ import annotations

import asyncio
import html
import logging
from dataclasses import dataclass, field

from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.services.arrivals import Arrivals
from bot.telegram import callbacks, delivery, texts
from bot.telegram.bridge import Bridge
from bot.telegram.screens import Button
from knowledge.callers import TELEGRAM
from knowledge.catalog.feedback import Asker
from knowledge.errors import KnowledgeError

logger = logging.getLogger(__name__)

EVERY_SECONDS = 10.0
"""Between two looks at the catalog. Questions are asked again once it stays the same from one to the next: files of one
ingest come one after another."""


@dataclass
class Announcer:
    """Watches the catalog beside the bot's other work."""

    arrivals: Arrivals
    every: float = EVERY_SECONDS
    work: Bridge = field(default_factory=lambda: Bridge(1))
    _seen: int = -1
    """The catalog's revision at the last look."""

    _tried: int = -1
    """The revision at which the questions were tried last."""

    async def watch(self, bot: Bot, ended: asyncio.Event) -> None:
        """Look until the bot ends; a fault is logged, and the next look comes all the same."""
        while not ended.is_set():
            try:
                await self._look(bot)
            except KnowledgeError as error:
                logger.warning("arrivals: %s", error)
            try:
                await asyncio.wait_for(ended.wait(), self.every)
            except TimeoutError:
                continue

    def try_again(self) -> None:
        """Ask all open questions again at the next look, whether or not the catalog has changed."""
        self._tried = -1

    async def _look(self, bot: Bot) -> None:
        revision = await self.work.call(self.arrivals.revision)
        settled, self._seen = revision == self._seen, revision
        if not settled or revision == self._tried:
            return
        self._tried = revision
        due = self.arrivals.due(TELEGRAM)
        while (asker := await self.work.call(next, due, None)) is not None:
            await self._tell(bot, asker)

    async def _tell(self, bot: Bot, asker: Asker) -> None:
        """Tell somebody; who cannot be written to is not tried again."""
        where = asker.visit.conversation
        if where is None:
            return
        chat, _, thread = where.place.partition(":")
        text = texts.ARRIVED.format(question=html.escape(asker.question, quote=False))
        buttons = delivery.keyboard(((Button(label=texts.SEE_ANSWER, data=callbacks.again(asker.number)),),))
        reached = True
        try:
            await bot.send_message(
                int(chat), text, reply_markup=buttons, message_thread_id=int(thread) if thread else None
            )
        except (Forbidden, BadRequest) as error:
            logger.warning("arrivals: somebody was not told: %s", error)
            reached = False
        except TelegramError as error:
            logger.warning("arrivals: somebody could not be told now: %s", error)
            self.try_again()
            return
        await self.work.call(self.arrivals.told, asker, reached=reached)
