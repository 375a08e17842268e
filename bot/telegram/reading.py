"""Updates as Telegram sends them -> updates that can be handled, also from a Telegram newer than the library.

The library gives up a whole batch when it cannot read one update of it, and Telegram sends the same batch again for
ever: a poll of a newer kind would silence the bot. So each update is tried beforehand.
"""

from __future__ import annotations

import logging
from typing import Any, TypeGuard

from telegram import Bot, Update
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

logger = logging.getLogger(__name__)

JSON = dict[str, Any]  # Any: the Bot API's own objects

CARRIERS = (Update.MESSAGE, Update.EDITED_MESSAGE)

KEPT = frozenset({"message_id", "date", "edit_date", "chat", "from", "message_thread_id", "is_topic_message", "text"})
"""Of a message whose content cannot be read: enough to tell its sender so."""

UNREADABLE = (ArithmeticError, AttributeError, LookupError, OSError, TelegramError, TypeError, ValueError)
"""What the library raises, as it happens, over an object of another shape than it knows."""


def readable(raw: JSON) -> JSON:
    """Return an update that the library can read: as it is, else its message without what is in it, else empty.

    An empty update is confirmed and passed over like any other; what it was is logged, not what was said in it.
    """
    fault = _fault(raw)
    if fault is None:
        return raw
    logger.warning("telegram: update %s (%s) cannot be read: %s", raw["update_id"], _kind(raw), fault)
    rest = _without_content(raw)
    return rest if _fault(rest) is None else {"update_id": raw["update_id"]}


def update_of(raw: JSON, bot: Bot) -> Update:
    """Return an update, whatever can be read of it."""
    return Update.de_json(readable(raw), bot)


class PollingRequest(HTTPXRequest):
    """The connection over which updates are asked for; hands on only what can be read."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> JSON:
        """Parse an answer of the Bot API.

        Raises:
            TelegramError: It is no JSON.
        """
        answer = HTTPXRequest.parse_json_payload(payload)
        updates = answer.get("result")
        if isinstance(updates, list):
            answer["result"] = [readable(raw) for raw in updates if is_update(raw)]
        return answer


def is_update(raw: object) -> TypeGuard[JSON]:
    """Tell whether something is an update at all: one with a number, by which it is confirmed."""
    return isinstance(raw, dict) and isinstance(raw.get("update_id"), int)


def _fault(raw: JSON) -> str | None:
    """Return what keeps the library from reading an update, without any of its content; None for nothing."""
    try:
        update = Update.de_json(raw, None)
        _ = update.effective_user, update.effective_chat, update.effective_message
    except UNREADABLE as error:
        return type(error).__name__
    return None


def _without_content(raw: JSON) -> JSON:
    return {
        "update_id": raw["update_id"],
        **{
            kind: {key: value for key, value in raw[kind].items() if key in KEPT}
            for kind in CARRIERS
            if isinstance(raw.get(kind), dict)
        },
    }


def _kind(raw: JSON) -> str:
    """Name what an update holds: message.poll."""
    kind = next((key for key in raw if key != "update_id"), "empty")
    content = raw.get(kind)
    inner = [key for key in content if key not in KEPT] if isinstance(content, dict) else []
    return ".".join([kind, *inner[:3]])
