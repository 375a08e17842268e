"""The page served: by itself, or beside another channel in the same process."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import uvicorn
from starlette.types import ASGIApp

from bot.web.address import Address
from bot.web.application import build_page
from bot.web.connections import MOST_CONNECTIONS, Connection, PatienceTerms
from bot.web.site import Site
from knowledge.errors import BadRequestError

LARGEST_HEADERS = 32 * 1024
OWN_FILES = 512
"""Open files that are kept for what is not a connection: the catalog, the index, files that are read."""

LINGER_SECONDS = 5
"""How long answers that are being written may take to end when the program does."""


def serve_page(site: Site) -> None:
    """Serve the page until the program is stopped.

    Raises:
        BadRequestError: Something else listens there.
    """
    with _listening(site.address) as listening:
        try:
            _server(build_page(site)).run(sockets=[listening])
        finally:
            site.close()


def serve_tools(tools: ASGIApp, address: Address) -> None:
    """Serve tools for other programs until the program is stopped.

    Raises:
        BadRequestError: Something else listens there.
    """
    with _listening(address) as listening:
        _server(tools, lifespan="on").run(sockets=[listening])


@contextmanager
def served_beside(site: Site) -> Iterator[None]:
    """Serve the page in a thread while the block lasts.

    Raises:
        BadRequestError: Something else listens there.
    """
    with _listening(site.address) as listening:
        server = _server(build_page(site))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="web", daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.should_exit = True
            site.close()
            thread.join(LINGER_SECONDS)


def _server(page: ASGIApp, lifespan: Literal["on", "off"] = "off") -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            page,
            log_config=None,
            access_log=False,
            lifespan=lifespan,
            proxy_headers=False,
            server_header=False,
            h11_max_incomplete_event_size=LARGEST_HEADERS,
            timeout_graceful_shutdown=LINGER_SECONDS,
            http=_connections(),
            ws="none",
        )
    )


def _connections() -> type[Connection]:
    """Return the kind of connections of which as many can be open as the system has files for."""
    files = _most_files()
    most = min(MOST_CONNECTIONS, max(files - OWN_FILES, files // 2))

    class Counted(Connection):
        terms = PatienceTerms(connections=most)

    return Counted


def _most_files() -> int:
    """Return how many files may be open, once the system was asked for as many as are needed."""
    try:
        import resource
    except ModuleNotFoundError:  # Windows, which has no such limit
        return MOST_CONNECTIONS + OWN_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + OWN_FILES if hard == resource.RLIM_INFINITY else min(MOST_CONNECTIONS + OWN_FILES, hard)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted


@contextmanager
def _listening(address: Address) -> Iterator[socket.socket]:
    try:
        family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
        listening = socket.create_server((address.host, address.port), family=family, backlog=1024)
    except OSError as error:
        raise BadRequestError(
            f"不能在 {address.host}:{address.port} 上提供网页（{error.strerror}）；"
            "请停掉占用它的程序，或用 RONGHE_WEB_PORT 换一个端口。"
        ) from error
    with listening:
        yield listening
