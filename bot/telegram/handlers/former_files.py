"""What was held under a title before a file with other figures came in: it goes only where the uploader says so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Update
from telegram.ext import ContextTypes

from bot.messenger.bridge import Bridge
from bot.messenger.file_desk import DECIDE_FORMER, FileDesk
from bot.messenger.screens import Screen
from bot.services.handing_in import HandingIn
from bot.telegram import delivery
from bot.telegram.counter import visitor


@dataclass(frozen=True)
class FormerFiles:
    """The question that stands under what was taken in."""

    handing_in: HandingIn
    work: Bridge

    async def decide(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Let the former text go, or say that both stay."""
        query = update.callback_query
        found = re.fullmatch(DECIDE_FORMER, query.data or "") if query else None
        if query is None or query.message is None or found is None:
            return
        await delivery.acknowledge(query)
        who = visitor(query.message, query.from_user)
        told = await self.work.call(FileDesk(self.handing_in).former_decided, found[1], found[2], who)
        await delivery.change_buttons(context.bot, query, ())
        await delivery.below(context.bot, query, Screen(parts=(told,)))
