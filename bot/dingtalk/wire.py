"""What goes over the wire, as DingTalk publishes it: frames of the stream, messages to the robot, taps on a card.

Read on 2026-12-01: https://open-dingtalk.github.io/developerpedia/docs/learn/stream/protocol and
https://open.dingtalk.com/document/development/event-callback-card (of 2026-08-04).
"""

from __future__ import annotations

import json
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

BOT_MESSAGES = "/v1.0/im/bot/messages/get"
CARD_TAPS = "/v1.0/card/instances/callback"
PINGS, DISCONNECT = {"ping", "KEEPALIVE"}, "disconnect"

SUBSCRIPTIONS = tuple({"type": "CALLBACK", "topic": topic} for topic in (BOT_MESSAGES, CARD_TAPS))


class Wire(BaseModel):
    """Base of what arrives: immutable; fields that DingTalk adds one day are no fault."""

    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=to_camel, populate_by_name=True)


class FrameHeaders(Wire):
    """Of one frame."""

    topic: str
    message_id: str = ""
    """Of this push, to be named in the acknowledgement; a `disconnect` has none."""


class StreamFrame(Wire):
    """One push of the server."""

    type: Literal["SYSTEM", "EVENT", "CALLBACK"]
    headers: FrameHeaders
    data: str = "{}"
    """A JSON object."""

    @property
    def is_ping(self) -> bool:
        """Whether the server asks whether we are there."""
        return self.type == "SYSTEM" and self.headers.topic in PINGS

    @property
    def is_farewell(self) -> bool:
        """Whether the server will close this connection, and delivers nothing more over it."""
        return self.type == "SYSTEM" and self.headers.topic == DISCONNECT

    def acknowledged(self) -> str:
        """Return the frame that tells the server that this one has arrived."""
        match self.type:
            case "SYSTEM":
                data = self.data
            case "EVENT":
                data = json.dumps({"status": "SUCCESS", "message": "success"})
            case "CALLBACK":
                data = json.dumps({"response": {} if self.headers.topic == CARD_TAPS else None})
        headers = {"contentType": "application/json", "messageId": self.headers.message_id}
        return json.dumps({"code": 200, "headers": headers, "message": "OK", "data": data})


def frame_of(raw: str | bytes) -> StreamFrame | None:
    """Read a frame; None for what is none that we know."""
    try:
        return StreamFrame.model_validate_json(raw)
    except ValidationError:
        return None


class MessageText(Wire):
    """Of a message of text."""

    content: str = ""


class RichPiece(Wire):
    """Of a message that mixes text and pictures."""

    text: str = ""
    download_code: str = ""


class MessageContent(Wire):
    """Of a message that is not mere text."""

    download_code: str = ""
    file_name: str = ""
    recognition: str = ""
    """What was said, where it was spoken."""

    rich_text: tuple[RichPiece, ...] = ()


class BotMessage(Wire):
    """What somebody says to the robot.

    https://open.dingtalk.com/document/orgapp/receive-message
    """

    msg_id: str
    msgtype: str
    conversation_id: str
    conversation_type: Literal["1", "2"]
    sender_staff_id: str = ""
    """Empty for somebody of another organisation, who cannot be let in."""

    sender_nick: str = ""
    is_in_at_list: bool = False
    session_webhook: str = ""
    """Where a reply may be posted until it expires; a secret."""

    session_webhook_expired_time: int = 0
    """Milliseconds since 1970."""

    text: MessageText = MessageText()
    content: MessageContent = MessageContent()

    @property
    def in_group(self) -> bool:
        """Whether others read along."""
        return self.conversation_type == "2"

    @property
    def words(self) -> str:
        """Return what is written or spoken, without the mention that led the message to the robot."""
        pieces = (self.text.content, self.content.recognition, *(each.text for each in self.content.rich_text))
        said = " ".join(each.strip() for each in pieces if each.strip())
        return said.split(maxsplit=1)[-1] if self.in_group and said.startswith("@") and " " in said else said

    @property
    def file(self) -> tuple[str, str] | None:
        """Return name and download code of what is attached; the name of a picture is ours."""
        if self.msgtype == "file" and self.content.download_code:
            return self.content.file_name, self.content.download_code
        codes = (self.content.download_code, *(each.download_code for each in self.content.rich_text))
        code = next(filter(None, codes), "")
        return ("图片.jpg", code) if code and self.msgtype in {"picture", "richText"} else None


class ButtonTap(Wire):
    """A tap on a button of a card."""

    out_track_id: str
    """Of the card, as we named it."""

    user_id: str
    action: str
    """What stands behind the button."""

    space_id: str = ""

    @classmethod
    def read(cls, data: str) -> Self | None:
        """Read the data of a frame; None where no button of ours was tapped."""
        try:
            outer = json.loads(data)
            private = json.loads(outer["content"])["cardPrivateData"]
            ids = private.get("actionIds") or [""]
            action = (private.get("params") or {}).get("action") or ids[0]
            return cls.model_validate({**outer, "action": str(action)}) if action else None
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
