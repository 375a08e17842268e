"""Whether we are there: for whoever watches over the machine."""

from __future__ import annotations

from starlette.responses import PlainTextResponse, Response

from bot.web.calls import Call


def healthz(call: Call) -> Response:
    """Say that the page answers and the catalog can be read; nothing else of it."""
    call.assistant.arrivals.revision()
    return PlainTextResponse("ok\n")
