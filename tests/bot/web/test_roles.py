"""Every line of the table of ways, by everybody there is: what is not theirs stays closed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from bot.web.gate import RANKS, Way
from bot.web.routes import WAYS
from tests.bot.web.conftest import ROLES, token_of

EVERYBODY = ("nobody", *ROLES)
ASK_FOR_MORE = {"/first", "/sign-in", "/invitation/{invitation}", "/me/password"}
"""Ways that are refused for want of a password or a code, not of a role."""


def concrete(path: str) -> str:
    """Return an address of a way, with something in the place of what varies."""
    return re.sub(r"\{[a-z]+(:int)?\}", lambda found: "1" if found[1] else "0123456789ab", path)


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_way_asks_for_its_role(
    who: str, open_browser: Callable[[], TestClient], signed_in: Callable[[str], TestClient]
) -> None:
    """Nobody gets past the gate of a way that needs a role they do not have; with the role nobody is held up there."""
    client = open_browser() if who == "nobody" else signed_in(who)
    for way in sorted(WAYS, key=lambda way: way.path == "/sign-out"):
        status = asked(client, way)
        assert status < 500, (way.path, status)
        if is_allowed(who, way):
            assert status not in {401, 403} or way.path in ASK_FOR_MORE, way
        elif who == "nobody":
            assert status in {303, 401}, (way.path, status)
        else:
            assert status == 403, (way.path, status)


def asked(client: TestClient, way: Way) -> int:
    path = concrete(way.path)
    if way.method == "GET":
        return client.get(path).status_code
    page = client.get("/sign-in")
    page = client.get("/me") if page.status_code == 303 else page
    return client.post(path, data={"csrf": token_of(page.text)}).status_code


def is_allowed(who: str, way: Way) -> bool:
    return way.needs is None or (who != "nobody" and RANKS[ROLES[who]] >= RANKS[way.needs])


def test_only_a_few_ways_are_open_to_anybody() -> None:
    """What needs no role is listed here, so that nothing is opened by oversight."""
    opened = {way.path for way in WAYS if way.needs is None}
    assert opened == {"/healthz", "/readyz", "/metrics", "/sign-in", "/first", "/invitation/{invitation}"}


def test_whatever_changes_something_is_posted() -> None:
    """A link never does more than show."""
    acts = ("erase", "stop", "verdict", "sign-out", "password")
    assert not [way for way in WAYS if way.method == "GET" and way.path.rpartition("/")[2] in acts]
