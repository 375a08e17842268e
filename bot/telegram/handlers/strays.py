"""What is no question: one helpful sentence in private, silence in groups (the filters see to that)."""

from __future__ import annotations

import html
from difflib import get_close_matches

from telegram import Update
from telegram.ext import ContextTypes

from bot.messenger import texts
from bot.messenger.screens import Screen
from bot.telegram import delivery, sayings
from bot.telegram.filters import said

ALIKE = 0.8
"""How like a command must be to what was typed, of 1: /lern is like /learn, /standard is not like /start."""


class Strays:
    """Unknown commands, edited messages, files, stickers and voice."""

    async def unknown_command(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Name the command that was probably meant, with what stood behind it ready to be copied."""
        if update.message is None:
            return
        typed = said(update.message)
        near = get_close_matches(typed.command, texts.COMMANDS, n=1, cutoff=ALIKE)
        if not near:
            await _say(update, texts.UNKNOWN_COMMAND)
            return
        meant = html.escape(f"/{near[0]} {typed.words}".strip(), quote=False)
        await _say(update, texts.NEAR_COMMAND.format(meant=meant))

    async def edited(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say that an edit is not answered."""
        await _say(update, sayings.EDITED)

    async def not_text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what the bot does not take, once for an album."""
        album = update.message.media_group_id if update.message else None
        if album and context.chat_data is not None:
            if context.chat_data.get("album") == album:
                return
            context.chat_data["album"] = album
        message = update.message
        told = (sentence for kind, sentence in sayings.OTHER_KINDS.items() if message and getattr(message, kind))
        await _say(update, next(told, texts.NOT_TEXT), quote=False)  # it may be of a kind that cannot be read back


async def _say(update: Update, text: str, *, quote: bool = True) -> None:
    if update.effective_message:
        await delivery.reply(update.effective_message, Screen(parts=(text,)), quote=quote)
