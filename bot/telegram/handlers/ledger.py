"""What stands behind an answer, for anybody; what is held and the figures, for administrators."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from telegram import Chat, Update
from telegram.ext import ContextTypes

from bot.telegram import delivery
from bot.telegram.bridge import Bridge
from bot.telegram.counter import visitor
from bot.telegram.ledger import Ledger
from bot.telegram.screens import Screen
from knowledge.callers import Visit

DOCUMENTS = r"^d:([0-9]{1,6})$"


@dataclass(frozen=True)
class Books:
    """`/sources`, `/why`, `/documents` with its pages, and `/stats`."""

    ledger: Ledger
    lookups: Bridge

    async def sources(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """List the sources of the answer that is replied to, else of the last one."""
        await self._about(update, self.ledger.sources)

    async def why(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say how what stands behind an answer was found."""
        await self._about(update, self.ledger.why)

    async def documents(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """List what is held."""
        message, user = update.message, update.effective_user
        if message and user and message.chat.type == Chat.PRIVATE:
            await delivery.reply(message, await self.lookups.call(self.ledger.documents, 1, visitor(message, user)))

    async def turned(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Turn a page of the list, for whoever administers the library at this moment."""
        query = update.callback_query
        found = re.fullmatch(DOCUMENTS, query.data or "") if query else None
        if query is None or query.message is None or found is None:
            return
        await delivery.acknowledge(query)
        if query.message.chat.type == Chat.PRIVATE:
            who = visitor(query.message, query.from_user)
            screen = await self.lookups.call(self.ledger.documents, int(found[1]), who)
            await delivery.replace(context.bot, query, screen)

    async def statistics(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the figures."""
        message, user = update.message, update.effective_user
        if message and user and message.chat.type == Chat.PRIVATE:
            await delivery.reply(message, await self.lookups.call(self.ledger.statistics, visitor(message, user)))

    async def _about(self, update: Update, look: Callable[[str | None, Visit], Screen]) -> None:
        message, user = update.message, update.effective_user
        if message and user:
            reply_id = delivery.reply_under(message.reply_to_message)
            await delivery.reply(message, await self.lookups.call(look, reply_id, visitor(message, user)))
