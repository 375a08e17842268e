"""Who asks over HTTP: whoever's token is shown. Nothing is passed on without one."""

from __future__ import annotations

import json
from contextvars import ContextVar

import anyio.to_thread
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.services.assistant import Assistant
from bot.web import texts
from bot.web.doors import Door, refusal_object
from bot.web.patience import Allowance
from bot.web.site import REQUESTS_A_MINUTE
from knowledge.callers import Someone, Visit

_ASKING: ContextVar[Visit] = ContextVar("asking")


def who_asks() -> Visit:
    """Return whose request this is.

    Raises:
        LookupError: It passed no door: nobody's.
    """
    return _ASKING.get()


class TokenDoor:
    """Lets requests with a token through, each in its owner's name."""

    def __init__(self, app: ASGIApp, room: Assistant) -> None:
        self._app, self._room = app, room
        self._requests = Allowance(REQUESTS_A_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)  # that the server begins and ends
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        kind, _, secret = headers.get("authorization", "").partition(" ")
        shown = secret.strip()[:200] if kind.lower() == "bearer" else ""
        entered = await anyio.to_thread.run_sync(self._entered, shown, (scope.get("client") or ("",))[0])
        if not isinstance(entered, Visit):
            await _refused(send, *entered)
            return
        before = _ASKING.set(entered)
        try:
            await self._app(scope, receive, send)
        finally:
            _ASKING.reset(before)

    def _entered(self, secret: str, peer: str) -> Visit | tuple[int, str]:
        """Return who asks, or a status and a sentence."""
        token = self._room.tokens.find(secret) if secret else None
        caller = Someone(number=token.person) if token else None
        if not self._requests.take(caller.key if caller else peer):
            return 429, texts.TOO_OFTEN
        if token is None or caller is None:
            return 401, texts.NO_ACCESS
        if not self._room.people.may_read(caller):
            return 403, texts.NOT_LISTED
        return Visit(caller=caller, within=token.labels)


async def _refused(send: Send, status: int, text: str) -> None:
    body = json.dumps(refusal_object(Door.API, status, text), ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json"), (b"www-authenticate", b"Bearer")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
