"""What was held under a title before a file with other figures came in: it goes only where the uploader says so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Update
from telegram.ext import ContextTypes

from bot.services.handing_in import HandingIn, StoredFile
from bot.telegram import delivery, texts
from bot.telegram.bridge import Bridge
from bot.telegram.counter import visitor
from bot.telegram.screens import Button, Rows, Screen

DECIDE_FORMER = r"^fo:([0-9a-f]{16}):([yn])$"
"""`fo:<document>:<choice>`: the former text goes, or both stay."""


@dataclass(frozen=True)
class FormerFiles:
    """The question that stands under what was taken in."""

    handing_in: HandingIn
    work: Bridge

    @staticmethod
    def rows(stored: StoredFile) -> Rows:
        """Return the buttons of the question; none where nothing is asked."""
        if stored.former is None:
            return ()
        return (tuple(Button(label=word, data=f"fo:{stored.former}:{key}") for word, key in texts.FORMER_CHOICES),)

    async def decide(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Let the former text go, or say that both stay."""
        query = update.callback_query
        found = re.fullmatch(DECIDE_FORMER, query.data or "") if query else None
        if query is None or query.message is None or found is None:
            return
        await delivery.acknowledge(query)
        told = texts.FORMER_GONE
        who = visitor(query.message, query.from_user)
        if self.handing_in.allows(who):
            told = texts.FORMER_STAYS
            if found[2] == "y":
                gone = await self.work.call(self.handing_in.remove_former, found[1], who)
                told = texts.FORMER_REMOVED if gone else texts.FORMER_GONE
        await delivery.change_buttons(context.bot, query, ())
        await delivery.below(context.bot, query, Screen(parts=(told,)))
