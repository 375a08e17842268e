"""Notices posted to another system: signed, tried again, and never in the way of an answer."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import logging
import queue
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from bot.services.events import Event
from bot.services.notices import announcement_of
from knowledge.errors import BadRequestError

PAUSES = (1.0, 5.0, 25.0, 125.0, 600.0)
"""Seconds before each further try; then it is given up."""

PATIENCE_SECONDS = 10.0
MOST_WAITING = 1000
"""Notices that wait; what comes beyond that is dropped and said so in the log."""

SHORTEST_SECRET = 16

_log = logging.getLogger(__name__)


class Hook(NamedTuple):
    """Where notices go."""

    url: str
    secret: str
    """With which they are signed."""


def hook_of(url: str, secret: str) -> Hook | None:
    """Return where notices go by the settings; None where they name nothing.

    Raises:
        BadRequestError: The address is none, or the secret is missing or too short.
    """
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BadRequestError("RONGHE_WEBHOOK_URL 不是网址；写法例如 https://oa.example.cn/ronghe-notices。")
    if len(secret) < SHORTEST_SECRET:
        raise BadRequestError(f"请设置 RONGHE_WEBHOOK_SECRET，至少{SHORTEST_SECRET}个字符；接收方用它核对签名。")
    return Hook(url, secret)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return what proves that we sent a body at a time: HMAC-SHA256 over both, in hexadecimal."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class NoticePoster:
    """A listener of the room; it posts from a thread of its own."""

    def __init__(self, hook: Hook, pauses: Sequence[float] = PAUSES, clock: Callable[[], float] = time.time) -> None:
        self._hook, self._pauses, self._clock = hook, pauses, clock
        self._waiting: queue.Queue[tuple[str, bytes]] = queue.Queue(MOST_WAITING)
        self._opener = urllib.request.build_opener(_NoRedirects)
        threading.Thread(target=self._post_all, name="webhook", daemon=True).start()

    def __call__(self, event: Event) -> None:
        """Take an event; at once, whatever becomes of it."""
        if (notice := announcement_of(event)) is None:
            return
        try:
            self._waiting.put_nowait((uuid.uuid4().hex, notice.model_dump_json().encode()))
        except queue.Full:
            _log.warning("a notice was dropped: too many wait")

    def settle(self) -> None:
        """Wait until every notice was posted or given up."""
        self._waiting.join()

    def _post_all(self) -> None:
        while True:
            number, body = self._waiting.get()
            try:
                self._post(number, body)
            finally:
                self._waiting.task_done()

    def _post(self, number: str, body: bytes) -> None:
        """Post one, again after each pause; the same number tells the receiver that it is the same."""
        for pause in (*self._pauses, None):
            fault = self._tried(number, body)
            if not fault:
                return
            if pause is not None:
                time.sleep(pause)
        _log.warning("a notice was given up: %s", fault)

    def _tried(self, number: str, body: bytes) -> str:
        """Post one once; return what went wrong, empty where nothing did."""
        timestamp = str(int(self._clock()))
        headers = {
            "Content-Type": "application/json",
            "X-Ronghe-Notice": number,
            "X-Ronghe-Timestamp": timestamp,
            "X-Ronghe-Signature": f"sha256={signature(self._hook.secret, timestamp, body)}",
        }
        request = urllib.request.Request(self._hook.url, body, headers, method="POST")  # noqa: S310  # http(s), checked
        try:
            with self._opener.open(request, timeout=PATIENCE_SECONDS):
                return ""
        except urllib.error.HTTPError as error:
            return f"status {error.code}"
        except (OSError, http.client.HTTPException, ValueError) as error:
            return type(error).__name__


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """What is signed for one address goes to no other."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """Follow nothing: a redirect counts as a refusal."""
