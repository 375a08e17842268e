"""DingTalk on loopback, strict about what is published: its HTTP interfaces, its stream, and what can go wrong there.

Interfaces as read on 2026-12-01 (`docs/dingtalk.md` names the pages). What a call does not name, or names wrongly, is
refused as DingTalk refuses it; what a client does against the published rules is put down in `faults`.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import re
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import quote_plus

from aiohttp import WSCloseCode, WSMsgType, web

CLIENT_ID, SECRET = "ding0123456789abcdef", "s3cret-of-the-application"  # of nobody
QPS = 20
"""Of each interface of an application: 附录B：如何处理钉钉服务端API限流."""

GROUP_PER_MINUTE = 20
STREAMED_BYTES = 3072
"""AI卡片流式更新: at most 3 K in all."""

BODY_BYTES = 20_000
"""Of a message that is posted to a session's webhook."""

SPACE = re.compile(r"dtv1\.card//(IM_ROBOT|IM_GROUP)\.(.+)")
CARD_KEYS = {
    "cardTemplateId", "outTrackId", "callbackType", "cardData", "openSpaceId", "userIdType", "imRobotOpenSpaceModel",
    "imGroupOpenSpaceModel", "imRobotOpenDeliverModel", "imGroupOpenDeliverModel",
}  # fmt: skip


@dataclass
class Card:
    """One card, as people see it."""

    id: str
    space: str
    data: dict[str, str]
    streamed: list[str] = field(default_factory=list)
    guids: set[str] = field(default_factory=set)
    states: list[str] = field(default_factory=list)
    """How far it was, from the first."""

    finalized: bool = False

    @property
    def text(self) -> str:
        return self.data.get("msgContent", "")

    @property
    def is_finished(self) -> bool:
        return self.data.get("flowStatus") == "3"

    @property
    def buttons(self) -> dict[str, str]:
        """What a tap on each label sends."""
        shown = json.loads(self.data.get("sys_full_json_obj", "{}")).get("msgButtons", [])
        return {each["text"]: each["id"] for each in shown}


@dataclass
class Message:
    """One message that is no card."""

    space: str
    text: str
    way: str
    """`webhook`, `robot`."""

    file: str = ""


@dataclass
class Push:
    """What somebody did, until it is acknowledged."""

    id: str
    frame: dict[str, Any]
    pushed_at: float = 0.0
    times: int = 0
    acknowledged: bool = False


@dataclass
class Socket:
    """An open line."""

    ws: web.WebSocketResponse
    delivering: bool = True


@dataclass
class Trouble:
    """What goes wrong, each with a chance from 0 to 1."""

    twice: float = 0.0
    throttled: float = 0.0
    broken: float = 0.0
    """A call that fails before it is done."""

    lost_answer: float = 0.0
    """A call that is done, and nobody hears of it."""

    reordered: float = 0.0
    late: float = 0.0
    """An acknowledgement that is under way for so long that the push is repeated."""


