"""Coming in with the office's account: by its page, which vouches for people, or by its directory."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from bot.web.application import build_page
from bot.web.patience import FREE_TRIES, FREE_TRIES_OF_A_HOUSE
from bot.web.sign_on.cas import CasPage
from bot.web.sign_on.office import Office
from bot.web.sign_on.ways import Directory, OfficeAwayError
from bot.web.site import Site
from knowledge.catalog.audit import AuditLog
from knowledge.library import Library
from tests.bot.web.conftest import ORIGIN, PASSWORD, token_of
from tests.bot.web.sign_on.conftest import BACK, SYSTEM
from tests.bot.web.sign_on.servers import CasServer, served

Visitor = Callable[[Office], TestClient]
OFFICE_WORD = "单位的密码-2024"


class OfficeDirectory:
    """A directory of two, one of whom is on our list, that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def name(self, name: str, password: str) -> str | None:
        self.asked.append(name)
        known = {"reader": "reader", "READER": "reader", "wangwu": "wangwu", "admin": "admin"}.get(name)
        return known if password == OFFICE_WORD else None


class AwayDirectory:
    """One that is away."""

    def name(self, _: str, __: str) -> str | None:
        raise OfficeAwayError


@pytest.fixture
def visitor(site: Site) -> Iterator[Visitor]:
    with ExitStack() as opened:

        def browser(office: Office) -> TestClient:
            page = build_page(replace(site, office=office))
            client = TestClient(page, base_url=ORIGIN, follow_redirects=False, raise_server_exceptions=False)
            return opened.enter_context(client)

        yield browser


@pytest.fixture
def cas() -> Iterator[tuple[CasServer, Office]]:
    server = CasServer()
    with served(server) as address:
        yield server, Office(page=CasPage(f"{address}/cas", BACK, SYSTEM))


def sent_off(client: TestClient, **form: str) -> str:
    """Press the button, and return the service to which the office's page is to send people back."""
    page = client.get("/sign-in")
    assert "用单位账号登录" in page.text
    leaving = client.post("/sign-on", data={"csrf": token_of(page.text)} | form)
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', leaving.text)
    assert (leaving.status_code, bool(found)) == (200, True), leaving.text
    assert found
    return parse_qs(urlsplit(unescape(found[1])).query)["service"][0]


def came_back(client: TestClient, location: str) -> tuple[int, str]:
    """Open the address to which the office's page leads; return the status and where that leads, or what it says."""
    assert location.startswith(f"{BACK}?")
    answer = client.get(location.removeprefix(ORIGIN))
    return answer.status_code, answer.headers.get("location") or answer.text


def test_whoever_the_office_vouches_for_is_in(
    visitor: Visitor, cas: tuple[CasServer, Office], library: Library
) -> None:
    """On the page that they wanted, with the question that they had written; that they came in is put down."""
    server, office = cas
    client = visitor(office)
    service = sent_off(client, after="/me", question="机关党支部几个人能成立")
    assert came_back(client, server.ticketed(service)) == (303, "/me")
    assert client.get("/me").status_code == 200
    assert "机关党支部几个人能成立" in client.get("/").text
    newest = AuditLog(library.catalog.database).entries()[0]
    assert (newest.what, newest.outcome, newest.by is None) == ("sign_in", "done", False)


def test_whoever_is_not_on_the_list_is_told_what_to_ask_for(
    visitor: Visitor, cas: tuple[CasServer, Office], library: Library
) -> None:
    """The name under which the administrator has to add them; a name that cannot be one is said to be so."""
    server, office = cas
    for name, says in (("wangwu", "添加用户名 wangwu，或运行 ronghe people add web:wangwu"), ("王 五", "不能用作")):
        server.person, client = name, visitor(office)
        status, told = came_back(client, server.ticketed(sent_off(client)))
        assert (status, says in told) == (403, True), told
        assert client.get("/me").status_code == 303
        assert AuditLog(library.catalog.database).entries()[0].outcome == "refused"


def test_an_address_to_come_back_to_opens_nothing_in_another_browser(
    visitor: Visitor, cas: tuple[CasServer, Office]
) -> None:
    """Nobody can be signed in as somebody else by a link; nor twice by the same one, nor without having left."""
    server, office = cas
    mine, yours = visitor(office), visitor(office)
    sent_off(yours)
    location = server.ticketed(sent_off(mine))
    assert came_back(yours, location)[0] == 403
    location = server.ticketed(sent_off(mine))
    assert came_back(mine, location)[0] == 303
    assert came_back(mine, location)[0] == 403
    status, told = came_back(visitor(office), server.ticketed(BACK))
    assert (status, "不是从本页面开始的" in told) == (403, True)


