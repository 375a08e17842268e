"""The page, put together: the table of ways behind the gate, static files, and what is said of faults."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from functools import partial

from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
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


class SmallNumber(Convertor[int]):
    """A number in an address that every table can hold; a longer one is no address of ours."""

    regex = "[0-9]{1,18}"

    def convert(self, value: str) -> int:
        """Return it."""
        return int(value)

    def to_string(self, value: int) -> str:
        """Return it as it stands in an address."""
        return str(value)


register_url_convertor("number", SmallNumber())


def build_page(site: Site) -> ASGIApp:
    """Build the page over a room; nothing is opened before it is served."""
    page = Starlette(
        routes=[*(_route(way, site) for way in WAYS), Mount("/static", GZipMiddleware(STATIC))],
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
    response = _plain(site, request, status, texts.NO_METHOD if status == 405 else texts.NOT_FOUND)  # noqa: PLR2004
    response.headers.update(getattr(error, "headers", None) or {})  # which methods there are
    return response


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
