"""A small Bot API on loopback: enough of Telegram to hold a conversation where the emulator is absent.

It refuses what Telegram refuses of our messages: bad HTML, too long, unmodified edits, buttons over 64 bytes.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import time
from collections.abc import Callable
from typing import Any, Self

from aiohttp import web

from tests.bot.telegram.telegram_html import check, parse

TOKEN = "123456789:NeverToBeLogged"  # noqa: S105  (of nothing real)
BOT = {"id": 99, "is_bot": True, "first_name": "融合助手", "username": "ronghe_bot"}
GROUP = -100

JSON = dict[str, Any]  # Any: the Bot API's own objects


class RefusalError(Exception):
    """An answer other than 200."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.parameters = parameters


class FakeTelegram:
    """Telegram's side and the people in front of it."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, JSON]] = []
        self.messages: dict[int, JSON] = {}
        self.refusals: dict[str, list[RefusalError]] = {}
        """Answers to the next calls of a method, before it works again."""

        self.files: dict[str, bytes] = {}
        """What people sent, by file id."""

        self._updates: list[JSON] = []
        self._arrived = asyncio.Event()
        self._numbers = itertools.count(1)
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def __aenter__(self) -> Self:
        application = web.Application()
        application.router.add_post("/bot{token}/{method}", self._serve)
        application.router.add_get("/file/bot{token}/{path:.+}", self._hand_out)
        self._runner = web.AppRunner(application, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner:
            await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._port}/bot"

    # ------------------------------------------------------------------ what people do

    def say(self, user: int, text: str | None, *, chat: int | None = None, **content: Any) -> int:
        """A person writes, in private unless `chat` is given; returns the number of the message."""
        message = self._message(user, chat, {"text": text, **content} if text else content)
        self._arrive("message", message)
        return int(message["message_id"])

    def hand_in(self, user: int, name: str, data: bytes, *, caption: str = "", size: int | None = None) -> int:
        """A person sends a file, of which Telegram may say another size."""
        number = f"f{next(self._numbers)}"
        self.files[number] = data
        said = {"file_id": number, "file_unique_id": number, "file_name": name, "file_size": len(data)}
        document = said if size is None else {**said, "file_size": size}
        return self.say(user, None, document=document, caption=caption)

    def edit(self, user: int, message_id: int, text: str) -> None:
        message = {**self._message(user, None, {"text": text}), "message_id": message_id, "edit_date": int(time.time())}
        self._arrive("edited_message", message)

    def tap(self, user: int, message_id: int, label: str) -> None:
        """A person taps the button with this label."""
        rows = self.messages[message_id]["reply_markup"]["inline_keyboard"]
        data = next(button["callback_data"] for row in rows for button in row if button["text"] == label)
        self.send_back(user, data, self.messages[message_id])

    def send_back(self, user: int, data: str, message: JSON) -> None:
        """A callback query arrives, made by a button or by somebody's program."""
        query = {"id": str(next(self._numbers)), "from": person(user), "chat_instance": "1", "data": data}
        self._arrive("callback_query", {**query, "message": message})

    def _arrive(self, kind: str, content: JSON) -> None:
        self._updates.append({"update_id": next(self._numbers), kind: content})
        self._arrived.set()

    def _message(self, user: int, chat: int | None, content: JSON) -> JSON:
        place = {"id": chat, "type": "supergroup", "title": "群"} if chat else {"id": user, "type": "private"}
        number = next(self._numbers)
        message = {"message_id": number, "date": int(time.time()), "from": person(user), "chat": place, **content}
        self.messages[number] = message
        return message

    # ---------------------------------------------------------------- what a test sees

    async def until(self, condition: Callable[[], Any], *, seconds: float = 15.0) -> None:
        """Wait for something to be so.

        Raises:
            AssertionError: It was not so in time; says what the bot did instead.
        """
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"it did not happen; calls: {self.calls}"
            await asyncio.sleep(0.01)

    async def answers(self, count: int = 1) -> list[JSON]:
        """Wait for the bot's first `count` messages and return all there are, as they stand now."""
        await self.until(lambda: len(self.sent()) >= count)
        return self.sent()

    def sent(self) -> list[JSON]:
        return [message for message in self.messages.values() if message["from"] == BOT]

    def made(self, method: str) -> list[JSON]:
        return [data for name, data in self.calls if name == method]

    # ------------------------------------------------------------------------- the API

    async def _serve(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        data: JSON = {key: _value(str(value)) for key, value in (await request.post()).items()}
        if method != "getUpdates":
            self.calls.append((method, data))
        try:
            if self.refusals.get(method):
                raise self.refusals[method].pop(0)
            result = await self._run(method, data)
        except RefusalError as refusal:
            body = {"ok": False, "error_code": refusal.code, "description": str(refusal)}
            return web.json_response({**body, "parameters": refusal.parameters}, status=refusal.code)
        return web.json_response({"ok": True, "result": result})

    async def _run(self, method: str, data: JSON) -> Any:
        match method:
            case "getMe":
                return BOT
            case "getFile":
                return {"file_id": data["file_id"], "file_unique_id": "u", "file_path": f"documents/{data['file_id']}"}
            case "getUpdates":
                return await self._poll(data)
            case "sendMessage" | "sendDocument":
                return self._send({"text": "（文件）", **data})
            case "editMessageText" | "editMessageReplyMarkup":
                return self._edit({"text": self.messages[data["message_id"]]["text"], **data})
            case _:
                return [] if method == "getMyCommands" else True

    async def _hand_out(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["path"].removeprefix("documents/")])

    async def _poll(self, data: JSON) -> list[JSON]:
        self._updates = [update for update in self._updates if update["update_id"] >= data.get("offset", 0)]
        if not self._updates and data.get("timeout"):
            self._arrived.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._arrived.wait(), 1)
        return self._updates

    def _send(self, data: JSON) -> JSON:
        content = _content(data)
        chat = data["chat_id"]
        place = {"id": chat, "type": "supergroup", "title": "群"} if chat < 0 else {"id": chat, "type": "private"}
        number = next(self._numbers)
        message = {"message_id": number, "date": int(time.time()), "from": BOT, "chat": place, **content}
        replied = self.messages.get(data.get("reply_parameters", {}).get("message_id", 0))
        if replied:
            message["reply_to_message"] = {key: value for key, value in replied.items() if key != "reply_to_message"}
        self.messages[number] = message
        return message

    def _edit(self, data: JSON) -> JSON:
        message, content = self.messages[data["message_id"]], _content(data)
        if content == {key: message.get(key) for key in content} and ("reply_markup" in message) == (
            "reply_markup" in content
        ):
            raise RefusalError(400, "Bad Request: message is not modified")
        message.pop("reply_markup", None)
        message.update(content)
        return message


def person(user: int) -> JSON:
    return {"id": user, "is_bot": False, "first_name": f"用户{user}"}


def visible(message: JSON) -> str:
    """Return what a reader sees of a message."""
    return parse(message["text"]).text


def labels(message: JSON) -> list[str]:
    """Return what stands on the buttons of a message, in order."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def _value(text: str) -> Any:
    """Read a form field: objects and numbers are JSON, everything else is text."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _content(data: JSON) -> JSON:
    text = str(data["text"])
    try:
        check(text)
    except ValueError as error:
        raise RefusalError(400, f"Bad Request: can't parse entities: {error}") from error
    content: JSON = {"text": text}
    if "reply_markup" in data:
        buttons = [button for row in data["reply_markup"]["inline_keyboard"] for button in row]
        if any(len(button["callback_data"].encode()) > 64 for button in buttons):
            raise RefusalError(400, "Bad Request: BUTTON_DATA_INVALID")
        content["reply_markup"] = data["reply_markup"]
    return content
