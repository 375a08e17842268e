"""`@bot 三会一课` in any chat: quotations and articles to paste."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from telegram import InlineQuery, InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.messenger.bridge import Bridge
from bot.telegram import sayings
from bot.telegram.inline_desk import Clipping, InlineDesk

PAUSE_SECONDS = 0.3
"""While somebody types, each letter is a query; only one that stands for so long is looked up."""

CACHE_SECONDS = 60
"""How long Telegram may show one person the same results."""

SHORTEST, LONGEST = 2, 200
"""Characters of a query that is looked up; Telegram takes 256."""

PARAMETER = "inline"
"""Behind `/start` when somebody taps the line above the results."""


@dataclass(frozen=True)
class Inline:
    """Inline queries of people who may ask."""

    desk: InlineDesk
    lookups: Bridge
    _latest: dict[int, str] = field(default_factory=dict)

    async def typed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer what can be pasted, once the person has stopped typing."""
        query = update.inline_query
        if query is None:
            return
        words = query.query.strip()
        if len(words) < SHORTEST:
            await offer(query, [], sayings.INLINE_EMPTY)
            return
        self._latest[query.from_user.id] = query.id
        await asyncio.sleep(PAUSE_SECONDS)
        if self._latest.get(query.from_user.id) != query.id:
            return
        found = await self.lookups.call(self.desk.found, words[:LONGEST])
        await offer(query, found, sayings.INLINE_FOUND if found else sayings.INLINE_NOTHING)
        if self._latest.get(query.from_user.id) == query.id:
            del self._latest[query.from_user.id]


async def offer(query: InlineQuery, found: list[Clipping], above: str) -> None:
    """Answer a query; one that waited too long is no longer answered.

    Args:
        query: What was typed.
        found: What can be pasted.
        above: Stands over the results and leads to the bot's own chat.
    """
    results = [
        InlineQueryResultArticle(
            each.id,
            each.title,
            InputTextMessageContent(each.html, parse_mode=ParseMode.HTML),
            description=each.description,
        )
        for each in found
    ]
    button = InlineQueryResultsButton(above, start_parameter=PARAMETER)
    try:
        await query.answer(results, cache_time=CACHE_SECONDS, is_personal=True, button=button)
    except BadRequest as error:
        if "query is too old" not in error.message.lower():
            raise
