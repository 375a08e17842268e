"""What stands behind an answer, for anybody; what is held and the figures, for administrators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from telegram import Chat, Update
from telegram.ext import ContextTypes

from bot.messenger.bridge import Bridge
from bot.messenger.ledger import Ledger
from bot.messenger.screens import Screen
from bot.telegram import delivery
from bot.telegram.counter import visitor
from bot.telegram.taps import Sent, Tap
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

    async def documents(self, sent: Sent) -> None:
        """List what is held."""
        await sent.reply(await self.lookups.call(self.ledger.documents, 1, sent.who))

    async def turned(self, tap: Tap) -> None:
        """Turn a page of the list, for whoever administers the library at this moment."""
        if tap.message.chat.type == Chat.PRIVATE:
            await tap.replace(await self.lookups.call(self.ledger.documents, int(tap.found[1]), tap.who))

    async def statistics(self, sent: Sent) -> None:
        """Show the figures."""
        await sent.reply(await self.lookups.call(self.ledger.statistics, sent.who))

    async def _about(self, update: Update, look: Callable[[str | None, Visit], Screen]) -> None:
        message, user = update.message, update.effective_user
        if message and user:
            reply_id = delivery.reply_under(message.reply_to_message)
            await delivery.reply(message, await self.lookups.call(look, reply_id, visitor(message, user)))
