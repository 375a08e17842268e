"""How news of what has arrived is told over Telegram."""

from __future__ import annotations

import logging

from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.messenger.screens import Screen
from bot.telegram import delivery
from knowledge.errors import ChannelUnavailableError

logger = logging.getLogger(__name__)


async def push(bot: Bot, place: str, screen: Screen) -> bool:
    """Say something in a chat, or in a topic of it; False where it cannot be written to.

    Raises:
        ChannelUnavailableError: Telegram cannot be reached now.
    """
    chat, _, thread = place.partition(":")
    topic = int(thread) if thread else None
    try:
        await bot.send_message(
            int(chat), screen.parts[0], reply_markup=delivery.keyboard(screen.rows), message_thread_id=topic
        )
    except (Forbidden, BadRequest) as error:
        logger.warning("arrivals: somebody was not told: %s", error)
        return False
    except TelegramError as error:
        raise ChannelUnavailableError(str(error)) from error
    return True
