"""A page over the sample documents, read by a model that is quick, and people of every role who can sign in."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.cli import open_workplace
from bot.services.answering import Readers
from bot.services.assistant import assistant_of
from bot.services.passwords import password_hash
from bot.services.readiness import Readiness
from bot.web.address import address_of
from bot.web.application import build_page
from bot.web.site import Site
from knowledge.access import Role
from knowledge.callers import Identity
from knowledge.catalog.sessions import Sessions
from knowledge.chat.careful import CarefulChat
from knowledge.ingesting import Choices
from knowledge.library import Library
from knowledge.people import People
from knowledge.ports import ChatModel
from knowledge.writing.model_writer import ModelWriter
from tests.fakes import BigramEmbedder, OverlapJudge

PASSWORD = "晴天去云岭走走-2024"  # noqa: S105  # of people who are not
HASH = password_hash(PASSWORD, name="")
ROLES = {"reader": Role.READER, "uploader": Role.UPLOADER, "admin": Role.ADMIN}
ORIGIN = "http://127.0.0.1:8420"


def token_of(html: str) -> str:
    found = re.search(r'data-csrf="([0-9a-f]{40})"', html)
    assert found, html[:300]
    return found[1]


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the samples and somebody of every role."""
    home = tmp_path_factory.mktemp("web") / "home"
    place = open_workplace(None, home)
    with Library.open_owner(home, BigramEmbedder()) as library:
        place.ingest(place.samples(), library, Choices())
        people, sessions = People(library.catalog.database), Sessions(library.catalog.database)
        for name, role in ROLES.items():
            person = people.caller(Identity(channel="web", subject=name))
            people.add(person.number, name=name, role=role)
            sessions.set_password(person.number, HASH)
    return home


@pytest.fixture
def library(held: Path, tmp_path: Path) -> Iterator[Library]:
    shutil.copytree(held, tmp_path / "home")
    with Library.open_owner(tmp_path / "home", BigramEmbedder()) as library:
        yield library


def site_over(library: Library, chat: ChatModel | None = None) -> Site:
    people = People(library.catalog.database)
    place = open_workplace(None, library.catalog.database.home)
    writer = ModelWriter(CarefulChat(chat)) if chat else None
    judge = OverlapJudge()
    assistant = assistant_of(library, people, readers=Readers(judge=judge), writer=writer, intake=place.intake())
    return Site(assistant, address_of("127.0.0.1", 8420), Readiness(library))


@pytest.fixture
def site(library: Library) -> Iterator[Site]:
    site = site_over(library)
    yield site
    site.close()


@pytest.fixture
def open_browser(site: Site) -> Iterator[Callable[[], TestClient]]:
    page = build_page(site)
    opened: list[TestClient] = []

    def browser() -> TestClient:
        client = TestClient(page, base_url=ORIGIN, follow_redirects=False, raise_server_exceptions=False)
        opened.append(client)
        return client

    yield browser
    for client in opened:
        client.close()


@pytest.fixture
def signed_in(open_browser: Callable[[], TestClient]) -> Callable[[str], TestClient]:
    """Return a browser in which somebody is signed in."""

    def browser(name: str) -> TestClient:
        client = open_browser()
        form = {"csrf": token_of(client.get("/sign-in").text), "name": name, "password": PASSWORD}
        assert client.post("/sign-in", data=form).status_code == 303
        return client

    return browser
