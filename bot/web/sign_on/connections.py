"""How the office's servers are asked: over connections whose other end is checked, within a time."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import ssl
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from bot.web.sign_on.ways import OfficeAwayError
from knowledge.errors import BadRequestError

DEADLINE_SECONDS = 10.0
"""For everything that is asked at one sign-in: somebody waits before a blank page."""

Told = TypeVar("Told")

_log = logging.getLogger(__name__)


def checked_tls(authority: Path | None) -> ssl.SSLContext:
    """Return how certificates are checked: by the authorities of the system, and by the office's own.

    Raises:
        BadRequestError: The file of the office's own authority is none.
    """
    context = ssl.create_default_context()
    if authority is not None:
        try:
            context.load_verify_locations(authority)
        except OSError as error:  # of ssl too
            raise BadRequestError("RONGHE_SIGN_ON_CA 不是可用的证书文件；请写单位根证书（PEM 格式）的路径。") from error
    return context


def safe_address(setting: str, address: str, scheme: str = "https", also: str = "") -> str:
    """Return the address of a server that nobody on the way can pretend to be.

    Args:
        setting: Which setting it is of, to be named in a complaint.
        address: As it is set.
        scheme: The one that is encrypted; on this machine the plain one is as good.
        also: Another one, over which encryption is begun before anything is said.

    Raises:
        BadRequestError: It is no address, or one that is not encrypted.
    """
    try:
        parts = urlsplit(address)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if (
        not is_whole
        or parts.scheme not in {scheme, scheme[:-1]}
        or parts.query
        or parts.fragment
        or "@" in parts.netloc
    ):
        raise BadRequestError(f"{setting} 不是网址；写法例如 {scheme}://sso.example.cn。")
    if parts.scheme not in {scheme, also} and not is_here(address):
        raise BadRequestError(f"{setting} 要以 {scheme}:// 开头：不加密时，登录结果可以被人冒充。")
    return address.rstrip("/")


def is_here(address: str) -> bool:
    """Tell whether an address is on this machine."""
    try:
        host = urlsplit(address).hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def told_in_time(talk: Coroutine[Any, Any, Told], deadline: float) -> Told:
    """Return what a talk with a server of the office brings.

    Raises:
        OfficeAwayError: It took longer than `deadline` seconds, or the connection failed or could not be trusted.
    """
    import httpx2

    try:
        return asyncio.run(asyncio.wait_for(talk, deadline))
    except (TimeoutError, httpx2.HTTPError, OSError) as error:
        _log.warning("the office's sign-on server is away: %s: %s", type(error).__name__, error)
        raise OfficeAwayError from error


async def answered_page(address: str, parameters: dict[str, str], tls: ssl.SSLContext) -> bytes:
    """Return what an address answers; wherever else it would lead, nobody follows.

    Raises:
        httpx2.HTTPError: It does not answer, or with no page.
    """
    import httpx2

    async with httpx2.AsyncClient(verify=tls, timeout=None) as client:  # the whole of it has a deadline
        response = await client.get(address, params=parameters)
        if not response.is_success:
            # Not the error of the library, whose words would have the whole address.
            raise httpx2.HTTPError(f"status {response.status_code}")
        return response.content