def test_nobody_is_led_elsewhere_afterwards(visitor: Visitor, cas: tuple[CasServer, Office]) -> None:
    """No open redirect; and going needs a form of ours."""
    server, office = cas
    for after in ("https://else.example", "//else.example", "/\\else.example"):
        client = visitor(office)
        assert came_back(client, server.ticketed(sent_off(client, after=after))) == (303, "/")
    assert visitor(office).post("/sign-on", data={}).status_code == 403


def test_tries_that_fail_make_wait(visitor: Visitor, cas: tuple[CasServer, Office]) -> None:
    """Made-up tickets are counted for the address that they come from."""
    _, office = cas
    client = visitor(office)
    told = ""
    for _ in range(FREE_TRIES_OF_A_HOUSE + 1):
        told = came_back(client, f"{sent_off(client)}&ticket=ST-x")[1]
    assert "秒再试" in told


def test_without_it_there_is_no_button(visitor: Visitor) -> None:
    """And its addresses lead nowhere."""
    client = visitor(Office())
    page = client.get("/sign-in").text
    assert "单位账号" not in page
    assert client.post("/sign-on", data={"csrf": token_of(page)}).status_code == 404
    assert client.get("/sign-on/back").status_code == 404


def typed(client: TestClient, name: str, password: str) -> tuple[int, str]:
    """Fill in the form."""
    form = {"csrf": token_of(client.get("/sign-in").text), "name": name, "password": password}
    answer = client.post("/sign-in", data=form)
    return answer.status_code, answer.text


def test_a_directory_is_asked_by_the_same_form(visitor: Visitor, library: Library) -> None:
    """Its password lets in whom it names as it writes them; a password of ours is not sent to it."""
    directory = OfficeDirectory()
    client = visitor(Office(directory=directory))
    assert "单位账号的用户名和密码" in client.get("/sign-in").text
    assert typed(client, "reader", PASSWORD)[0] == 303
    assert directory.asked == []
    assert typed(visitor(Office(directory=directory)), "READER", OFFICE_WORD)[0] == 303
    assert directory.asked == ["READER"]
    with library.catalog.database.reading() as connection:
        tables = [name for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [str([*connection.exec_driver_sql(f'SELECT * FROM "{name}"')]) for name in tables]  # noqa: S608
    assert not [row for row in rows if OFFICE_WORD in row]


def test_wrong_passwords_of_the_directory_make_wait_too(visitor: Visitor, site: Site, library: Library) -> None:
    """After three even the right one has to wait, and the directory is not asked; each try is put down."""
    directory, site.patience._clock = OfficeDirectory(), lambda: 100.0
    client = visitor(Office(directory=directory))
    for _ in range(FREE_TRIES):
        status, told = typed(client, "reader", "不对的密码一二三")
        assert (status, "用户名或密码不对" in told) == (403, True)
    status, told = typed(client, "reader", OFFICE_WORD)
    assert (status, "秒再试" in told, len(directory.asked)) == (403, True, FREE_TRIES)
    rows = [(entry.what, entry.outcome) for entry in AuditLog(library.catalog.database).entries()]
    assert rows[:FREE_TRIES] == [("sign_in", "refused")] * FREE_TRIES


def test_whom_a_directory_does_not_let_in_is_told_why(visitor: Visitor) -> None:
    """Not on the list, not right, or the directory is away; the way in by a password of ours stays open."""
    refused: tuple[tuple[Directory, str, str], ...] = (
        (OfficeDirectory(), "wangwu", "ronghe people add web:wangwu"),
        (OfficeDirectory(), "nobody", "用户名或密码不对"),
        (AwayDirectory(), "reader", "没有应答"),
    )
    for directory, name, says in refused:
        client = visitor(Office(directory=directory))
        status, told = typed(client, name, OFFICE_WORD)
        assert (status, says in told) == (403, True), told
    assert typed(client, "admin", PASSWORD)[0] == 303


def test_an_office_whose_people_have_no_password_of_ours_is_let_in(
    visitor: Visitor, cas: tuple[CasServer, Office], library: Library
) -> None:
    """Where nobody has one, the form leads to the button, not to the first administrator's page."""
    with library.catalog.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM passwords")
    assert visitor(cas[1]).get("/sign-in").status_code == 200
    assert visitor(Office()).get("/sign-in").headers["location"] == "/first"
