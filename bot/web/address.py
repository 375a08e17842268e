"""Where the page is: what it listens on, what people type, who stands before it. Read once from the settings."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from knowledge.errors import BadRequestError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_PATH = re.compile(r"(/[\w.-]+)*")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_SPLIT = re.compile(r"[,，\s]+")


class Address(NamedTuple):
    """How the page is reached."""

    host: str
    port: int
    scheme: str
    """`http` or `https`, as people type it: whether cookies are for secure connections only."""

    authority: str
    """Host and port as people type them."""

    base: str = ""
    """The folder in which a proxy puts us, `/ronghe`; empty for the root."""

    frames: tuple[str, ...] = ()
    """Origins whose pages may frame ours."""

    proxies: tuple[Network, ...] = ()
    """Who may say on whose behalf a request comes."""

    name_header: str = ""
    """The header in which such a proxy names a person that it has signed in; empty for none."""

    @property
    def origin(self) -> str:
        """What stands before the path."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """What people type."""
        return f"{self.origin}{self.base}/"

    @property
    def is_secure(self) -> bool:
        """Whether people come over TLS."""
        return self.scheme == "https"

    @property
    def hosts(self) -> frozenset[str]:
        """Names under which we may be asked: no other page can point a name of its own at us."""
        return frozenset({self.authority, f"127.0.0.1:{self.port}", f"localhost:{self.port}"})

    def trusts(self, peer: str) -> bool:
        """Tell whether the address at the other end is a proxy that was named."""
        try:
            address = ipaddress.ip_address(peer)
        except ValueError:
            return False
        return any(address in network for network in self.proxies)


def address_of(  # one setting each
    host: str, port: int, *, origin: str = "", frames: str = "", proxies: str = "", name_header: str = ""
) -> Address:
    """Return the address that settings describe.

    Raises:
        BadRequestError: They contradict one another, or one cannot be used.
    """
    if not origin and not _is_loopback(host):
        raise BadRequestError(
            f"RONGHE_WEB_HOST 是 {host}，其他机器可以访问；请同时设置 RONGHE_WEB_ORIGIN（用户在浏览器里输入的网址），"
            "例如 http://10.1.2.3:8420。"
        )
    parts = urlsplit(origin or f"http://{_bracketed(host)}:{port}")
    base = parts.path.rstrip("/")
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or not _PATH.fullmatch(base):
        raise BadRequestError(f"RONGHE_WEB_ORIGIN 不是网址：{origin}；写法例如 https://oa.example.cn/ronghe。")
    framing = _listed(frames)
    if framing and parts.scheme != "https":
        raise BadRequestError("RONGHE_WEB_FRAMES 要求页面用 https 访问：浏览器不在别的页面里保留不加密的登录。")
    if name_header and not (proxies and _HEADER.fullmatch(name_header)):
        raise BadRequestError(
            "RONGHE_TRUSTED_HEADER 要与 RONGHE_TRUSTED_PROXIES 一起设置，写请求头的名称，如 X-Remote-User。"
        )
    return Address(
        host=host,
        port=port,
        scheme=parts.scheme,
        authority=parts.netloc.lower(),
        base=base,
        frames=tuple(map(_origin, framing)),
        proxies=tuple(_networks(_listed(proxies))),
        name_header=name_header,
    )


def _listed(text: str) -> list[str]:
    return [part for part in _SPLIT.split(text) if part]


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not re.fullmatch(r"[\w.:-]+", parts.netloc) or parts.path.strip("/"):
        raise BadRequestError(f"RONGHE_WEB_FRAMES 里的“{text}”不是网址；写法例如 https://oa.example.cn。")
    return f"{parts.scheme}://{parts.netloc}"


def _networks(named: Iterable[str]) -> Iterable[Network]:
    for text in named:
        try:
            yield ipaddress.ip_network(text, strict=False)
        except ValueError as error:
            raise BadRequestError(
                f"RONGHE_TRUSTED_PROXIES 里的“{text}”不是地址；写法例如 127.0.0.1 或 10.1.0.0/16。"
            ) from error


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
