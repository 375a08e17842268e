"""Screens into Telegram: as replies, or in the place of an earlier message."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, ReplyParameters
from telegram.error import BadRequest, NetworkError, TimedOut

from bot.telegram.screens import Rows, Screen

T = TypeVar("T")

RETRY_AFTER_SECONDS = 1.0
"""Pause before a call that a broken connection swallowed is made once more."""


async def reply(message: Message, screen: Screen) -> None:
    """Answer a message: its first part as a reply to it, the buttons under the last.

    A message that Telegram took while the connection broke comes twice; an answer that never comes would be worse.
    """
    last = len(screen.parts) - 1
    for number, part in enumerate(screen.parts):
        buttons = keyboard(screen.rows) if number == last else None
        await _delivered(partial(message.reply_text, part, do_quote=number == 0, reply_markup=buttons))


async def replace(bot: Bot, query: CallbackQuery, screen: Screen) -> None:
    """Show a screen in place of the message under whose button somebody tapped, however old that is."""
    message = query.message
    if message is None:
        return
    try:
        await _delivered(
            partial(
                bot.edit_message_text,
                screen.parts[-1],
                chat_id=message.chat.id,
                message_id=message.message_id,
                reply_markup=keyboard(screen.rows),
            )
        )
    except BadRequest as error:
        if not _says(error, "not modified"):
            raise


async def below(bot: Bot, query: CallbackQuery, text: str) -> None:
    """Say something below the message under whose button somebody tapped; that message stays readable."""
    if query.message:
        place = ReplyParameters(query.message.message_id, allow_sending_without_reply=True)
        await bot.send_message(query.message.chat.id, text, reply_parameters=place)


async def acknowledge(query: CallbackQuery, text: str | None = None) -> None:
    """Stop the button's clock, first of all; a tap that waited too long is no longer acknowledged.

    Args:
        query: The tap.
        text: Shown as an alert when given, at most 200 characters.
    """
    try:
        await query.answer(text, show_alert=text is not None)
    except BadRequest as error:
        if not (_says(error, "query is too old") or _says(error, "query id is invalid")):
            raise


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """Return rows of buttons as Telegram's inline keyboard."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button.label, callback_data=button.data) for button in row] for row in rows]
    )


async def _delivered(call: Callable[[], Awaitable[T]]) -> T:
    """Make a call, and once more when the connection broke; after a timeout it is not known to be lost."""
    try:
        return await call()
    except (BadRequest, TimedOut):
        raise
    except NetworkError:
        await asyncio.sleep(RETRY_AFTER_SECONDS)
        return await call()


def _says(error: BadRequest, words: str) -> bool:
    return words in error.message.lower()
