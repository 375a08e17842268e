"""DingTalk's HTTP interfaces: each call paced, with a token that is renewed, and its faults told apart.

Read on 2026-12-01: 获取企业内部应用的accessToken, 机器人发送消息, 下载机器人接收消息的文件内容 and 上传媒体文件 of
https://open.dingtalk.com/document/development/ .
"""

from __future__ import annotations

import asyncio
import io
import json
import logging
import time
import zipfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple
from urllib.parse import quote_plus

import httpx

from bot.dingtalk.endpoints import Endpoints
from bot.dingtalk.faults import THROTTLED, UNREACHABLE, Json, RefusedCallError, checked, refusal_in
from bot.dingtalk.pace import GROUP, CallPace
from bot.dingtalk.wire import SUBSCRIPTIONS
from knowledge.errors import BadRequestError, ChannelTokenError, ChannelUnavailableError

ANSWER_SECONDS = 10.0
TRIES = 4
"""Of one call; pauses between them double from one second, the length of DingTalk's own windows."""

RENEWED_BEFORE = 300.0
"""Seconds before a token ends at which another is fetched; the interface gives the same one until then."""

MOST_TO_FETCH = 20 * 1024 * 1024
"""Bytes of a file that people send: what the page takes too."""

OPEN_STREAM = "/v1.0/gateway/connections/open"
TOKEN = "/v1.0/oauth2/accessToken"  # noqa: S105  # an address
FILES = "/v1.0/robot/messageFiles/download"
TO_PERSON = "/v1.0/robot/oToMessages/batchSend"
TO_GROUP = "/v1.0/robot/groupMessages/send"
UPLOAD = "/media/upload"

SENDABLE, PICTURES = {"xlsx", "pdf", "zip", "rar", "doc", "docx"}, {"jpg", "jpeg", "png"}
"""Endings of what may be sent: 机器人发送消息, `sampleFile` and `sampleImageMsg`."""

TOKEN_ENDED = {"40014", "42001"}
"""How the old interfaces refuse a token; the new ones say 401."""

WRONG_SECRET = (
    "钉钉不接受 RONGHE_DINGTALK_CLIENT_ID 和 RONGHE_DINGTALK_CLIENT_SECRET；"  # noqa: S105
    "请到开发者后台的“凭证与基础信息”核对。"
)
TOO_LARGE = "文件超过20MB，没有收取；请在网页上传，或请管理员用命令行入库。"

logger = logging.getLogger(__name__)


class ClientKey(NamedTuple):
    """Of the application that the robot belongs to."""

    client_id: str
    """Names the robot too."""

    client_secret: str


class ChatPlace(NamedTuple):
    """Where something is said."""

    person: str
    """Who is spoken to, by their number in the organisation."""

    group: str = ""
    """The conversation, where others read along."""


