"""What a card shows, and how it is named. Pure: the same event and text give the same card.

The template is the one that DingTalk's own SDK brings (dingtalk-stream 0.24.3, `AIMarkdownCardInstance`); one of the
unit's own has to have the same variables.
"""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum

from bot.dingtalk.api import ChatPlace
from bot.messenger.screens import Button, Rows

TEMPLATE = "382e4302-551d-4880-bf29-a30acfab2e71.schema"
TEXT = "msgContent"
"""The variable that grows."""

STREAMED_BYTES = 3000
"""Of a growing text: https://open.dingtalk.com/document/development/api-streamingupdate (of 2026-06-04) says 3 K."""

SHOWN_BYTES = 9000
"""Of a whole text: another edition of that page says 10 K."""


class CardState(StrEnum):
    """How far a card is: dingtalk-stream 0.24.3, `AICardStatus`."""

    WAITING = "1"
    WRITING = "2"
    DONE = "3"


def name_of(event_id: str, place: ChatPlace, part: int = 0) -> str:
    """Name a card: the same for the same event, and telling of a group, for a tap does not name it dependably."""
    digest = hashlib.sha256(f"{event_id} {part}".encode()).hexdigest()[:24]
    group = place.group.translate(str.maketrans("+/=", "-_."))
    return f"r{digest}~{group}" if group else f"r{digest}"


def group_of(name: str) -> str:
    """Return the conversation of the group in which a card is, empty for none."""
    return name.partition("~")[2].translate(str.maketrans("-_.", "+/="))


def card_variables(text: str, rows: Rows, state: CardState) -> dict[str, str]:
    """Return the variables of a card."""
    buttons = [
        {"text": button.label, "color": "gray", "id": _behind(button), "request": True}
        for row in rows
        for button in row
    ]
    full = {"order": [TEXT, "msgButtons"], **({"msgButtons": buttons} if buttons else {})}
    return {
        TEXT: text,
        "flowStatus": state,
        "config": json.dumps({"autoLayout": True}),
        "sys_full_json_obj": json.dumps(full, ensure_ascii=False),
    }


def _behind(button: Button) -> str:
    """Return what a tap brings back; the question of a button that asks it stands on it, and a tap tells it not."""
    return f"{button.data} {button.label}" if button.data.startswith("q:") else button.data


def space_of(place: ChatPlace, robot: str) -> dict[str, object]:
    """Return where a card is put."""
    if place.group:
        return {
            "openSpaceId": f"dtv1.card//IM_GROUP.{place.group}",
            "imGroupOpenSpaceModel": {"supportForward": True},
            "imGroupOpenDeliverModel": {"robotCode": robot},
        }
    return {
        "openSpaceId": f"dtv1.card//IM_ROBOT.{place.person}",
        "imRobotOpenSpaceModel": {"supportForward": True},
        "imRobotOpenDeliverModel": {"spaceType": "IM_ROBOT", "robotCode": robot},
    }
