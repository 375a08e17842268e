"""What every response tells the browser: nothing but ours is loaded, and nobody frames us who was not named."""

from __future__ import annotations

from collections.abc import MutableMapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC = "/static/"


def policy(frames: tuple[str, ...]) -> str:
    """Return the content security policy, with the origins that may frame us."""
    ancestors = " ".join(frames) or "'none'"
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        f"form-action 'self'; frame-ancestors {ancestors}; base-uri 'none'"
    )


class SafeHeaders:
    """Adds them to whatever the application answers; what a response sets itself stays."""

    def __init__(self, app: ASGIApp, frames: tuple[str, ...]) -> None:
        self._app = app
        self._headers = {
            "Content-Security-Policy": policy(frames),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        } | ({} if frames else {"X-Frame-Options": "DENY"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(message, scope)
            await send(message)

        await self._app(scope, receive, send_safely)

    def _add(self, message: Message, scope: MutableMapping[str, object]) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in self._headers.items():
            headers.setdefault(name, value)
        is_static = str(scope["path"]).startswith(STATIC)
        headers.setdefault("Cache-Control", "public, max-age=604800, immutable" if is_static else "no-store")
