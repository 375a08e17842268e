"""The ways of signing in with the office's account that are set up: read once from the settings."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from urllib.parse import urlsplit

from bot.settings import Settings
from bot.web.sign_on.cas import CasPage
from bot.web.sign_on.connections import checked_tls, is_here, safe_address
from bot.web.sign_on.journeys import Journeys, Traveller
from bot.web.sign_on.ldap import LdapDirectory
from bot.web.sign_on.oidc import OidcPage
from bot.web.sign_on.ways import Directory, OfficePage
from knowledge.errors import BadRequestError

BACK = "/sign-on/back"
"""Where the office's page sends people back to; it has to be entered there."""

AT_ONCE = 8
"""Sign-ins that ask the office's servers at one time: when these are slow, everybody else is still answered."""

TURN_SECONDS = 5.0
"""How long one waits for its turn."""

BUSY = "正在登录的人太多，请过一会儿再试。"
LDAP_PORT, LDAPS_PORT = 389, 636
_ATTRIBUTE = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


@dataclass(frozen=True)
class Office:
    """At most one page and one directory of the office; used from any thread."""

    page: OfficePage | None = None
    directory: Directory | None = None
    journeys: Journeys = field(default_factory=Journeys)
    patience: float = TURN_SECONDS
    _turns: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(AT_ONCE))

    @property
    def is_set_up(self) -> bool:
        """Whether anybody can come in with the office's account."""
        return self.page is not None or self.directory is not None

    def way_out(self, page: OfficePage, browser: str, *, after: str, question: str) -> str:
        """Return where a browser is sent to sign in; what it leaves here waits for it.

        Raises:
            OfficeAwayError, NotVouchedError: As of the page.
            BadRequestError: Too many sign in.
        """
        with self._turn():
            return page.address(self.journeys.begin(browser, after=after, question=question))

    def name_of(self, page: OfficePage, traveller: Traveller, answer: Mapping[str, str]) -> str:
        """Return the name, at the office, of whoever came back with `answer` in the address.

        Raises:
            OfficeAwayError, NotVouchedError: As of the page.
            BadRequestError: Too many sign in.
        """
        with self._turn():
            return page.name(traveller.journey, answer)

    def name_in_directory(self, name: str, password: str) -> str | None:
        """Return a name as the directory writes it; None where there is none, or the password does not go with it.

        Raises:
            OfficeAwayError: As of the directory.
            BadRequestError: Too many sign in.
        """
        if self.directory is None:
            return None
        with self._turn():
            return self.directory.name(name, password)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=self.patience):
            raise BadRequestError(BUSY)
        try:
            yield
        finally:
            self._turns.release()


def office_of(settings: Settings, url: str) -> Office:
    """Return what the settings set up.

    Args:
        settings: Of the program.
        url: Under which our page is reached.

    Raises:
        BadRequestError: Something is missing, contradicts another setting, or is not safe.
    """
    if settings.oidc_issuer and settings.cas_url:
        raise BadRequestError("RONGHE_OIDC_ISSUER 与 RONGHE_CAS_URL 只能设置一个；请删去不用的那一个。")
    back = url.rstrip("/") + BACK
    return Office(page=_oidc(settings, back) or _cas(settings, back), directory=_directory(settings))


def ways_in_words(settings: Settings) -> str:
    """Return what is set up, for the administrator, empty where nothing is."""
    oidc, cas, ldap = settings.oidc_issuer, settings.cas_url, settings.ldap_url
    named = {"OIDC": oidc, "CAS": cas, "LDAP": ldap}
    return "、".join(f"{name}（{address}）" for name, address in named.items() if address)


def _oidc(settings: Settings, back: str) -> OidcPage | None:
    secret = settings.oidc_client_secret.get_secret_value()
    if not (settings.oidc_issuer or settings.oidc_client_id or secret):
        return None
    _check_complete(RONGHE_OIDC_ISSUER=settings.oidc_issuer, RONGHE_OIDC_CLIENT_ID=settings.oidc_client_id)
    _check_installed("oidc", "authlib")
    return OidcPage(
        issuer=safe_address("RONGHE_OIDC_ISSUER", settings.oidc_issuer),
        client_id=settings.oidc_client_id,
        client_secret=secret,
        claim=settings.oidc_claim,
        back=back,
        tls=checked_tls(settings.sign_on_ca),
    )


def _cas(settings: Settings, back: str) -> CasPage | None:
    if not settings.cas_url:
        return None
    return CasPage(safe_address("RONGHE_CAS_URL", settings.cas_url), back, checked_tls(settings.sign_on_ca))


def _directory(settings: Settings) -> LdapDirectory | None:
    password = settings.ldap_bind_password.get_secret_value()
    if not (settings.ldap_url or settings.ldap_base or settings.ldap_bind_dn or password):
        return None
    _check_complete(RONGHE_LDAP_URL=settings.ldap_url, RONGHE_LDAP_BASE=settings.ldap_base)
    if settings.ldap_bind_dn or password:
        _check_complete(RONGHE_LDAP_BIND_DN=settings.ldap_bind_dn, RONGHE_LDAP_BIND_PASSWORD=password)
    if not _ATTRIBUTE.fullmatch(settings.ldap_attribute):
        raise BadRequestError("RONGHE_LDAP_ATTRIBUTE 应为目录里的属性名，如 uid 或 sAMAccountName。")
    _check_installed("ldap", "pyasn1_modules")
    address = safe_address("RONGHE_LDAP_URL", settings.ldap_url, "ldaps", "ldap")
    parts = urlsplit(address)
    is_encrypted = parts.scheme == "ldaps"
    return LdapDirectory(
        host=parts.hostname or "",
        port=parts.port or (LDAPS_PORT if is_encrypted else LDAP_PORT),
        security="ldaps" if is_encrypted else "none" if is_here(address) else "start_tls",
        base=settings.ldap_base,
        attribute=settings.ldap_attribute,
        reader=settings.ldap_bind_dn,
        reader_password=password,
        tls=checked_tls(settings.sign_on_ca),
    )


def _check_complete(**needed: str) -> None:
    """Say which of the settings that go together are missing."""
    if missing := [name for name, value in needed.items() if not value]:
        raise BadRequestError(f"单位账号登录没有设置完整，还缺 {'、'.join(missing)}；说明见 docs/web.md。")


def _check_installed(extra: str, module: str) -> None:
    if find_spec(module) is None:
        raise BadRequestError(f"没有安装 {extra} 附加组件；请运行 make setup EXTRAS={extra}。")
