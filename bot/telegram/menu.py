"""What a person sees before the first word: the command menu and the bot's descriptions."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection

from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeChat
from telegram.error import TelegramError

from bot.telegram import texts

logger = logging.getLogger(__name__)

LANGUAGES = ("", "zh")
"""Everybody, and those whose Telegram is Chinese: a menu of their language would otherwise go before ours."""


async def publish(bot: Bot, admins: Collection[int] = ()) -> None:
    """Set menu and descriptions; a refusal (they may be set only so often) does not keep the bot from answering."""
    commands = [BotCommand(name, description) for name, description in texts.COMMANDS.items()]
    own = [*commands, *(BotCommand(name, description) for name, description in texts.ADMIN_COMMANDS.items())]
    shared = [command for command in commands if command.command in texts.GROUP_COMMANDS]
    calls = [
        *(bot.set_my_commands(commands, language_code=language or None) for language in LANGUAGES),
        bot.set_my_commands(shared, scope=BotCommandScopeAllGroupChats()),
        *(bot.set_my_commands(own, scope=BotCommandScopeChat(admin)) for admin in sorted(admins)),
        bot.set_my_description(texts.DESCRIPTION),
        bot.set_my_short_description(texts.SHORT_DESCRIPTION),
    ]
    for outcome in await asyncio.gather(*calls, return_exceptions=True):
        if isinstance(outcome, TelegramError):
            logger.warning("telegram: the menu was not set: %s", outcome)
        elif isinstance(outcome, BaseException):
            raise outcome
