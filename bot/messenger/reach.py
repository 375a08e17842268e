"""Where a messenger may be reached: over an intranet never a vendor's cloud."""

from __future__ import annotations

import ipaddress
from typing import NamedTuple
from urllib.parse import urlsplit

from knowledge.errors import BadRequestError
from knowledge.ingesting import Profile


class Vendor(NamedTuple):
    """Whose messenger it is."""

    name: str
    """As people call it."""

    setting: str
    """The setting that names another endpoint."""

    domains: tuple[str, ...]
    """Whatever ends in one of them is the vendor's cloud."""

    schemes: tuple[str, str]
    """Of its endpoints: encrypted, and not."""


def checked_endpoint(endpoint: str, vendor: Vendor, profile: Profile) -> str:
    """Return an endpoint that may be used.

    Raises:
        BadRequestError: It is no address, would carry the secret in the clear, or is a vendor's cloud or another public
            address while the profile is `intranet`.
    """
    parts = urlsplit(endpoint)
    host, (sealed, plain) = parts.hostname or "", vendor.schemes
    if parts.scheme not in vendor.schemes or not host:
        raise BadRequestError(f"{vendor.setting} 不是接口地址；请写全，例如 {sealed}://im.example.cn。")
    if profile == "intranet" and (_is_of(host, vendor.domains) or _is_public(host)):
        raise BadRequestError(
            f"RONGHE_PROFILE 是 intranet，不连接{vendor.name}的公网服务；请把 {vendor.setting} 设为本单位私有部署的"
            "地址，或从 --channels 中去掉这个渠道。"
        )
    if parts.scheme == plain and not _is_private(host):
        raise BadRequestError(f"{vendor.setting} 要用 {sealed}:// 开头的加密地址；只有本单位内网的地址可以不加密。")
    return endpoint


def may_be_fetched(url: str, vendor: Vendor, profile: Profile) -> bool:
    """Tell whether a file may be fetched from an address that a messenger named."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if profile == "intranet" and (_is_of(host, vendor.domains) or _is_public(host)):
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and _is_private(host)))


def _is_of(host: str, domains: tuple[str, ...]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_public(host: str) -> bool:
    address = _address(host)
    return address is not None and address.is_global


def _is_private(host: str) -> bool:
    address = _address(host)
    return host == "localhost" or (address is not None and not address.is_global)
