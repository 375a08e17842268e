"""Updates that Telegram posts to us.

The library's own server refuses what it cannot read, and Telegram posts a refused update again and again, before any
other of that chat; this one hands on what can be read of it.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from telegram import Bot
from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler

from bot.telegram import sayings
from bot.telegram.reading import is_update, update_of
from knowledge.errors import BadRequestError

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name


@dataclass(frozen=True)
class Webhook:
    """Where Telegram is to post updates, instead of being asked for them."""

    url: str
    """Public, with https; its path is what we listen to."""

    listen: str = "127.0.0.1"
    port: int = 8443


class _Post(RequestHandler):
    """One post of one update; only who knows the secret is listened to."""

    def initialize(self, bot: Bot, queue: asyncio.Queue[object], secret: str) -> None:
        self._bot, self._queue, self._secret = bot, queue, secret

    async def post(self) -> None:
        if not hmac.compare_digest(self.request.headers.get(SECRET_HEADER, "").encode(), self._secret.encode()):
            raise HTTPError(HTTPStatus.FORBIDDEN)
        try:
            raw = json.loads(self.request.body)
        except ValueError as error:
            raise HTTPError(HTTPStatus.BAD_REQUEST) from error
        if not is_update(raw):
            raise HTTPError(HTTPStatus.BAD_REQUEST)
        await self._queue.put(update_of(raw, self._bot))


class _Quiet(Application):
    def log_request(self, handler: RequestHandler) -> None:
        """Keep posts out of the log."""


@asynccontextmanager
async def listening(
    webhook: Webhook, bot: Bot, queue: asyncio.Queue[object], kinds: Sequence[str]
) -> AsyncIterator[None]:
    """Take updates until the block ends, with a secret that is new at each start; `kinds` are those asked for.

    Raises:
        BadRequestError: Nothing can listen at that address.
    """
    secret = secrets.token_urlsafe(32)
    path = urlsplit(webhook.url).path
    server = HTTPServer(_Quiet([(rf"{path.rstrip('/')}/?", _Post, {"bot": bot, "queue": queue, "secret": secret})]))
    try:
        server.listen(webhook.port, address=webhook.listen)
    except OSError as error:
        raise BadRequestError(sayings.CANNOT_LISTEN.format(place=f"{webhook.listen}:{webhook.port}")) from error
    try:
        await bot.set_webhook(webhook.url, allowed_updates=kinds, secret_token=secret)
        yield
    finally:
        server.stop()
        await server.close_all_connections()
