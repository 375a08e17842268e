"""OpenID Connect against a provider on loopback that signs: what it vouches for is believed, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.web.sign_on.connections import checked_tls
from bot.web.sign_on.oidc import OidcPage
from bot.web.sign_on.ways import NotVouchedError, OfficeAwayError
from tests.bot.web.sign_on.conftest import BACK, JOURNEY, SYSTEM
from tests.bot.web.sign_on.servers import CLIENT, SECRET, Papers, Provider, dripping, served, unused_port

pytest.importorskip("authlib", reason="the extra [oidc] is not installed")

ANOTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def provider() -> Iterator[Provider]:
    provider = Provider(BACK)
    with served(provider) as provider.address:
        yield provider


def page_at(issuer: str, *, claim: str = "preferred_username", **options: Any) -> OidcPage:
    tls = options.pop("tls", None) or SYSTEM
    return OidcPage(issuer, CLIENT, SECRET, claim, BACK, tls, **options)


def sent_back(address: str) -> dict[str, str]:
    """Go to an address, where somebody is signed in, and return what comes back in ours."""

    class Stay(HTTPRedirectHandler):
        def http_error_302(self, _: Any, answer: Any, *__: Any) -> Any:
            return answer

    with build_opener(Stay).open(address, timeout=5) as response:
        location = response.headers["Location"]
    assert location.startswith(f"{BACK}?")
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def signed_on(page: OidcPage) -> str:
    return page.name(JOURNEY, sent_back(page.address(JOURNEY)))


def test_the_provider_names_whoever_comes_back(provider: Provider) -> None:
    """Over state, nonce and PKCE, each of which the provider holds us to."""
    page = page_at(provider.issuer)
    assert sent_back(page.address(JOURNEY))["state"] == JOURNEY.state
    assert signed_on(page) == "reader"


def test_another_claim_can_name_people_also_one_that_is_told_apart(provider: Provider) -> None:
    """Some put the profile into the token, others only where it is asked for; of another person nothing is taken."""
    provider.claims = {"employee": "zhangsan"}
    assert signed_on(page_at(provider.issuer, claim="employee")) == "zhangsan"
    provider.claims, provider.told = {}, {"sub": "p-17", "employee": "lisi"}
    assert signed_on(page_at(provider.issuer, claim="employee")) == "lisi"
    provider.told = {"sub": "somebody-else", "employee": "lisi"}
    with pytest.raises(NotVouchedError):
        signed_on(page_at(provider.issuer, claim="employee"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://sso.else.example/realm"},
        {"iss": None},
        {"aud": "another-client"},
        {"aud": [CLIENT, "another-client"], "azp": "another-client"},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"iat": 4_000_000_000, "nbf": 4_000_000_000},
        {"nonce": "of-another-journey"},
        {"nonce": None},
        {"sub": None},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
        {"preferred_username": None},
        {"preferred_username": ["reader"]},
        {"preferred_username": " "},
    ],
    ids=str,
)
def test_a_token_that_does_not_hold_lets_nobody_in(provider: Provider, wrong: dict[str, Any]) -> None:
    """Of another issuer, for somebody else, out of time, of another journey, or without a name."""
    provider.claims = wrong
    with pytest.raises(NotVouchedError):
        signed_on(page_at(provider.issuer))


def test_a_clock_may_be_a_little_off(provider: Provider) -> None:
    """Half a minute is nobody's fault."""
    provider.claims = {"exp": int(time.time()) - 30}
    assert signed_on(page_at(provider.issuer)) == "reader"


@pytest.mark.parametrize(("algorithm", "key"), [("none", None), ("HS256", None), ("RS256", ANOTHER_KEY)])
def test_a_forged_signature_lets_nobody_in(provider: Provider, algorithm: str, key: rsa.RSAPrivateKey | None) -> None:
    """Unsigned, signed with what everybody knows, or with another key."""
    provider.algorithm, provider.key = algorithm, key or provider.key
    with pytest.raises(NotVouchedError):
        signed_on(page_at(provider.issuer))


def test_a_code_holds_once_and_for_its_journey(provider: Provider) -> None:
    """Neither a second time, nor for somebody who did not leave with it, nor a made-up one."""
    page = page_at(provider.issuer)
    answer = sent_back(page.address(JOURNEY))
    assert page.name(JOURNEY, answer) == "reader"
    another = JOURNEY._replace(verifier="w" * 43)
    for journey, shown in ((JOURNEY, answer), (another, sent_back(page.address(JOURNEY))), (JOURNEY, {"code": "x"})):
        with pytest.raises(NotVouchedError):
            page.name(journey, shown)


def test_a_provider_that_says_no_is_heard(provider: Provider) -> None:
    """Somebody who turned back is told that they are not in, and so is who comes from another issuer."""
    page = page_at(provider.issuer)
    with pytest.raises(NotVouchedError, match="没有完成"):
        page.name(JOURNEY, {"error": "access_denied"})
    for answer in ({}, sent_back(page.address(JOURNEY)) | {"iss": "https://sso.else.example/realm"}):
        with pytest.raises(NotVouchedError, match="没有通过核验"):
            page.name(JOURNEY, answer)


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://sso.else.example/realm"},
        {"token_endpoint": "http://sso.else.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "javascript://localhost/%0aalert(1)"},
        {"userinfo_endpoint": "http://sso.else.example/me"},
        {"issuer": "https://sso.别处.example/realm"},
        {"jwks_uri": None},
    ],
    ids=str,
)
def test_a_provider_that_is_another_is_not_gone_to(provider: Provider, described: dict[str, Any]) -> None:
    """Nobody is sent to what calls itself by another name, or is reached without encryption."""
    provider.described = described
    with pytest.raises(NotVouchedError):
        page_at(provider.issuer).address(JOURNEY)


def test_a_provider_that_is_away_or_slow_is_not_waited_for(serve: Callable[..., str]) -> None:
    """Nothing listens, it drips for ever, or it answers with a page that is none of the protocol's."""
    with dripping() as port:
        for page in (page_at(f"http://127.0.0.1:{unused_port()}"), page_at(f"http://127.0.0.1:{port}", deadline=0.3)):
            with pytest.raises(OfficeAwayError, match="没有应答"):
                page.address(JOURNEY)
    with pytest.raises(NotVouchedError):
        page_at(serve(lambda *_: (200, {}, b"<html>")), deadline=2).address(JOURNEY)


def test_a_certificate_that_nobody_vouches_for_ends_it(own_papers: Papers) -> None:
    """The provider's, until the office's own authority is named."""
    provider = Provider(BACK)
    with served(provider, own_papers.tls()) as provider.address:
        with pytest.raises(OfficeAwayError):
            page_at(provider.issuer).address(JOURNEY)
        trusting = page_at(provider.issuer, tls=checked_tls(own_papers.certificate))
        assert trusting.address(JOURNEY).startswith(f"{provider.issuer}/authorize?")


def test_the_log_says_why_and_tells_no_secret(provider: Provider, caplog: pytest.LogCaptureFixture) -> None:
    """An administrator can see that the clock or the issuer is wrong; code, token and secret stay out."""
    provider.claims = {"exp": 1_700_000_000}
    page = page_at(provider.issuer)
    answer = sent_back(page.address(JOURNEY))
    with pytest.raises(NotVouchedError), caplog.at_level("DEBUG", logger="bot"):
        page.name(JOURNEY, answer)
    assert "expired" in caplog.text.lower()
    said = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot"))
    assert not [secret for secret in (answer["code"], SECRET, JOURNEY.verifier, "access-1") if secret in said]
