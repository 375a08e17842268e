"""Callbacks of WeCom -> what somebody did. Pure."""

from __future__ import annotations

import re
import time

from bot.messenger.incoming import FileRef, Incoming
from bot.wecom.cards import pressed_key
from bot.wecom.frames import Callback, Frame, Media

PHOTO = "照片.jpg"
"""How a picture is called that comes without a name; what it is, its content tells."""

_MENTION = re.compile(r"^\s*[@＠]\S+\s*|\s*[@＠]\S+\s*$")
"""In a group the bot hears only what names it: at the beginning or, by some, at the end."""


def event_of(frame: Frame) -> Incoming | None:
    """Return what a callback tells of; None for what needs no answer.

    Raises:
        ValidationError: It is not of the published form.
    """
    callback = Callback.model_validate(frame.body or {})
    shared = callback.chattype == "group"
    place = f"group:{callback.chatid}" if shared else f"single:{callback.sender.userid}"
    event = Incoming(
        id=callback.msgid,
        subject=callback.sender.userid,
        place=place,
        shared=shared,
        way={"req_id": frame.headers.req_id},
        at=time.time(),
    )
    what = _happened(callback, frame.headers.req_id) if callback.event is not None else _said(callback, shared=shared)
    return event.model_copy(update=what) if what and callback.sender.userid else None


def _happened(callback: Callback, req_id: str) -> dict[str, object]:
    happening = callback.event
    if happening is not None and happening.eventtype == "enter_chat":
        return {"entered": True}
    if happening is not None and happening.template_card_event is not None:
        tap = happening.template_card_event
        data, label = pressed_key(tap.event_key)
        # The number of a tap answers nothing but the card; what comes of it goes as messages of their own.
        return {"tapped": data, "label": label, "way": {"tap": tap.task_id, "answers": req_id}}
    return {}


def _said(callback: Callback, *, shared: bool) -> dict[str, object]:
    match callback.msgtype:
        case "text" | "voice":
            words = callback.text if callback.msgtype == "text" else callback.voice
            return _words(words.content if words else "", shared=shared) or {"other": "voice"}
        case "mixed":
            items = callback.mixed.msg_item if callback.mixed else ()
            text = "\n".join(item.text.content for item in items if item.text)
            return _words(text, shared=shared) or {"other": "picture"}
        case "file":
            return _file(callback.file, "")
        case "image":
            return _file(callback.image, PHOTO)
        case _:
            return {"other": "video"}


def _words(text: str, *, shared: bool) -> dict[str, object]:
    said = (_MENTION.sub("", text, count=1) if shared else text).strip()
    return {"text": said} if said else {}


def _file(media: Media | None, name: str) -> dict[str, object]:
    return {"file": FileRef(url=media.url, key=media.aeskey, name=name)} if media is not None else {}
