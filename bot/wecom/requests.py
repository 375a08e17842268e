"""The frames that we send: these fields, and nothing else."""

from __future__ import annotations

import json
import secrets
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.wecom.limits import BUTTONS


class OwnFields(BaseModel):
    """What we send."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Subscription(OwnFields):
    """Who we are."""

    bot_id: str
    secret: str


class Stream(OwnFields):
    """A text that grows: each frame has all of it, and the last one says so."""

    id: str
    finish: bool
    content: str


class StreamBody(OwnFields):
    """An answer."""

    msgtype: Literal["stream"] = "stream"
    stream: Stream


class Content(OwnFields):
    """A text."""

    content: str


class WelcomeBody(OwnFields):
    """What is said to who opens the chat."""

    msgtype: Literal["text"] = "text"
    text: Content


class CardTitle(OwnFields):
    """The head of a card."""

    title: str
    desc: str = ""


class CardButton(OwnFields):
    """A button of a card."""

    text: str
    style: Literal[1, 2, 3, 4] = 1
    key: str


class CardQuotation(OwnFields):
    """Words quoted on a card."""

    type: Literal[0] = 0
    title: str
    quote_text: str


class CardAction(OwnFields):
    """What a tap on the card itself does."""

    type: Literal[0] = 0


class ButtonCard(OwnFields):
    """A card with buttons."""

    card_type: Literal["button_interaction"] = "button_interaction"
    main_title: CardTitle
    quote_area: CardQuotation | None = None
    sub_title_text: str | None = None
    button_list: tuple[CardButton, ...] = Field(min_length=1, max_length=BUTTONS)
    task_id: str = Field(pattern=r"^[\w@-]{1,128}$")


class NoticeCard(OwnFields):
    """A card without buttons."""

    card_type: Literal["text_notice"] = "text_notice"
    main_title: CardTitle
    card_action: CardAction = CardAction()
    task_id: str = Field(pattern=r"^[\w@-]{1,128}$")


Card = Annotated[ButtonCard | NoticeCard, Field(discriminator="card_type")]


class CardBody(OwnFields):
    """A card as an answer."""

    msgtype: Literal["template_card"] = "template_card"
    template_card: Card


class CardUpdateBody(OwnFields):
    """A card in the place of the one that was tapped."""

    response_type: Literal["update_template_card"] = "update_template_card"
    template_card: Card


class MediaId(OwnFields):
    """A file that was sent up before."""

    media_id: str


class FileBody(OwnFields):
    """A file as an answer."""

    msgtype: Literal["file"] = "file"
    file: MediaId


class ToConversation(OwnFields):
    """To which conversation something goes that nobody asked for."""

    chatid: str
    chat_type: Literal[1, 2]
    """1 is somebody, 2 a group."""


class MarkdownMessage(ToConversation):
    """A text that nobody asked for."""

    msgtype: Literal["markdown"] = "markdown"
    markdown: Content


class CardMessage(ToConversation):
    """A card that nobody asked for."""

    msgtype: Literal["template_card"] = "template_card"
    template_card: Card


class FileMessage(ToConversation):
    """A file that nobody asked for in so many words."""

    msgtype: Literal["file"] = "file"
    file: MediaId


class UploadBegin(OwnFields):
    """A file is to come up."""

    type: Literal["file"] = "file"
    filename: str
    total_size: int
    total_chunks: int
    md5: str


class UploadChunk(OwnFields):
    """A piece of it."""

    upload_id: str
    chunk_index: int
    base64_data: str


class UploadEnd(OwnFields):
    """All pieces are there."""

    upload_id: str


class Outgoing(OwnFields):
    """Any frame that we send."""

    cmd: Literal[
        "aibot_subscribe",
        "ping",
        "aibot_respond_msg",
        "aibot_respond_welcome_msg",
        "aibot_respond_update_msg",
        "aibot_send_msg",
        "aibot_upload_media_init",
        "aibot_upload_media_chunk",
        "aibot_upload_media_finish",
    ]
    req_id: str
    body: OwnFields | None = None

    def json_text(self) -> str:
        """Return the frame as it goes out."""
        frame: dict[str, Any] = {"cmd": self.cmd, "headers": {"req_id": self.req_id}}
        if self.body is not None:
            frame["body"] = self.body.model_dump(exclude_none=True)
        return json.dumps(frame, ensure_ascii=False)


def own_request(cmd: str) -> str:
    """Return a number for what we begin ourselves; answers carry that of what they answer."""
    return f"{cmd}-{secrets.token_hex(8)}"
