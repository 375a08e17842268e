"""What a person sees before the first word: the command menu and the bot's descriptions."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeChat
from telegram.error import TelegramError

from bot.telegram import texts
from knowledge.access import Role

logger = logging.getLogger(__name__)

LANGUAGES = ("", "zh")
"""Everybody, and those whose Telegram is Chinese: a menu of their language would otherwise go before ours."""


async def publish(bot: Bot, roles: Mapping[int, Role]) -> None:
    """Set menu and descriptions; a refusal (they may be set only so often) does not keep the bot from answering.

    Args:
        bot: Whose menu.
        roles: What people are who may do more than ask.
    """
    commands = _menu(texts.COMMANDS)
    shared = [command for command in commands if command.command in texts.GROUP_COMMANDS]
    calls = [
        *(bot.set_my_commands(commands, language_code=language or None) for language in LANGUAGES),
        bot.set_my_commands(shared, scope=BotCommandScopeAllGroupChats()),
        *(bot.set_my_commands(menu_of(role), scope=BotCommandScopeChat(person)) for person, role in roles.items()),
        bot.set_my_description(texts.DESCRIPTION),
        bot.set_my_short_description(texts.SHORT_DESCRIPTION),
    ]
    for outcome in await asyncio.gather(*calls, return_exceptions=True):
        if isinstance(outcome, TelegramError):
            logger.warning("telegram: the menu was not set: %s", outcome)
        elif isinstance(outcome, BaseException):
            raise outcome


def menu_of(role: Role) -> list[BotCommand]:
    """Return the menu of somebody in private."""
    own = _menu(texts.COMMANDS)
    if role is not Role.READER:
        own += _menu(texts.UPLOADER_COMMANDS)
    if role is Role.ADMIN:
        own += _menu(texts.ADMIN_COMMANDS)
    return own


def _menu(commands: Mapping[str, str]) -> list[BotCommand]:
    return [BotCommand(name, description) for name, description in commands.items()]
