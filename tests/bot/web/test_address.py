"""Where the page is: what settings may say, and whom a proxy may name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from bot.web.address import address_of
from bot.web.application import build_page
from bot.web.site import Site
from knowledge.access import Role
from knowledge.callers import Identity
from knowledge.errors import BadRequestError


def test_other_machines_need_an_address_that_was_named() -> None:
    """Bound beyond this machine, the program does not start before it knows what people type."""
    assert address_of("127.0.0.1", 8420).url == "http://127.0.0.1:8420/"
    with pytest.raises(BadRequestError, match="RONGHE_WEB_ORIGIN"):
        address_of("0.0.0.0", 8420)  # noqa: S104  # that is what is refused
    named = address_of("0.0.0.0", 8420, origin="https://oa.example.cn/ronghe/")  # noqa: S104
    assert (named.url, named.base, named.is_secure) == ("https://oa.example.cn/ronghe/", "/ronghe", True)


@pytest.mark.parametrize(
    "settings",
    [
        {"origin": "oa.example.cn"},
        {"origin": "javascript:alert(1)"},
        {"origin": "https://oa.example.cn/?x=1"},
        {"origin": "http://oa.example.cn", "frames": "https://oa.example.cn"},
        {"origin": "https://oa.example.cn", "frames": "https://a.cn; script-src *"},
        {"proxies": "nonsense"},
        {"name_header": "X-Remote-User"},
    ],
)
def test_settings_that_contradict_one_another_are_refused(settings: dict[str, str]) -> None:
    """With one sentence that names the setting."""
    with pytest.raises(BadRequestError, match="RONGHE_"):
        address_of("127.0.0.1", 8420, **settings)


def test_a_subfolder_stands_before_every_address(site: Site) -> None:
    """Links, redirects and cookies stay in the folder; over TLS cookies are secure, in a frame they are sent."""
    address = address_of("127.0.0.1", 8420, origin="https://oa.example.cn/ronghe", frames="https://oa.example.cn")
    client = TestClient(
        build_page(replace(site, address=address)), base_url="https://oa.example.cn", follow_redirects=False
    )
    led = client.get("/")
    assert led.headers["location"] == "/ronghe/sign-in"
    page = client.get("/sign-in")
    assert 'action="/ronghe/sign-in"' in page.text
    assert "frame-ancestors https://oa.example.cn;" in page.headers["content-security-policy"]
    assert "x-frame-options" not in page.headers
    cookie = led.headers["set-cookie"].lower()
    assert "path=/ronghe/" in cookie
    assert "secure" in cookie
    assert "samesite=none" in cookie


def test_a_name_counts_from_a_trusted_proxy_alone(site: Site) -> None:
    """The header lets in whom the list knows, from the proxy alone; whoever else sends it is nobody."""
    address = address_of("127.0.0.1", 8420, proxies="10.1.2.9", name_header="X-Remote-User")
    page = build_page(replace(site, address=address))
    for peer, name, status in (("10.1.2.9", "reader", 200), ("10.1.2.9", "nobody", 303), ("10.1.2.8", "reader", 303)):
        client = TestClient(page, base_url="http://127.0.0.1:8420", follow_redirects=False, client=(peer, 50000))
        assert client.get("/me", headers={"X-Remote-User": name}).status_code == status, (peer, name)
    person = site.assistant.people.caller(Identity(channel="web", subject="张三"))
    site.assistant.people.add(person.number, name="张三", role=Role.READER)
    client = TestClient(page, base_url="http://127.0.0.1:8420", follow_redirects=False, client=("10.1.2.9", 50000))
    assert client.get("/me", headers={b"X-Remote-User": "张三".encode()}).status_code == 200
    both = [("X-Remote-User", "admin"), ("X-Remote-User", "reader")]  # one of them is the visitor's own
    assert client.get("/me", headers=both).status_code == 303
