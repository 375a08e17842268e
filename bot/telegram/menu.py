"""What a person sees before the first word: the command menu and the bot's descriptions.

The menu of a person follows what they may do: it is looked at when they write, so that it also changes when somebody
was promoted or demoted by another process, or while the bot was not running.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping

from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeChat
from telegram.error import TelegramError

from bot.messenger import texts
from bot.telegram import sayings
from knowledge.access import Person, Role

logger = logging.getLogger(__name__)

LANGUAGES = ("", "zh")
"""Everybody, and those whose Telegram is Chinese: a menu of their language would otherwise go before ours."""


async def publish_menus(bot: Bot, roles: Mapping[int, Role]) -> None:
    """Set menu and descriptions; a refusal (they may be set only so often) does not keep the bot from answering.

    Args:
        bot: Whose menu.
        roles: What people are who may do more than ask.
    """
    commands = _menu(texts.COMMANDS)
    shared = [command for command in commands if command.command in sayings.GROUP_COMMANDS]
    calls = [
        *(bot.set_my_commands(commands, language_code=language or None) for language in LANGUAGES),
        bot.set_my_commands(shared, scope=BotCommandScopeAllGroupChats()),
        *(bot.set_my_commands(menu_of(role), scope=BotCommandScopeChat(person)) for person, role in roles.items()),
        bot.set_my_description(sayings.DESCRIPTION),
        bot.set_my_short_description(sayings.SHORT_DESCRIPTION),
    ]
    for outcome in await asyncio.gather(*calls, return_exceptions=True):
        if isinstance(outcome, TelegramError):
            logger.warning("telegram: the menu was not set: %s", outcome)
        elif isinstance(outcome, BaseException):
            raise outcome


class Menus:
    """Which menu each person has, as far as this process knows."""

    def __init__(self, people: Iterable[Person]) -> None:
        """Begin with the menus that are published when the bot starts."""
        self._shown: dict[int, Role] = {each.id: each.role for each in people if each.role is not Role.READER}

    def longer(self) -> Mapping[int, Role]:
        """Return who has a longer menu than everybody's."""
        return {person: role for person, role in self._shown.items() if role is not Role.READER}

    async def follow(self, bot: Bot, person: int, role: Role) -> None:
        """Give a person the menu of their role, where they have another; a refusal is logged and tried next time."""
        if self._shown.get(person) is role:
            return
        known, self._shown[person] = person in self._shown, role
        scope = BotCommandScopeChat(person)
        try:
            if role is not Role.READER:
                await bot.set_my_commands(menu_of(role), scope=scope)
            elif known or await bot.get_my_commands(scope=scope):
                await bot.delete_my_commands(scope=scope)
        except TelegramError as error:
            self._shown.pop(person, None)
            logger.warning("telegram: a menu was not set: %s", error)


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
