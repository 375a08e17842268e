"""What people think of an answer, and what was asked in vain."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Update
from telegram.ext import ContextTypes

from bot.messenger import texts
from bot.messenger.screens import Screen
from bot.messenger.verdict_desk import VERDICT, VerdictDesk
from bot.telegram import delivery
from bot.telegram.counter import Counter, visitor
from bot.telegram.taps import Sent


@dataclass(frozen=True)
class VerdictsRoom:
    """有用, 有误 with a reason, and `/unanswered`."""

    counter: Counter

    @property
    def desk(self) -> VerdictDesk:
        """Return the synchronous half."""
        return VerdictDesk(self.counter.desk)

    async def tapped(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Keep a verdict; 有误 asks for its reason first."""
        query = update.callback_query
        found = re.fullmatch(VERDICT, query.data or "") if query else None
        if query is None or query.message is None or found is None:
            return
        who = visitor(query.message, query.from_user)
        if found[2] == "d":
            await delivery.acknowledge(query)
            screen = await self.counter.lookups.call(self.desk.reasons, found[1], who)
        else:
            await delivery.acknowledge(query, texts.THANKS_FOR_VERDICT, alert=False)
            screen = await self.counter.lookups.call(self.desk.given, found[1], found[2], who)
        if screen is None:
            await delivery.below(context.bot, query, Screen(parts=(texts.REPLY_EXPIRED,)))
        else:
            await delivery.replace(context.bot, query, screen)

    async def list_unanswered(self, sent: Sent) -> None:
        """Show an administrator what the material lacks, and what people thought of the answers."""
        await sent.reply(await self.counter.lookups.call(self.desk.listed, sent.who))