class Emulator:
    """An organisation with people, groups, and one robot."""

    def __init__(self, *, again_after: float = 60.0, pings: float = 0.0, seed: int = 1) -> None:
        """Prepare.

        Args:
            again_after: Seconds after which a push that is not acknowledged is pushed again; 0 for never.
            pings: Seconds between pings of the server; 0 for none.
            seed: Of what goes wrong.
        """
        self.again_after, self.pings = again_after, pings
        self.trouble, self.chance = Trouble(), random.Random(seed)
        self.cards: dict[str, Card] = {}
        self.messages: list[Message] = []
        self.faults: list[str] = []
        self.calls: Counter[str] = Counter()
        self.sockets: list[Socket] = []
        self.pushes: dict[str, Push] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.media: dict[str, tuple[str, bytes]] = {}
        self.sessions: dict[str, tuple[str, float]] = {}
        self.refused: dict[str, str] = {}
        """By interface, with what code it is refused."""

        self.unreachable: set[str] = set()
        """Who may not use the application: cards are made for them, and not delivered."""

        self.session_seconds = 5400.0
        self.changes = 0
        """How often anything that people see changed."""

        self._numbers = itertools.count(1)
        self._tickets: dict[str, float] = {}
        self._tokens: dict[str, float] = {}
        self._recent: dict[str, deque[float]] = {}
        self._in_group: dict[str, deque[float]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: list[Push] = []

    # People

    def say(self, person: str, text: str, *, group: str = "", message_id: str = "") -> str:
        """Somebody writes to the robot, in a group by a mention; return the id of the message."""
        return self._message(
            person, group, {"msgtype": "text", "text": {"content": f" {text}" if group else text}}, message_id
        )

    def bring(self, person: str, name: str, data: bytes) -> str:
        """Somebody sends a file."""
        code = f"code{next(self._numbers)}"
        self.files[code] = (name, data)
        content = {"spaceId": "1", "fileId": "1", "fileName": name, "downloadCode": code}
        return self._message(person, "", {"msgtype": "file", "content": content})

    def speak(self, person: str, words: str) -> str:
        """Somebody says something aloud."""
        return self._message(person, "", {"msgtype": "audio", "content": {"downloadCode": "x", "recognition": words}})

    def tap(self, card: Card, label: str, person: str) -> None:
        """Somebody taps a button of a card."""
        content = {"cardPrivateData": {"actionIds": [card.buttons[label]], "params": {}}}
        data = {
            "type": "actionCallback", "outTrackId": card.id, "corpId": "ding1", "userId": person, "userIdType": 1,
            "spaceId": card.space.partition(".")[2], "content": json.dumps(content),
        }  # fmt: skip
        self._push("/v1.0/card/instances/callback", data)

    def cards_of(self, person: str) -> list[Card]:
        """Return the cards in somebody's own chat, or in a group's, in the order in which they came."""
        return [card for card in self.cards.values() if card.space.partition(".")[2] == person]

    def written_to(self, space: str) -> list[Message]:
        return [message for message in self.messages if message.space == space]

    # Trouble

    def farewell(self) -> None:
        """Take leave of every line: nothing more comes over it, and it ends ten seconds later."""
        for socket in self.sockets:
            if socket.delivering:
                headers = {"topic": "disconnect", "contentType": "application/json"}
                reason = json.dumps({"reason": "connection is expired"})
                self._send(socket, {"type": "SYSTEM", "headers": headers, "data": reason})
                socket.delivering = False

    def drop(self) -> None:
        """Cut every line without a word."""
        for socket in self.sockets:
            socket.delivering = False
            transport = socket.ws._req.transport if socket.ws._req else None
            if transport:
                transport.abort()

    def silence(self) -> None:
        """Go on answering pings of the open lines, and deliver nothing over them."""
        for socket in self.sockets:
            socket.delivering = False

    def end_tokens(self) -> None:
        """Every token ends before its time."""
        self._tokens.clear()

    def end_sessions(self) -> None:
        self.sessions.clear()

    async def until(self, done: Callable[[], bool], seconds: float = 20.0) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(seconds):
            while not done():  # noqa: ASYNC110  # anything may bring it about
                await asyncio.sleep(0.01)

    # The server

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 << 20)
        app.router.add_post("/v1.0/gateway/connections/open", self._open)
        app.router.add_get("/connect", self._connect)
        app.router.add_post("/v1.0/oauth2/accessToken", self._token)
        app.router.add_post("/robot/sendBySession", self._by_session)
        app.router.add_post("/media/upload", self._upload)
        app.router.add_get("/files/{code}", self._file)
        for method, path, handler in (
            ("POST", "/v1.0/card/instances/createAndDeliver", self._create),
            ("PUT", "/v1.0/card/instances", self._update),
            ("PUT", "/v1.0/card/streaming", self._stream),
            ("POST", "/v1.0/robot/oToMessages/batchSend", self._to_person),
            ("POST", "/v1.0/robot/groupMessages/send", self._to_group),
            ("POST", "/v1.0/robot/messageFiles/download", self._download),
        ):
            app.router.add_route(method, path, self._guarded(path, handler))
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._begin(self._deliver())
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for socket in self.sockets:
            await socket.ws.close(code=WSCloseCode.GOING_AWAY)
        await self._runner.cleanup()

    def _begin(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _fault(self, words: str) -> None:
        self.faults.append(words)

    # The stream

    async def _open(self, request: web.Request) -> web.Response:
        self.calls["open"] += 1
        body = await request.json()
        if (body.get("clientId"), body.get("clientSecret")) != (CLIENT_ID, SECRET):
            return refusal(401, "authFailed")
        wanted = {(each.get("type"), each.get("topic")) for each in body.get("subscriptions", [])}
        if wanted != {("CALLBACK", "/v1.0/im/bot/messages/get"), ("CALLBACK", "/v1.0/card/instances/callback")}:
            self._fault(f"subscriptions {wanted}")
        ticket = f"ticket/{next(self._numbers)}"
        self._tickets[ticket] = time.monotonic()
        return web.json_response({"endpoint": self.url.replace("http", "ws") + "/connect", "ticket": ticket})

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        issued = self._tickets.pop(request.query.get("ticket", ""), None)
        if issued is None or time.monotonic() - issued > 90:
            self._fault("a ticket was used twice, or too late")
            return web.Response(status=401)
        ws = web.WebSocketResponse(autoping=True)
        await ws.prepare(request)
        socket = Socket(ws)
        self.sockets.append(socket)
        pinging = asyncio.get_running_loop().create_task(self._ping(socket))
        try:
            async for message in ws:
                if message.type is WSMsgType.TEXT:
                    if self.chance.random() < self.trouble.late:
                        self._begin(self._acknowledged_late(json.loads(message.data)))
                    else:
                        self._acknowledged(json.loads(message.data))
        finally:
            pinging.cancel()
            self.sockets.remove(socket)
        return ws

    async def _ping(self, socket: Socket) -> None:
        while self.pings:
            await asyncio.sleep(self.pings)
            if socket.delivering:
                headers = {
                    "topic": "ping",
                    "messageId": f"ping{next(self._numbers)}",
                    "contentType": "application/json",
                }
                self._send(socket, {"type": "SYSTEM", "headers": headers, "data": json.dumps({"opaque": "x"})})

    async def _acknowledged_late(self, ack: dict[str, Any]) -> None:
        await asyncio.sleep(1.5 * self.again_after)
        self._acknowledged(ack)

    def _acknowledged(self, ack: dict[str, Any]) -> None:
        number = ack["headers"].get("messageId", "")
        if ack["code"] != 200 or ack["headers"].get("contentType") != "application/json":
            self._fault(f"acknowledgement {ack}")
        data = json.loads(ack["data"])
        if number.startswith("ping"):
            if data != {"opaque": "x"}:
                self._fault(f"ping {ack}")
            return
        push = self.pushes.get(number)
        if push is None:
            self._fault(f"acknowledged what was not pushed: {number}")
        elif not push.acknowledged:
            push.acknowledged = True
            if "instances/callback" in push.frame["headers"]["topic"] and time.monotonic() - push.pushed_at > 2.0:
                self._fault("a tap was acknowledged after more than two seconds")

    def _message(self, person: str, group: str, said: dict[str, Any], message_id: str = "") -> str:
        number = message_id or f"msg{next(self._numbers)}=="
        session = f"session{next(self._numbers)}"
        self.sessions[session] = (group or person, time.time() + self.session_seconds)
        data = {
            "conversationId": group or f"cid-{person}", "conversationType": "2" if group else "1", "msgId": number,
            "chatbotCorpId": "ding1", "chatbotUserId": "$:LWCP_v1:$robot", "senderCorpId": "ding1", "isAdmin": False,
            "senderNick": f"{person}同志", "senderStaffId": person, "senderId": f"$:LWCP_v1:${person}",
            "createAt": int(time.time() * 1000), "robotCode": CLIENT_ID,
            "sessionWebhook": f"{self.url}/robot/sendBySession?session={quote_plus(session)}",
            "sessionWebhookExpiredTime": int((time.time() + self.session_seconds) * 1000), **said,
        }  # fmt: skip
        if group:
            data |= {"isInAtList": True, "conversationTitle": "处室群", "atUsers": [{"dingtalkId": "$:LWCP_v1:$robot"}]}
        self._push("/v1.0/im/bot/messages/get", data)
        return number

    def _push(self, topic: str, data: dict[str, Any]) -> None:
        number = f"push_{next(self._numbers)}"
        headers = {
            "topic": topic,
            "messageId": number,
            "contentType": "application/json",
            "time": str(int(time.time() * 1000)),
        }
        push = Push(number, {"specVersion": "1.0", "type": "CALLBACK", "headers": headers, "data": json.dumps(data)})
        self.pushes[number] = push
        if self.chance.random() < self.trouble.reordered:
            self._held.append(push)
            return
        self._try(push)
        while self._held:
            self._try(self._held.pop(0))
        if self.chance.random() < self.trouble.twice:
            self._try(push)

    async def _deliver(self) -> None:
        """Push again what nobody acknowledged."""
        while True:
            await asyncio.sleep(0.02)
            now = time.monotonic()
            for push in [each for each in self.pushes.values() if not each.acknowledged and each not in self._held]:
                if self.again_after and (not push.times or now - push.pushed_at > self.again_after):
                    self._try(push)
            while self._held and self.chance.random() < 0.5:
                self._try(self._held.pop(0))

    def _try(self, push: Push) -> None:
        """Push over one of the lines, whichever; where there is none, it is lost until it is pushed again."""
        lines = [socket for socket in self.sockets if socket.delivering]
        if lines:
            push.pushed_at, push.times = time.monotonic(), push.times + 1
            self._send(self.chance.choice(lines), push.frame)

    def _send(self, socket: Socket, frame: dict[str, Any]) -> None:
        async def sending() -> None:
            try:
                await socket.ws.send_str(json.dumps(frame))
            except (ConnectionError, RuntimeError):
                return

        self._begin(sending())

    # The interfaces

    async def _token(self, request: web.Request) -> web.Response:
        body = await request.json()
        if (body.get("appKey"), body.get("appSecret")) != (CLIENT_ID, SECRET):
            return refusal(400, "invalidClientIdOrSecret")
        token = f"token{next(self._numbers)}"
        self._tokens[token] = time.monotonic() + 7200
        return web.json_response({"accessToken": token, "expireIn": 7200})

    def _guarded(self, path: str, handler: Any) -> Any:
        async def guarded(request: web.Request) -> web.Response:
            self.calls[path] += 1
            if self._tokens.get(request.headers.get("x-acs-dingtalk-access-token", ""), 0.0) < time.monotonic():
                return refusal(401, "InvalidAuthentication")
            if self._is_too_fast(self._recent.setdefault(path, deque()), QPS, 1.0):
                self._fault(f"{path}: more than {QPS} calls a second")
                return refusal(403, "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi")
            if self.chance.random() < self.trouble.throttled:
                return refusal(403, "Forbidden.AccessDenied.QpsLimitForApi")
            if path in self.refused:
                return refusal(403, self.refused[path])
            if self.chance.random() < self.trouble.broken:
                return web.Response(status=502, text="<html>bad gateway</html>")
            answer: web.Response = handler(await request.json())
            if self.chance.random() < self.trouble.lost_answer and request.transport:
                request.transport.abort()
            return answer

        return guarded

    def _is_too_fast(self, recent: deque[float], most: int, seconds: float) -> bool:
        now = time.monotonic()
        while recent and recent[0] <= now - seconds:
            recent.popleft()
        recent.append(now)
        return len(recent) > most

    def _create(self, body: dict[str, Any]) -> web.Response:
        if set(body) - CARD_KEYS or body.get("callbackType") != "STREAM" or not body.get("cardTemplateId"):
            return self._wrong("param.invalid", body)
        found = SPACE.fullmatch(body.get("openSpaceId", ""))
        if found is None or not _all_text(body["cardData"]["cardParamMap"]):
            return self._wrong("param.openSpaceIdInvalid", body)
        in_group = found[1] == "IM_GROUP"
        model = body.get("imGroupOpenDeliverModel" if in_group else "imRobotOpenDeliverModel", {})
        if model.get("robotCode" if in_group else "spaceType") != (CLIENT_ID if in_group else "IM_ROBOT"):
            return self._wrong("param.deliverModelInvalid", body)
        if in_group:
            self._count_in_group(found[2])
        number = body["outTrackId"]
        if number in self.cards:
            # What DingTalk does then is not published: the worst is another card.
            self._fault(f"card {number} was created twice")
        self.changes += 1
        self.cards[number] = Card(number, f"{found[1]}.{found[2]}", dict(body["cardData"]["cardParamMap"]))
        self.cards[number].states.append(self.cards[number].data.get("flowStatus", "1"))
        seen = found[2] not in self.unreachable
        delivered = {"spaceId": found[2], "spaceType": found[1], "success": seen, "errorMsg": "" if seen else "no"}
        return web.json_response({"success": True, "result": {"outTrackId": number, "deliverResults": [delivered]}})

    def _update(self, body: dict[str, Any]) -> web.Response:
        card = self.cards.get(body.get("outTrackId", ""))
        if card is None:
            return refusal(400, "param.outTrackIdNotExist")
        if not _all_text(body["cardData"]["cardParamMap"]):
            return self._wrong("param.cardDataInvalid", body)
        self.changes += 1
        by_key = body.get("cardUpdateOptions", {}).get("updateCardDataByKey", False)
        card.data = {**(card.data if by_key else {}), **body["cardData"]["cardParamMap"]}
        card.states.append(card.data.get("flowStatus", "1"))
        return web.json_response({"success": True, "result": True})

    def _stream(self, body: dict[str, Any]) -> web.Response:  # noqa: PLR0911  # one a fault
        card = self.cards.get(body.get("outTrackId", ""))
        if not body.get("guid") or not body.get("key"):
            return self._wrong("param.invalid", body)
        if card is None:
            return refusal(400, "param.outTrackIdNotExist")
        if body["guid"] in card.guids:
            return web.json_response({"success": True, "result": True})
        if body.get("isFull") is not True:
            return self._wrong("param.markdownMustBeFull", body)
        if len(body["content"].encode()) > STREAMED_BYTES:
            return self._wrong("param.contentTooLong", body)
        if card.finalized:
            if not body.get("isFinalize"):
                self._fault("a card was streamed to after its end")
            return refusal(400, "card.finalized")
        self.changes += 1
        card.guids.add(body["guid"])
        card.streamed.append(body["content"])
        card.data["flowStatus"] = "3" if body.get("isFinalize") else "2"
        card.data[body["key"]] = body["content"]
        card.finalized = bool(body.get("isFinalize"))
        return web.json_response({"success": True, "result": True})

    def _wrong(self, code: str, body: dict[str, Any]) -> web.Response:
        self._fault(f"{code}: {body}")
        return refusal(400, code)

    def _said(self, space: str, way: str, body: dict[str, Any]) -> None:
        self.changes += 1
        parts = json.loads(body["msgParam"])
        if body["msgKey"] == "sampleImageMsg":
            self.messages.append(Message(space, "", way, file=self.media[parts["photoURL"]][0]))
        elif body["msgKey"] == "sampleFile":
            if parts["fileType"] not in {"xlsx", "pdf", "zip", "rar", "doc", "docx"}:
                self._fault(f"file type {parts}")
            name, _ = self.media[parts["mediaId"]]
            self.messages.append(Message(space, "", way, file=name))
        else:
            self.messages.append(Message(space, parts["text"], way))

    def _to_person(self, body: dict[str, Any]) -> web.Response:
        if body.get("robotCode") != CLIENT_ID or not body.get("userIds") or len(body["userIds"]) > 20:
            return self._wrong("robot.invalid", body)
        self._said(body["userIds"][0], "robot", body)
        return web.json_response({"processQueryKey": "k", "invalidStaffIdList": [], "flowControlledStaffIdList": []})

    def _to_group(self, body: dict[str, Any]) -> web.Response:
        if body.get("robotCode") != CLIENT_ID or not body.get("openConversationId"):
            return self._wrong("robot.invalid", body)
        self._count_in_group(body["openConversationId"])
        self._said(body["openConversationId"], "robot", body)
        return web.json_response({"processQueryKey": "k"})

    def _count_in_group(self, group: str) -> None:
        if self._is_too_fast(self._in_group.setdefault(group, deque()), GROUP_PER_MINUTE, 60.0):
            self._fault(f"{group}: more than {GROUP_PER_MINUTE} messages a minute")

    def _download(self, body: dict[str, Any]) -> web.Response:
        if body.get("robotCode") != CLIENT_ID or body.get("downloadCode") not in self.files:
            return refusal(400, "unknownError")
        return web.json_response({"downloadUrl": f"{self.url}/files/{body['downloadCode']}"})

    async def _file(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["code"]][1])

    async def _upload(self, request: web.Request) -> web.Response:
        if self._tokens.get(request.query.get("access_token", ""), 0.0) < time.monotonic():
            return web.json_response({"errcode": 40014, "errmsg": "不合法的access_token"})
        part: Any = (await request.post())["media"]
        number = f"@media{next(self._numbers)}"
        self.media[number] = (part.filename, part.file.read())
        return web.json_response({"errcode": 0, "errmsg": "ok", "media_id": number, "type": "file"})

    async def _by_session(self, request: web.Request) -> web.Response:
        space, ends = self.sessions.get(request.query.get("session", ""), ("", 0.0))
        if ends < time.time():
            return web.json_response({"errcode": 300001, "errmsg": "session is expired"})
        raw = await request.read()
        body = json.loads(raw)
        if len(raw) > BODY_BYTES or body.get("msgtype") != "markdown" or set(body["markdown"]) != {"title", "text"}:
            self._fault(f"webhook: {body}")
            return web.json_response({"errcode": 460101, "errmsg": "message too long"})
        self.changes += 1
        if not space.startswith("cid"):
            self.messages.append(Message(space, body["markdown"]["text"], "webhook"))
            return web.json_response({"errcode": 0, "errmsg": "ok"})
        if self.chance.random() < self.trouble.throttled:
            return web.json_response({"errcode": 130101, "errmsg": "send too fast"})
        self._count_in_group(space)
        self.messages.append(Message(space, body["markdown"]["text"], "webhook"))
        return web.json_response({"errcode": 0, "errmsg": "ok"})


def refusal(status: int, code: str) -> web.Response:
    return web.json_response({"code": code, "requestid": "r", "message": code}, status=status)


def _all_text(values: dict[str, Any]) -> bool:
    return bool(values) and all(isinstance(value, str) for value in values.values())
