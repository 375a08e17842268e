"""WeCom's long connection on loopback: strict about what is published, with faults. Not a test of WeCom itself.

Assumptions where the published page is silent: what was pushed and never answered is pushed again, under its number,
to whoever subscribes next; a text that has ended, like one that is too old, is refused as expired.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import itertools
import json
import random
import re
import secrets
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

BOT, SECRET = "aibTEST", "s3cret-of-the-bot"
COUNTED = {"aibot_respond_msg", "aibot_respond_welcome_msg", "aibot_respond_update_msg", "aibot_send_msg"}
"""Commands that count against the limits of a conversation."""

FIELDS: dict[str, dict[str, set[str]]] = {
    "aibot_subscribe": {"": {"bot_id", "secret"}},
    "aibot_respond_welcome_msg": {"": {"msgtype", "text"}, "text": {"content"}},
    "aibot_upload_media_init": {"": {"type", "filename", "total_size", "total_chunks", "md5"}},
    "aibot_upload_media_chunk": {"": {"upload_id", "chunk_index", "base64_data"}},
    "aibot_upload_media_finish": {"": {"upload_id"}},
}
KINDS: dict[str, set[str]] = {
    "stream": {"id", "finish", "content"},
    "markdown": {"content"},
    "file": {"media_id"},
}
CARD_FIELDS = {
    "button_interaction": {"card_type", "main_title", "quote_area", "sub_title_text", "button_list", "task_id"},
    "text_notice": {"card_type", "main_title", "card_action", "task_id"},
}
REQUIRED = {
    "button_interaction": {"main_title", "button_list", "task_id"},
    "text_notice": {"card_action", "main_title"},
}


@dataclass
class Shown:
    """Something on somebody's screen."""

    place: str
    kind: str
    """`stream`, `markdown`, `card`, `file`, `text`."""

    text: str = ""
    answers: str = ""
    """The number of the message that it answers."""

    finished: bool = True
    buttons: tuple[tuple[str, str], ...] = ()
    task_id: str = ""
    data: bytes = b""
    name: str = ""


@dataclass
class Faults:
    """What goes wrong, each with its share of all frames."""

    drop: float = 0.0
    """The connection breaks instead of an acknowledgement."""

    duplicate: float = 0.0
    late: float = 0.0
    late_seconds: float = 0.4
    busy: float = 0.0
    """Refused as over the limits, though it is not."""

    reorder: float = 0.0
    """A message is pushed after the next one."""


@dataclass
class Pushed:
    """A callback on its way."""

    cmd: str
    req_id: str
    body: dict[str, Any]
    place: str
    answered: bool = False
    at: float = field(default_factory=time.monotonic)


