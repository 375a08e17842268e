"""OpenID Connect: the authorization code flow with state, nonce and PKCE; what is signed is checked to the last claim.

The only module that imports `authlib` and `joserfc`, which are an extra. Nothing is kept between two sign-ins: what the
provider says of itself is asked each time, so that keys that it has changed are never the wrong ones.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.web.sign_on.connections import DEADLINE_SECONDS, is_here, told_in_time
from bot.web.sign_on.ways import Journey, NotVouchedError

if TYPE_CHECKING:
    from authlib.integrations.httpx_client import AsyncOAuth2Client

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures with a public key; none is never enough, and a shared secret would sign for anybody who has it."""

LEEWAY_SECONDS = 60
"""By how much the provider's clock may differ from ours."""

CANCELLED = "单位的登录没有完成（已取消，或您没有使用权限），请重新登录。"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class OidcPage:
    """A provider."""

    issuer: str
    client_id: str
    client_secret: str
    """Empty for a client that PKCE alone protects."""

    claim: str
    """In which the name stands under which people are on the list."""

    back: str
    """Our own address to which it sends people back."""

    tls: ssl.SSLContext
    deadline: float = DEADLINE_SECONDS

    def address(self, journey: Journey) -> str:
        """Return where a browser is sent.

        Raises:
            OfficeAwayError: The provider is away.
            NotVouchedError: What it says of itself cannot be used.
        """
        return told_in_time(self._address(journey), self.deadline)

    def name(self, journey: Journey, answer: Mapping[str, str]) -> str:
        """Return the name of whoever came back.

        Raises:
            OfficeAwayError: The provider is away.
            NotVouchedError: It refused, or what it signed does not hold.
        """
        if answer.get("error"):
            _log.warning("the provider sent somebody back with an error: %.80r", answer["error"])
            raise NotVouchedError(CANCELLED)
        if not answer.get("code") or answer.get("iss", self.issuer).rstrip("/") != self.issuer:
            raise NotVouchedError
        name = told_in_time(self._vouched(journey, answer["code"]), self.deadline).get(self.claim)
        if not isinstance(name, str) or not name.strip():
            _log.warning("the provider names nobody in the claim %s", self.claim)
            raise NotVouchedError
        return name.strip()

    async def _address(self, journey: Journey) -> str:
        async with self._client() as client:
            provider = await self._provider(client)
            address, _ = client.create_authorization_url(
                provider["authorization_endpoint"],
                state=journey.state,
                nonce=journey.nonce,
                code_verifier=journey.verifier,
            )
            return str(address)

    async def _vouched(self, journey: Journey, code: str) -> Mapping[str, Any]:  # Any: what JSON can say
        """Return what the provider says of a person."""
        from authlib.integrations.base_client import OAuthError

        async with self._client() as client:
            provider = await self._provider(client)
            methods = provider.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
            if self.client_secret and "client_secret_basic" not in methods:
                client.token_endpoint_auth_method = "client_secret_post"  # noqa: S105  # the name of a way
            try:
                token = await client.fetch_token(
                    provider["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=journey.verifier,
                )
            except (OAuthError, ValueError) as error:
                _log.warning("the provider does not take the code: %.200s", error)
                raise NotVouchedError from error
            keys = await self._object(client, provider["jwks_uri"])
            claims = self._checked(token, keys, issuer=provider["issuer"], nonce=journey.nonce)
            if self.claim in claims or not provider.get("userinfo_endpoint"):
                return claims
            # Some put the profile there alone.
            told = await self._object(client, provider["userinfo_endpoint"], with_token=True)
            return told if told.get("sub") == claims["sub"] else claims

    def _checked(self, token: Mapping[str, Any], keys: Any, *, issuer: str, nonce: str) -> Mapping[str, Any]:
        """Return the claims of an ID token that is the provider's, for us, of this journey, and in time.

        Raises:
            NotVouchedError: It is not.
        """
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        expected = {
            "iss": {"essential": True, "value": issuer},
            "aud": {"essential": True, "value": self.client_id},
            "nonce": {"essential": True, "value": nonce},
        }
        known = {"client_id": self.client_id, "nonce": nonce, "access_token": token.get("access_token")}
        try:
            signed = jwt.decode(str(token.get("id_token", "")), KeySet.import_key_set(keys), algorithms=ALGORITHMS)
            claims = CodeIDToken(signed.claims, signed.header, expected, known)
            claims.validate(leeway=LEEWAY_SECONDS)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            _log.warning("the provider's token does not hold: %s: %.200s", type(error).__name__, error)
            raise NotVouchedError from error
        checked: dict[str, Any] = dict(claims)
        return checked

    async def _provider(self, client: AsyncOAuth2Client) -> Mapping[str, Any]:
        """Return what the provider says of itself.

        Raises:
            NotVouchedError: It says that it is another, or names addresses that are not encrypted.
        """
        told = await self._object(client, f"{self.issuer}/.well-known/openid-configuration")
        named = [told.get(each) for each in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        if profile := told.get("userinfo_endpoint"):
            named.append(profile)
        if not all(map(_is_safe, named)) or str(told.get("issuer", "")).rstrip("/") != self.issuer:
            _log.warning("the provider at %s says that it is %.200r", self.issuer, told.get("issuer"))
            raise NotVouchedError
        return told

    async def _object(self, client: AsyncOAuth2Client, address: str, *, with_token: bool = False) -> dict[str, Any]:
        """Return a JSON object of the provider's; wherever else an address would lead, nobody follows."""
        response = await client.request("GET", address, withhold_token=not with_token)
        try:
            told = response.json() if response.is_success else None
        except ValueError:
            told = None
        if not isinstance(told, dict):
            _log.warning("%s answers with no object, status %s", address, response.status_code)
            raise NotVouchedError
        return told

    def _client(self) -> AsyncOAuth2Client:
        from authlib.integrations.httpx_client import AsyncOAuth2Client

        return AsyncOAuth2Client(
            self.client_id,
            self.client_secret or None,
            scope="openid profile",
            redirect_uri=self.back,
            code_challenge_method="S256",
            verify=self.tls,
            timeout=None,  # the whole of it has a deadline
        )


def _is_safe(address: Any) -> bool:  # Any: what JSON can say
    """Tell whether an address is one of the web, and nobody on the way to it can listen or answer."""
    if not isinstance(address, str):
        return False
    return address.startswith("https://") or (address.startswith("http://") and is_here(address))