class Api:
    """All calls of one application; to be closed."""

    def __init__(self, endpoints: Endpoints, key: ClientKey, *, second: float = 1.0) -> None:
        """Prepare; nothing is sent yet. `second` is how long the first pause is."""
        self.endpoints, self.key, self.pace = endpoints, key, CallPace()
        self._second = second
        self._client = httpx.AsyncClient(timeout=ANSWER_SECONDS, follow_redirects=False)
        self._token, self._token_ends = "", 0.0
        self._renewing = asyncio.Lock()

    async def close(self) -> None:
        """Let all connections go."""
        await self._client.aclose()

    async def open_stream(self) -> str:
        """Return the address at which a stream may be opened, once, within ninety seconds.

        Raises:
            ChannelTokenError: The credentials are not accepted.
            ChannelUnavailableError: It cannot be done now.
        """
        body = {
            "clientId": self.key.client_id,
            "clientSecret": self.key.client_secret,
            "subscriptions": SUBSCRIPTIONS,
            "ua": "ronghe/1.0",
        }
        answer = await self._sent("POST", self.endpoints.api + OPEN_STREAM, json=body)
        if answer.status_code in {400, 401, 403} and not refusal_in(answer).startswith(THROTTLED):
            raise ChannelTokenError(WRONG_SECRET)
        found = checked(answer)
        return f"{found.get('endpoint', '')}?ticket={quote_plus(str(found.get('ticket', '')))}"

    async def token(self) -> str:
        """Return a token of the application, the one in hand while it lasts.

        Raises:
            ChannelTokenError: The credentials are not accepted.
            ChannelUnavailableError: It cannot be done now.
        """
        async with self._renewing:
            if time.monotonic() >= self._token_ends:
                body = {"appKey": self.key.client_id, "appSecret": self.key.client_secret}
                answer = await self._sent("POST", self.endpoints.api + TOKEN, json=body)
                if answer.status_code in {400, 401, 403} and not refusal_in(answer).startswith(THROTTLED):
                    raise ChannelTokenError(WRONG_SECRET)
                found = checked(answer)
                self._token = str(found.get("accessToken", ""))
                self._token_ends = time.monotonic() + max(float(found.get("expireIn", 0)) - RENEWED_BEFORE, 1.0)
            return self._token

    async def call(self, method: str, path: str, body: Mapping[str, Any]) -> Json:
        """Call an interface that wants a token, again where DingTalk says "later" or the network breaks.

        Raises:
            RefusedCallError: It is not done.
            ChannelUnavailableError: DingTalk cannot be reached.
        """
        for number in range(1, TRIES + 1):
            try:
                return await self.once(method, path, body)
            except ChannelUnavailableError as error:
                if number == TRIES or (isinstance(error, RefusedCallError) and not error.is_later):
                    raise
                logger.info("dingtalk: %s again: %s", path, error)
            await asyncio.sleep(self._second * 2 ** (number - 1))
        raise AssertionError

    async def once(self, method: str, path: str, body: Mapping[str, Any]) -> Json:
        """Call an interface a single time; raises as `call` does."""
        async with self.pace.turn(path):
            answer = await self._with_token(method, path, body)
            if answer.status_code == httpx.codes.UNAUTHORIZED:  # it ended before its time
                self._token_ends = 0.0
                answer = await self._with_token(method, path, body)
            return checked(answer)

    async def say(self, place: ChatPlace, title: str, text: str) -> None:
        """Send a message at our own initiative; raises as `call` does."""
        await self._send(place, "sampleMarkdown", {"title": title, "text": text})

    async def reply(self, webhook: str, place: ChatPlace, title: str, text: str) -> None:
        """Post a reply where a message allowed it, which costs no call; raises as `call` does."""
        body: Json = {"msgtype": "markdown", "markdown": {"title": title, "text": text}}
        if place.group:
            body["at"] = {"atUserIds": [place.person]}
        async with self.within(place):
            for number in range(1, TRIES + 1):
                try:
                    async with self.pace.turn("webhook"):
                        checked(await self._sent("POST", webhook, json=body))
                except RefusedCallError as error:
                    if number == TRIES or not error.is_later:
                        raise
                else:
                    return
                await asyncio.sleep(self._second * 2**number)

    @asynccontextmanager
    async def within(self, place: ChatPlace) -> AsyncIterator[None]:
        """Wait until a place may be written to, and count it: others read along in a group."""
        if not place.group:
            yield
            return
        async with self.pace.turn(place.group, GROUP):
            yield

    async def send_file(self, place: ChatPlace, name: str, data: bytes) -> None:
        """Send a file, in an archive where DingTalk takes none of its kind; raises as `call` does."""
        ending = name.rpartition(".")[2].lower()
        if ending in PICTURES:
            await self._send(place, "sampleImageMsg", {"photoURL": await self._uploaded("image", name, data)})
            return
        if ending not in SENDABLE:
            name, data, ending = f"{name}.zip", _zipped(name, data), "zip"
        media = await self._uploaded("file", name, data)
        await self._send(place, "sampleFile", {"mediaId": media, "fileName": name, "fileType": ending})

    async def fetch(self, download_code: str) -> bytes:
        """Return the bytes of a file that somebody sent.

        Raises:
            RefusedCallError: It is not there any more.
            BadRequestError: It is too large.
            ChannelUnavailableError: It cannot be had now.
        """
        found = await self.call("POST", FILES, {"downloadCode": download_code, "robotCode": self.key.client_id})
        url = str(found.get("downloadUrl", ""))
        if not self.endpoints.is_file(url):
            raise RefusedCallError("downloadUrl")
        try:
            async with self._client.stream("GET", url) as answer:
                if not answer.is_success:
                    raise RefusedCallError(str(answer.status_code))
                return await _limited(answer)
        except httpx.HTTPError as error:
            raise ChannelUnavailableError(UNREACHABLE) from error

    async def _uploaded(self, kind: str, name: str, data: bytes) -> str:
        try:
            return await self._uploaded_once(kind, name, data)
        except RefusedCallError as error:
            if error.fault not in TOKEN_ENDED:
                raise
            self._token_ends = 0.0
            return await self._uploaded_once(kind, name, data)

    async def _uploaded_once(self, kind: str, name: str, data: bytes) -> str:
        query = {"access_token": await self.token(), "type": kind}
        url = self.endpoints.old_api + UPLOAD
        async with self.pace.turn(UPLOAD):
            answer = await self._sent("POST", url, params=query, files={"media": (name, data)})
            return str(checked(answer).get("media_id", ""))

    async def _send(self, place: ChatPlace, key: str, parts: Mapping[str, str]) -> None:
        body: Json = {
            "robotCode": self.key.client_id,
            "msgKey": key,
            "msgParam": json.dumps(parts, ensure_ascii=False),
        }
        if place.group:
            async with self.within(place):
                await self.call("POST", TO_GROUP, {**body, "openConversationId": place.group})
            return
        found = await self.call("POST", TO_PERSON, {**body, "userIds": [place.person]})
        for reason in ("invalidStaffIdList", "flowControlledStaffIdList"):
            if found.get(reason):
                raise RefusedCallError(reason)

    async def _with_token(self, method: str, path: str, body: Mapping[str, Any]) -> httpx.Response:
        headers = {"x-acs-dingtalk-access-token": await self.token()}
        return await self._sent(method, self.endpoints.api + path, json=body, headers=headers)

    async def _sent(self, method: str, url: str, **parts: Any) -> httpx.Response:  # Any: httpx's own parameters
        try:
            return await self._client.request(method, url, **parts)
        except (httpx.HTTPError, httpx.InvalidURL):
            raise ChannelUnavailableError(UNREACHABLE) from None  # its message may hold a token


def _zipped(name: str, data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return packed.getvalue()


async def _limited(answer: httpx.Response) -> bytes:
    data = bytearray()
    async for piece in answer.aiter_bytes():
        data += piece
        if len(data) > MOST_TO_FETCH:
            raise BadRequestError(TOO_LARGE)
    return bytes(data)
