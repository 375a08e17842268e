"""Whether we are there and can answer, and figures: for whoever watches over the machine; nothing of anybody in it."""

from __future__ import annotations

import hmac

from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.web import texts
from bot.web.calls import Call


def healthz(_: Call) -> Response:
    """Say that the process answers, whatever it depends on: who hears nothing starts it again."""
    return PlainTextResponse("ok\n")


def readyz(call: Call) -> Response:
    """Say whether questions can be answered here; who hears that they cannot sends them elsewhere."""
    found = call.site.readiness.look()
    return JSONResponse(found.model_dump(), 200 if found.can_answer else 503)


def metrics(call: Call) -> Response:
    """Give the figures to whoever has the token; without a token in the settings there are none to be had."""
    figures = call.site.figures
    if figures is None:
        return PlainTextResponse(texts.NO_METRICS, 404)
    kind, _, shown = call.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not hmac.compare_digest(shown.strip().encode(), figures.token.encode()):
        return PlainTextResponse(texts.METRICS_TOKEN, 401, {"WWW-Authenticate": "Bearer"})
    return PlainTextResponse(figures.text(), media_type=figures.media_type)
