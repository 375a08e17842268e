"""The frames of the long connection of WeCom's intelligent bots, as published on 2026-03-13 and read on 2026-12-01.

https://developer.work.weixin.qq.com/document/path/101463; where that page is silent, the vendor's own client (npm
`@wecom/aibot-node-sdk` 1.0.7). Of what comes, unknown fields are passed over; what we send is in `bot.wecom.requests`.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Received(BaseModel):
    """What comes."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Headers(Received):
    """What ties an answer to what it answers."""

    req_id: str


# --- received -----------------------------------------------------------------------------------------------------


class Sender(Received):
    """Who did something."""

    userid: str = ""


class Text(Received):
    """Words; also those of a voice message, which the service writes down."""

    content: str = ""


class Media(Received):
    """Where a file can be fetched for five minutes, and the key with which it can be read."""

    url: str = ""
    aeskey: str = ""


class Item(Received):
    """A part of a message of words and pictures."""

    msgtype: str
    text: Text | None = None
    image: Media | None = None


class Mixed(Received):
    """Words and pictures."""

    msg_item: tuple[Item, ...] = ()


class CardTap(Received):
    """A tap on a card."""

    event_key: str = ""
    task_id: str = ""
    card_type: str = ""


class Occurrence(Received):
    """What happened."""

    eventtype: str
    template_card_event: CardTap | None = None


class Callback(Received):
    """A message, or an event."""

    msgid: str
    aibotid: str = ""
    chatid: str = ""
    chattype: str = "single"
    sender: Sender = Field(default=Sender(), alias="from")
    msgtype: str
    text: Text | None = None
    voice: Text | None = None
    image: Media | None = None
    file: Media | None = None
    video: Media | None = None
    mixed: Mixed | None = None
    event: Occurrence | None = None


class Frame(Received):
    """Any frame that comes: a callback has a command, an acknowledgement has none."""

    cmd: str = ""
    headers: Headers
    body: dict[str, Any] | None = None  # Any: whatever a command brings
    errcode: int = 0
    errmsg: str = ""
