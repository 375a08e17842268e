"""Programs that ask with tokens, over the page of the folder above."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from bot.services.access_tokens import WantedToken
from bot.web.site import Site
from knowledge.callers import Identity, Someone


def person_of(site: Site, name: str) -> Someone:
    person = site.assistant.people.find(Identity(channel="web", subject=name))
    assert person is not None
    return person


@pytest.fixture
def program(open_browser: Callable[[], TestClient], site: Site) -> Callable[..., TestClient]:
    """Return a program with a token of somebody's, narrowed to labels where some are given."""

    def made(name: str, *labels: str) -> TestClient:
        person = person_of(site, name)
        secret, _ = site.assistant.tokens.make(WantedToken(person=person, name="试验", labels=labels), person)
        client = open_browser()
        client.headers["Authorization"] = f"Bearer {secret}"
        return client

    return made
