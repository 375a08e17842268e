"""Questions that come in pieces: a long text that Telegram cut, or a line that breaks off before its sense is whole."""

from __future__ import annotations

import asyncio

from bot.messenger.markup import units
from bot.messenger.turns import Ticket, Turns

PATIENCE_SECONDS = 1.5
"""How long the rest of an unfinished message is waited for."""

CUT_UNITS = 3500
"""Telegram's clients cut what is longer than 4,096 units, at a space or line end where they find one."""

OPEN_ENDS = tuple("，、：:；;（(“《—")


async def whole_question(words: str, ticket: Ticket, turns: Turns) -> str:
    """Return a question with the pieces that follow it; each joined piece is no question of its own any more."""
    joined = [words]
    while _unfinished(joined[-1]):
        following = await _next(ticket, turns)
        if following is None:
            break
        following.withdrawn = True
        joined.append(following.words)
    return "\n".join(joined)


def _unfinished(words: str) -> bool:
    return units(words) >= CUT_UNITS or words.endswith(OPEN_ENDS)


async def _next(ticket: Ticket, turns: Turns) -> Ticket | None:
    for _ in range(int(PATIENCE_SECONDS / 0.1)):
        following = turns.following(ticket)
        if following is not None:
            return following
        await asyncio.sleep(0.1)
    return None
