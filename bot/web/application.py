"""The page, put together: the table of ways behind the gate, static files, and what is said of faults."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from functools import partial

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from bot.web import texts
from bot.web.doors import door_of, refusal_object
from bot.web.gate import Way, passed
from bot.web.headers import SafeHeaders
from bot.web.layout import STATIC, drawn, file_version
from bot.web.routes import WAYS
from bot.web.site import Site

_log = logging.getLogger(__name__)

Endpoint = Callable[[Request], Awaitable[Response]]


def build_page(site: Site) -> ASGIApp:
    """Build the page over a room; nothing is opened before it is served."""
    # What is sent stays in memory, so that nothing of it is on the disk before it is screened.
    MultiPartParser.spool_max_size = 1 + max(way.most_bytes for way in WAYS)
    page = Starlette(
        routes=[*(_route(way, site) for way in WAYS), Mount("/static", STATIC)],
        exception_handlers={HTTPException: partial(_not_there, site), Exception: partial(_unexpected, site)},
    )
    page.router.redirect_slashes = False  # it would lead to whatever host was named, before the gate
    # Outside of everything: what is said of a fault is as safe as the rest.
    return SafeHeaders(page, site.address.frames)


def _route(way: Way, site: Site) -> Route:
    async def endpoint(request: Request) -> Response:
        return await passed(way, site, request)

    return Route(way.path, endpoint, methods=[way.method])


def _not_there(site: Site, request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return _plain(site, request, status, texts.NO_METHOD if status == 405 else texts.NOT_FOUND)  # noqa: PLR2004


def _unexpected(site: Site, request: Request, error: Exception) -> Response:
    _log.error("a request was not foreseen", exc_info=error)
    return _plain(site, request, 500, texts.UNEXPECTED)


def _plain(site: Site, request: Request, status: int, text: str) -> Response:
    """Return a page that needs nothing, or what a program reads: who asks is not known here."""
    door = door_of(request.scope["path"])
    if door.is_for_programs:
        return JSONResponse(refusal_object(door, status, text), status)
    base = site.address.base
    page = drawn(
        "plain.html", {"text": text, "home": f"{base}/", "css": f"{base}/static/app.css?v={file_version('app.css')}"}
    )
    return Response(page, status, media_type="text/html")
