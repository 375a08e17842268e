"""A frame of the stream -> what somebody did, as all messengers tell it. Pure."""

from __future__ import annotations

from pydantic import ValidationError

from bot.dingtalk.api import ChatPlace
from bot.dingtalk.cards import group_of
from bot.dingtalk.wire import CARD_TAPS, BotMessage, ButtonTap, StreamFrame
from bot.messenger.incoming import FileRef, Incoming

SINGLE, GROUP = "single:", "group:"
UNREADABLE = {"audio": "voice", "picture": "picture", "video": "video"}


def incoming_of(frame: StreamFrame, *, at: float) -> Incoming | None:
    """Read a frame that was received at a time; None where nobody who could be answered did anything."""
    if frame.headers.topic == CARD_TAPS:
        return _tapped(frame, at)
    try:
        message = BotMessage.model_validate_json(frame.data)
    except ValidationError:
        return None
    return _said(message, at) if message.sender_staff_id else None


def chat_of(event: Incoming) -> ChatPlace:
    """Return where an event is answered."""
    return place_named(event.place, event.subject)


def place_named(place: str, person: str = "") -> ChatPlace:
    """Return the place behind its name."""
    if place.startswith(GROUP):
        return ChatPlace(person, place.removeprefix(GROUP))
    return ChatPlace(place.removeprefix(SINGLE))


def _said(message: BotMessage, at: float) -> Incoming:
    file = message.file
    return Incoming(
        id=message.msg_id,
        subject=message.sender_staff_id,
        place=_name(message.sender_staff_id, message.conversation_id if message.in_group else ""),
        name=message.sender_nick,
        shared=message.in_group,
        text=message.words,
        file=FileRef(url=file[1], name=file[0]) if file else None,
        other="" if file or message.words else UNREADABLE.get(message.msgtype, message.msgtype),
        way={"webhook": message.session_webhook, "until": str(message.session_webhook_expired_time / 1000)},
        at=at,
    )


def _tapped(frame: StreamFrame, at: float) -> Incoming | None:
    tap = ButtonTap.read(frame.data)
    if tap is None:
        return None
    group = group_of(tap.out_track_id)
    data, _, label = tap.action.partition(" ")
    return Incoming(
        id=frame.headers.message_id,
        subject=tap.user_id,
        place=_name(tap.user_id, group),
        shared=bool(group),
        tapped=data,
        label=label,
        way={"card": tap.out_track_id},
        at=at,
    )


def _name(person: str, group: str) -> str:
    return f"{GROUP}{group}" if group else f"{SINGLE}{person}"
