"""Who asked in vain is told, once, when material has come that answers."""

from __future__ import annotations

import asyncio
import html
import logging
from dataclasses import dataclass, field

from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.telegram import callbacks, delivery, texts
from bot.telegram.assistant_port import PUBLIC_ONLY, Assistant
from bot.telegram.bridge import Bridge
from bot.telegram.screens import Button
from knowledge.catalog.chat_settings import ChatSettings
from knowledge.catalog.feedback import Asker, Unanswered
from knowledge.errors import KnowledgeError

logger = logging.getLogger(__name__)

EVERY_SECONDS = 10.0
"""Between two looks at the catalog. Questions are asked again once it stays the same from one to the next: files of one
ingest come one after another."""

MOST_ASKED_AGAIN = 300
"""Questions that are tried at one time, the latest first."""


@dataclass
class Arrivals:
    """Watches the catalog beside the bot's other work."""

    assistant: Assistant
    unanswered: Unanswered
    settings: ChatSettings
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
        revision = await self.work.call(self.assistant.shelf.revision)
        settled, self._seen = revision == self._seen, revision
        if not settled or revision == self._tried:
            return
        self._tried = revision
        for asker in await self.work.call(self.unanswered.open, MOST_ASKED_AGAIN):
            if await self.work.call(self._can_be_answered, asker):
                await self._tell(bot, asker)

    def _can_be_answered(self, asker: Asker) -> bool:
        person = asker.person
        if person != PUBLIC_ONLY and not self.assistant.may_read(person):
            return False
        return self.assistant.rehearsal.answer(asker.question, self.assistant.labels(person)) is not None

    async def _tell(self, bot: Bot, asker: Asker) -> None:
        """Tell somebody; who wants no such news, or cannot be written to, is not tried again."""
        if (await self.work.call(self.settings.of, asker.person)).arrivals:
            _, _, *thread = asker.session.split(":")
            text = texts.ARRIVED.format(question=html.escape(asker.question, quote=False))
            rows = ((Button(label=texts.SEE_ANSWER, data=callbacks.again(asker.number)),),)
            place = int(thread[0]) if thread else None
            try:
                await bot.send_message(asker.chat, text, reply_markup=delivery.keyboard(rows), message_thread_id=place)
            except (Forbidden, BadRequest) as error:
                logger.warning("arrivals: somebody was not told: %s", error)
            except TelegramError as error:
                logger.warning("arrivals: somebody could not be told now: %s", error)
                self.try_again()
                return
        await self.work.call(self.unanswered.close, asker.number)
