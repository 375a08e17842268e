"""Screens into Telegram: as replies, or in the place of an earlier message."""

from __future__ import annotations

from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, ReplyParameters
from telegram.error import BadRequest

from bot.messenger import callbacks
from bot.messenger.markup import without_markup
from bot.messenger.screens import Rows, Screen


async def reply(message: Message, screen: Screen, *, quote: bool = True) -> Message:
    """Answer a message: its first part as a reply to it, the buttons under the last; return the last message."""
    return await _send(message, screen, screen.parts, quote=quote)


async def finish(message: Message, shown: Message, screen: Screen) -> Message:
    """Turn what was shown of an answer into the whole of it, and return its last message: there may be further ones."""
    only = len(screen.parts) == 1
    rows = screen.rows if only else ()
    await edit(shown.get_bot(), shown.chat.id, shown.message_id, screen.parts[0], rows)
    return shown if only else await _send(message, screen, screen.parts[1:], quote=False)


async def _send(message: Message, screen: Screen, parts: tuple[str, ...], *, quote: bool) -> Message:
    sent = message
    for number, part in enumerate(parts, 1):
        buttons = keyboard(screen.rows) if number == len(parts) else None
        first = quote and number == 1
        try:
            sent = await message.reply_text(part, do_quote=first, reply_markup=buttons)
        except BadRequest as error:
            if not _says(error, "parse entities"):
                raise
            sent = await message.reply_text(without_markup(part), do_quote=first, reply_markup=buttons, parse_mode=None)
    return sent


async def replace(bot: Bot, query: CallbackQuery, screen: Screen) -> None:
    """Show a screen in place of the message under whose button somebody tapped; below, where that is gone or fixed."""
    if query.message is None:
        return
    try:
        await edit(bot, query.message.chat.id, query.message.message_id, screen.parts[-1], screen.rows)
    except BadRequest as error:
        if not _says(error, "to edit not found") and not _says(error, "can't be edited"):
            raise
        await below(bot, query, screen.model_copy(update={"parts": screen.parts[-1:]}))


async def change_buttons(bot: Bot, query: CallbackQuery, rows: Rows) -> None:
    """Put other buttons under the message under whose button somebody tapped; its text stays."""
    if query.message is None:
        return
    try:
        await bot.edit_message_reply_markup(
            query.message.chat.id, query.message.message_id, reply_markup=keyboard(rows)
        )
    except BadRequest as error:
        if not _says(error, "not modified"):
            raise


async def edit(bot: Bot, chat: int, number: int, text: str, rows: Rows) -> None:
    """Put a text in the place of a message; one that says so already is left as it is."""
    buttons = keyboard(rows)
    try:
        await bot.edit_message_text(text, chat_id=chat, message_id=number, reply_markup=buttons)
    except BadRequest as error:
        if _says(error, "parse entities"):
            await bot.edit_message_text(
                without_markup(text), chat_id=chat, message_id=number, reply_markup=buttons, parse_mode=None
            )
        elif not _says(error, "not modified"):
            raise


async def below(bot: Bot, query: CallbackQuery, screen: Screen) -> None:
    """Say something below the message under whose button somebody tapped; that message stays readable."""
    if not query.message:
        return
    place = ReplyParameters(query.message.message_id, allow_sending_without_reply=True)
    thread = query.message.message_thread_id if isinstance(query.message, Message) else None
    for number, part in enumerate(screen.parts, 1):
        await bot.send_message(
            query.message.chat.id,
            part,
            reply_parameters=place,
            message_thread_id=thread,
            reply_markup=keyboard(screen.rows) if number == len(screen.parts) else None,
        )


async def acknowledge(query: CallbackQuery, text: str | None = None, *, alert: bool = True) -> None:
    """Stop the button's clock, first of all; a tap that waited too long is no longer acknowledged.

    Args:
        query: The tap.
        text: Displayed when given, at most 200 characters.
        alert: Show it as an alert, not as a passing line.
    """
    try:
        await query.answer(text, show_alert=alert and text is not None)
    except BadRequest as error:
        if not (_says(error, "query is too old") or _says(error, "query id is invalid")):
            raise


def reply_under(message: Message | None) -> str | None:
    """Return the kept reply whose buttons a message carries, or None."""
    rows = message.reply_markup.inline_keyboard if message and message.reply_markup else ()
    found = (callbacks.opening(str(button.callback_data)) for row in rows for button in row if button.callback_data)
    return next((opening.reply_id for opening in found if opening), None)


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """Return rows of buttons as Telegram's inline keyboard."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button.label, callback_data=button.data) for button in row] for row in rows]
    )


def _says(error: BadRequest, words: str) -> bool:
    return words in error.message.lower()