@dataclass
class Emulator:
    """The service, and everybody's screens."""

    faults: Faults = field(default_factory=Faults)
    per_minute: int = 30
    minute: float = 60.0
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    shown: list[Shown] = field(default_factory=list)
    over_limits: list[str] = field(default_factory=list)
    """Frames that were over a published limit, or not of the published form."""

    pushed: dict[str, Pushed] = field(default_factory=dict)
    subscriptions: int = 0
    pings: int = 0
    port: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    _subscribed: ServerConnection | None = None
    _streams: dict[str, tuple[Shown, float]] = field(default_factory=dict)
    _sent: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _tasks: set[str] = field(default_factory=set)
    _uploads: dict[str, dict[str, Any]] = field(default_factory=dict)
    _media: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    _files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    _held: list[Pushed] = field(default_factory=list)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _written_to: set[str] = field(default_factory=set)

    @property
    def endpoint(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    # --- what people do

    async def say(self, user: str, text: str, *, group: str = "") -> str:
        """Send a message, and return its number."""
        return await self._push(user, {"msgtype": "text", "text": {"content": text}}, group=group)

    async def tap(self, user: str, label: str, *, group: str = "", card: Shown | None = None) -> str:
        """Tap the button with this label on the last card that has it."""
        place = f"group:{group}" if group else f"single:{user}"
        cards = [card] if card else [one for one in reversed(self.shown) if one.kind == "card" and one.place == place]
        for one in cards:
            key = _key_of(label, one)
            while key is None and any(text == "更多" for text, _ in one.buttons):
                before = one.buttons
                await self.tap(user, "更多", group=group, card=one)
                await self.until(lambda one=one, before=before: one.buttons != before)  # type: ignore[misc]
                key = _key_of(label, one)
            if key is not None:
                tapped = {"card_type": "button_interaction", "event_key": key, "task_id": one.task_id}
                event = {"eventtype": "template_card_event", "template_card_event": tapped}
                return await self._push(
                    user, {"msgtype": "event", "event": event}, group=group, cmd="aibot_event_callback"
                )
        raise AssertionError(f"no card of {place} has {label}: {[one.buttons for one in cards][:3]}")

    async def enter(self, user: str) -> str:
        event = {"eventtype": "enter_chat"}
        return await self._push(user, {"msgtype": "event", "event": event}, cmd="aibot_event_callback")

    async def send_file(self, user: str, name: str, data: bytes) -> str:
        """Send a file, sealed as the service does it."""
        key = secrets.token_bytes(32)
        padding = 32 - len(data) % 32
        sealer = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
        sealed = sealer.update(data + bytes([padding]) * padding) + sealer.finalize()
        number = f"f{next(self._numbers)}"
        self._files[f"/{number}"] = (name, sealed)
        url = f"http://127.0.0.1:{self.files_port}/{number}"
        media = {"url": url, "aeskey": base64.b64encode(key).decode().rstrip("=")}
        return await self._push(user, {"msgtype": "file", "file": media})

    # --- what can be seen

    def screen(self, user: str, *, group: str = "") -> list[Shown]:
        place = f"group:{group}" if group else f"single:{user}"
        return [one for one in self.shown if one.place == place]

    def answers(self) -> dict[str, list[Shown]]:
        """Return the finished texts by the number of the message that they answer."""
        found: dict[str, list[Shown]] = defaultdict(list)
        for one in self.shown:
            if one.answers and one.kind == "stream" and one.finished:
                found[one.answers].append(one)
        return found

    async def until(self, holds: Callable[[], bool], seconds: float = 15.0) -> None:
        async with asyncio.timeout(seconds):
            while not holds():
                self.changed.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.changed.wait(), 0.2)

    async def quiet(self, seconds: float = 0.25) -> None:
        """Wait until nothing has changed for a while."""
        while True:
            self.changed.clear()
            try:
                await asyncio.wait_for(self.changed.wait(), seconds)
            except TimeoutError:
                return

    async def break_off(self) -> None:
        """Break the connection."""
        if self._subscribed is not None:
            self._subscribed.transport.abort()

    async def take_over(self) -> None:
        """Let another connection take the bot over."""
        if self._subscribed is not None:
            body = {"msgid": "x", "msgtype": "event", "event": {"eventtype": "disconnected_event"}}
            frame = {"cmd": "aibot_event_callback", "headers": {"req_id": "x"}, "body": body}
            await self._subscribed.send(json.dumps(frame))

    # --- the service

    async def _push(self, user: str, body: dict[str, Any], *, group: str = "", cmd: str = "aibot_msg_callback") -> str:
        number = f"m{next(self._numbers)}-{secrets.token_hex(3)}"
        place = f"group:{group}" if group else f"single:{user}"
        self._written_to.add(place)
        where = {"chatid": group, "chattype": "group"} if group else {"chattype": "single"}
        whole = {
            "msgid": number,
            "aibotid": BOT,
            **where,
            "from": {"userid": user},
            "create_time": 1_700_000_000,
            **body,
        }
        pushed = Pushed(cmd, f"r-{number}", whole, place)
        self.pushed[pushed.req_id] = pushed
        if self.chance.random() < self.faults.reorder:
            self._held.append(pushed)
            asyncio.get_running_loop().call_later(0.1, lambda: asyncio.ensure_future(self._release()))
            return number
        await self._hand_out(pushed)
        await self._release()
        if self.chance.random() < self.faults.duplicate:
            await self._hand_out(pushed)
        return number

    async def _release(self) -> None:
        held, self._held = self._held, []
        for each in held:
            await self._hand_out(each)

    async def _hand_out(self, pushed: Pushed) -> None:
        if self._subscribed is None:
            return
        frame = {"cmd": pushed.cmd, "headers": {"req_id": pushed.req_id}, "body": pushed.body}
        with contextlib.suppress(ConnectionClosed):
            await self._subscribed.send(json.dumps(frame, ensure_ascii=False))

    async def _serve(self, socket: ServerConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for text in socket:
                frame = json.loads(text)
                cmd, req_id, body = frame.get("cmd"), frame["headers"]["req_id"], frame.get("body")
                if set(frame) - {"cmd", "headers", "body"} or set(frame["headers"]) != {"req_id"}:
                    self._wrong(f"fields of the frame: {sorted(frame)}")
                if cmd == "aibot_subscribe":
                    await self._subscribe(socket, req_id, body)
                    continue
                if socket is not self._subscribed:
                    await self._acknowledge(socket, req_id, 846609, "not subscribed")
                    continue
                if cmd == "ping":
                    self.pings += 1
                    await self._acknowledge(socket, req_id, 0, "ok")
                    continue
                if cmd in COUNTED and self.chance.random() < self.faults.busy:
                    await self._acknowledge(socket, req_id, 846607, "aibot send msg frequency limit exceeded")
                    continue
                code, words, brought = self._taken(cmd, req_id, body or {})
                self.changed.set()
                fault = self.chance.random()
                if fault < self.faults.drop:
                    socket.transport.abort()
                    return
                if fault < self.faults.drop + self.faults.late:
                    late = self.faults.late_seconds
                    asyncio.get_running_loop().call_later(
                        late,
                        lambda r=req_id, c=code, w=words, b=brought: asyncio.ensure_future(  # type: ignore[misc]
                            self._acknowledge(socket, r, c, w, b)
                        ),
                    )
                    continue
                await self._acknowledge(socket, req_id, code, words, brought)

    async def _subscribe(self, socket: ServerConnection, req_id: str, body: dict[str, Any]) -> None:
        self._check("aibot_subscribe", body)
        if (body["bot_id"], body["secret"]) != (BOT, SECRET):
            await self._acknowledge(socket, req_id, 853000, "invalid bot_id or secret")
            return
        before, self._subscribed = self._subscribed, socket
        self.subscriptions += 1
        await self._acknowledge(socket, req_id, 0, "ok")
        if before is not None and before is not socket:
            before.transport.abort()
        for pushed in list(self.pushed.values()):
            if not pushed.answered:
                await self._hand_out(pushed)

    async def _acknowledge(
        self, socket: ServerConnection, req_id: str, code: int, words: str, body: dict[str, Any] | None = None
    ) -> None:
        frame = {"headers": {"req_id": req_id}, "errcode": code, "errmsg": words} | ({"body": body} if body else {})
        with contextlib.suppress(ConnectionClosed):
            await socket.send(json.dumps(frame))

    def _taken(self, cmd: str, req_id: str, body: dict[str, Any]) -> tuple[int, str, dict[str, Any] | None]:
        self._check(cmd, body)
        if cmd.startswith("aibot_upload"):
            return 0, "ok", self._uploaded(cmd, body)
        pushed = self.pushed.get(req_id)
        place = pushed.place if pushed else self._place_of(body)
        if cmd != "aibot_send_msg" and pushed is None:
            return 846605, "invalid req_id", None
        if not self._within(place):
            return 846607, "aibot send msg frequency limit exceeded", None
        if cmd == "aibot_send_msg":
            if place not in self._written_to:
                return 93006, "invalid chatid", None
            return self._shown_in(place, body, "")
        assert pushed is not None
        pushed.answered = True
        is_event, kind = pushed.cmd == "aibot_event_callback", pushed.body.get("event", {}).get("eventtype")
        wanted = {
            "aibot_respond_msg": not is_event,
            "aibot_respond_welcome_msg": kind == "enter_chat",
            "aibot_respond_update_msg": kind == "template_card_event",
        }[cmd]
        if not wanted:
            self._wrong(f"{cmd} answers {kind or 'a message'}")
            return 846605, "invalid req_id", None
        if is_event and time.monotonic() - pushed.at > 5.0:
            return 846605, "invalid req_id", None
        if cmd == "aibot_respond_update_msg":
            return self._updated(body)
        return self._shown_in(place, body, pushed.body["msgid"])

    def _shown_in(self, place: str, body: dict[str, Any], answers: str) -> tuple[int, str, dict[str, Any] | None]:
        match body["msgtype"]:
            case "stream":
                return self._streamed(place, body["stream"], answers)
            case "template_card":
                card = body["template_card"]
                if card["task_id"] in self._tasks:
                    return 41083, "task_id exists", None
                self._tasks.add(card["task_id"])
                self.shown.append(
                    Shown(
                        place,
                        "card",
                        card["main_title"]["title"],
                        answers,
                        buttons=_buttons(card),
                        task_id=card["task_id"],
                    )
                )
            case "file":
                if body["file"]["media_id"] not in self._media:
                    return 40007, "invalid media_id", None
                name, data = self._media[body["file"]["media_id"]]
                self.shown.append(Shown(place, "file", name, answers, name=name, data=data))
            case kind:
                self.shown.append(Shown(place, kind, body[kind]["content"], answers))
        return 0, "ok", None

    def _streamed(self, place: str, stream: dict[str, Any], answers: str) -> tuple[int, str, dict[str, Any] | None]:
        if len(stream["content"].encode()) > 20_480 or not stream["content"].strip():
            self._wrong(f"a text of {len(stream['content'].encode())} bytes")
        if stream["id"] not in self._streams:
            one = Shown(place, "stream", stream["content"], answers, finished=False)
            self._streams[stream["id"]] = (one, time.monotonic())
            self.shown.append(one)
        one, began = self._streams[stream["id"]]
        if one.finished or time.monotonic() - began > 360:
            return 846608, "stream message update expired", None
        one.text, one.finished = stream["content"], stream["finish"]
        return 0, "ok", None

    def _updated(self, body: dict[str, Any]) -> tuple[int, str, dict[str, Any] | None]:
        card = body["template_card"]
        found = next((one for one in self.shown if one.kind == "card" and one.task_id == card["task_id"]), None)
        if found is None:
            return 41084, "task_id not found", None
        found.buttons = _buttons(card)
        return 0, "ok", None

    def _uploaded(self, cmd: str, body: dict[str, Any]) -> dict[str, Any] | None:
        if cmd == "aibot_upload_media_init":
            if not 1 <= body["total_chunks"] <= 100 or body["total_size"] < 5:
                self._wrong("an upload of no such size")
            number = secrets.token_hex(6)
            self._uploads[number] = {**body, "chunks": {}}
            return {"upload_id": number}
        upload = self._uploads[body["upload_id"]]
        if cmd == "aibot_upload_media_chunk":
            chunk = base64.b64decode(body["base64_data"], validate=True)
            if len(chunk) > 512 * 1024:
                self._wrong(f"a chunk of {len(chunk)} bytes")
            upload["chunks"][body["chunk_index"]] = chunk
            return None
        data = b"".join(upload["chunks"][number] for number in range(upload["total_chunks"]))
        if hashlib.md5(data, usedforsecurity=False).hexdigest() != upload["md5"] or len(data) != upload["total_size"]:
            self._wrong("an upload that is not whole")
        media = secrets.token_hex(6)
        self._media[media] = (upload["filename"], data)
        return {"type": "file", "media_id": media, "created_at": "1380000000"}

    def _check(self, cmd: str, body: dict[str, Any]) -> None:
        """Hold a frame against the published form."""
        if cmd in FIELDS:
            for name, allowed in FIELDS[cmd].items():
                part = body[name] if name else body
                if set(part) != allowed:
                    self._wrong(f"{cmd}: {sorted(part)}")
            return
        if cmd == "aibot_respond_update_msg":
            kind = "template_card"
            if set(body) != {"response_type", "template_card"} or body["response_type"] != "update_template_card":
                self._wrong(f"{cmd}: {sorted(body)}")
        else:
            kind = body.get("msgtype", "")
            to = {"chatid", "chat_type"} if cmd == "aibot_send_msg" else set()
            if set(body) != {"msgtype", kind} | to or cmd not in COUNTED:
                self._wrong(f"{cmd}: {sorted(body)}")
        if kind == "template_card":
            self._check_card(body["template_card"])
        elif set(body.get(kind, {})) != KINDS.get(kind):
            self._wrong(f"{cmd}: {kind}: {sorted(body.get(kind, {}))}")

    def _check_card(self, card: dict[str, Any]) -> None:
        kind = card.get("card_type", "")
        if set(card) - CARD_FIELDS.get(kind, set()) or REQUIRED.get(kind, {"?"}) - set(card):
            self._wrong(f"card {kind}: {sorted(card)}")
        keys = [button["key"] for button in card.get("button_list", [])]
        if len(keys) > 6 or len(set(keys)) != len(keys) or any(len(key.encode()) > 1024 for key in keys):
            self._wrong(f"buttons: {keys}")
        if not re.fullmatch(r"[\w@-]{1,128}", card.get("task_id", "x"), re.ASCII):
            self._wrong(f"task_id {card['task_id']}")

    def _within(self, place: str) -> bool:
        sent, now = self._sent[place], time.monotonic()
        while sent and sent[0] < now - 60 * self.minute:
            sent.popleft()
        if sum(at > now - self.minute for at in sent) >= self.per_minute or len(sent) >= 1000:
            self._wrong(f"{place}: over the limits of a conversation")
            return False
        sent.append(now)
        return True

    def _wrong(self, what: str) -> None:
        self.over_limits.append(what)

    @staticmethod
    def _place_of(body: dict[str, Any]) -> str:
        return f"{'group' if body.get('chat_type') == 2 else 'single'}:{body.get('chatid')}"

    files_port: int = 0

    async def _serve_file(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = (await reader.readuntil(b"\r\n\r\n")).decode()
        name, data = self._files.get(request.split()[1], ("", b""))
        quoted = "".join(f"%{byte:02X}" for byte in name.encode())
        head = (
            f"HTTP/1.1 {'200 OK' if name else '404 Not Found'}\r\nContent-Length: {len(data)}\r\nConnection: close\r\n"
        )
        writer.write(f"{head}Content-Disposition: attachment; filename*=utf-8''{quoted}\r\n\r\n".encode() + data)
        await writer.drain()
        writer.close()


def _key_of(label: str, card: Shown) -> str | None:
    """Return the key of a button that may be shown shortened."""
    return next(
        (key for text, key in card.buttons if text == label or (text[-1] == "…" and label.startswith(text[:-1]))), None
    )


def _buttons(card: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((button["text"], button["key"]) for button in card.get("button_list", []))


@asynccontextmanager
async def emulated(faults: Faults | None = None, *, port: int = 0, **how: Any) -> AsyncIterator[Emulator]:
    """Run the service on loopback."""
    emulator = Emulator(faults or Faults(), **how)
    async with serve(emulator._serve, "127.0.0.1", port, ping_interval=None, close_timeout=0.2) as server:
        emulator.port = next(iter(server.sockets)).getsockname()[1]
        files = await asyncio.start_server(emulator._serve_file, "127.0.0.1", 0)
        async with files:
            emulator.files_port = files.sockets[0].getsockname()[1]
            yield emulator
