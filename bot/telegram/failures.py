"""What happens when a handler fails: it is logged under a short code, and the person is told that code."""

from __future__ import annotations

import html
import logging
import secrets
from dataclasses import dataclass

from telegram import Bot, Message, Update
from telegram.error import ChatMigrated, Forbidden, TelegramError
from telegram.ext import ContextTypes

from bot.messenger import texts
from bot.messenger.screens import Screen
from bot.messenger.turns import Turns
from bot.services.assistant import Assistant
from bot.telegram import delivery, sayings
from bot.telegram.flood import did_not_arrive
from knowledge.callers import Someone
from knowledge.errors import BadRequestError, KnowledgeError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failures:
    """The one place where anything that was raised ends up."""

    assistant: Assistant
    turns: Turns

    async def handle(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Tell the person what happened; who blocked the bot is not written to."""
        error = context.error
        if isinstance(error, ChatMigrated):
            await _tell_where_it_moved(context.bot, error.new_chat_id)
            return
        if isinstance(update, Update) and did_not_arrive(error):
            self.turns.ticket(update.update_id).undelivered = True
        if not isinstance(update, Update) or error is None or isinstance(error, Forbidden) or did_not_arrive(error):
            logger.warning("telegram: %s", error)
            return
        sentence = self._sentence(error, update)
        message = update.effective_message
        if isinstance(message, Message):
            await _tell(message, sentence)

    def _sentence(self, error: Exception, update: Update) -> str:
        if not isinstance(error, KnowledgeError):
            code = secrets.token_hex(3)
            logger.error("fault %s", code, exc_info=error)
            return texts.FAULT.format(code=code)
        sentence = texts.fault_sentence(error)
        if isinstance(error, BadRequestError):
            return sentence
        logger.error("%s: %s", error.code, error)
        return sentence + self._for_admin(error, update)

    def _for_admin(self, error: KnowledgeError, update: Update) -> str:
        """Return the error's own message, which can name files, for an administrator in private."""
        user, chat = update.effective_user, update.effective_chat
        private = user is not None and chat is not None and chat.id == user.id
        if user is not None and private and self.assistant.people.is_admin(Someone(number=user.id)):
            return texts.FOR_ADMIN.format(message=error)
        return ""


async def _tell_where_it_moved(bot: Bot, chat: int) -> None:
    """A group became a supergroup: its messages, and the buttons under them, stay behind under its old number."""
    try:
        await bot.send_message(chat, sayings.GROUP_MOVED)
    except TelegramError as error:
        logger.warning("telegram: a group was not told that it moved: %s", error)


async def _tell(message: Message, sentence: str) -> None:
    try:
        await delivery.reply(message, Screen(parts=(html.escape(sentence, quote=False),)))
    except TelegramError as error:
        logger.warning("telegram: a fault could not be told: %s", error)
