"""Where DingTalk is reached: the vendor's cloud, or a private edition inside the unit."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from bot.messenger.reach import Vendor, checked_endpoint, may_be_fetched
from knowledge.ingesting import Profile

API = "https://api.dingtalk.com"
OLD_API = "https://oapi.dingtalk.com"

_DOMAINS, _SCHEMES = ("dingtalk.com", "dingtalk.cn", "aliyuncs.com"), ("https", "http")
_VENDOR = Vendor("钉钉", "RONGHE_DINGTALK_API", _DOMAINS, _SCHEMES)
_OLD_VENDOR = _VENDOR._replace(setting="RONGHE_DINGTALK_OLD_API")


class Endpoints(NamedTuple):
    """Base addresses, without a slash at the end."""

    api: str = API
    """The stream, tokens, cards, files and messages."""

    old_api: str = OLD_API
    """Replies within a conversation, and files that are sent."""

    profile: Profile = "internet"

    def is_replies(self, url: str) -> bool:
        """Tell whether a reply may be posted to an address that came with a message: only where we write anyway."""
        parts, own = urlsplit(url), urlsplit(self.old_api)
        return parts.hostname == own.hostname and parts.scheme in {"https", own.scheme}

    def is_file(self, url: str) -> bool:
        """Tell whether a file may be fetched from an address that DingTalk named."""
        return may_be_fetched(url, _VENDOR, self.profile)


def endpoints_of(api: str, old_api: str, profile: Profile) -> Endpoints:
    """Return where DingTalk is by the settings; empty addresses mean the vendor's.

    Raises:
        BadRequestError: One is no address, or the profile `intranet` meets the vendor's cloud.
    """
    return Endpoints(
        checked_endpoint(api.rstrip("/") or API, _VENDOR, profile),
        checked_endpoint(old_api.rstrip("/") or OLD_API, _OLD_VENDOR, profile),
        profile,
    )
