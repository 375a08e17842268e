"""Coming in: passwords, invitations, the first administrator; and what keeps others out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from bot.services.signing_in import TAKEN
from bot.web.site import Site
from knowledge.access import Role
from knowledge.callers import Identity, Someone, Visit
from knowledge.catalog.audit import AuditLog
from knowledge.catalog.sessions import Sessions
from knowledge.errors import BadRequestError
from knowledge.library import Library
from tests.bot.web.conftest import PASSWORD, token_of

Browser = Callable[[], TestClient]
SignedIn = Callable[[str], TestClient]


def enter(client: TestClient, name: str, password: str, after: str = "/") -> int:
    form = {"csrf": token_of(client.get("/sign-in").text), "name": name, "password": password, "after": after}
    return client.post("/sign-in", data=form).status_code


def test_whoever_is_not_signed_in_is_led_to_the_form_and_back(open_browser: Browser) -> None:
    """A link into the page opens after signing in."""
    client = open_browser()
    led = client.get("/me?x=1")
    assert (led.status_code, led.headers["location"]) == (303, "/sign-in?after=/me%3Fx%3D1")
    form = {"csrf": token_of(client.get(led.headers["location"]).text), "name": "reader", "password": PASSWORD}
    assert client.post("/sign-in", data=form | {"after": "/me?x=1"}).headers["location"] == "/me?x=1"


def test_nobody_is_led_elsewhere(open_browser: Browser) -> None:
    """No open redirect."""
    for after in (
        "https://else.example",
        "//else.example",
        "/\\else.example",
        "javascript:alert(1)",
        "/%0d%0aX: y\r\n",
    ):
        client = open_browser()
        form = {"csrf": token_of(client.get("/sign-in").text), "name": "reader", "password": PASSWORD, "after": after}
        assert client.post("/sign-in", data=form).headers["location"] == "/"


def test_wrong_passwords_make_wait(open_browser: Browser, site: Site) -> None:
    """After three wrong passwords even the right one has to wait; other people do not."""
    client, site.patience._clock = open_browser(), lambda: 100.0
    assert [enter(client, "reader", "不对的密码一二三") for _ in range(3)] == [403, 403, 403]
    form = {"csrf": token_of(client.get("/sign-in").text), "name": "reader", "password": PASSWORD}
    waiting = client.post("/sign-in", data=form)
    assert waiting.status_code == 403
    assert "秒再试" in waiting.text
    assert site.patience.wait("name:admin:testclient") == 0


def test_nobody_learns_who_is_on_the_list(open_browser: Browser) -> None:
    """A wrong name and a wrong password read alike."""
    client = open_browser()
    token = token_of(client.get("/sign-in").text)
    said = [
        client.post("/sign-in", data={"csrf": token, "name": name, "password": "不对的密码一二三"}).text.replace(
            name, ""
        )
        for name in ("reader", "nobody")
    ]
    assert said[0] == said[1]


def test_signing_in_is_audited(open_browser: Browser, library: Library) -> None:
    """Who came in, and who tried to, is put down."""
    client = open_browser()
    enter(client, "reader", "不对的密码一二三")
    enter(client, "reader", PASSWORD)
    rows = [(entry.what, entry.outcome) for entry in AuditLog(library.catalog.database).entries()]
    assert rows[:2] == [("sign_in", "done"), ("sign_in", "refused")]


def test_a_form_of_another_page_does_nothing(signed_in: SignedIn) -> None:
    """Neither without our token, nor from another origin, nor under another name of ours."""
    client = signed_in("reader")
    token = token_of(client.get("/me").text)
    assert client.post("/sign-out", data={}).status_code == 403
    assert client.post("/sign-out", data={"csrf": token[::-1]}).status_code == 403
    assert client.post("/sign-out", data={"csrf": token}, headers={"Origin": "http://else.example"}).status_code == 403
    assert client.post("/sign-out", data={"csrf": token}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.get("/me", headers={"Host": "else.example"}).status_code == 400
    assert client.get("/me").status_code == 200
    assert client.post("/sign-out", data={"csrf": token}).status_code == 303
    assert client.get("/me").status_code == 303


def test_cookies_are_the_servers_alone(open_browser: Browser) -> None:
    """Scripts cannot read them, other sites do not send them; over plain HTTP they are not marked secure."""
    client = open_browser()
    form = {"csrf": token_of(client.get("/sign-in").text), "name": "reader", "password": PASSWORD}
    cookie = client.post("/sign-in", data=form).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie.replace("samesite", "")


def test_leaving_the_list_bites_at_the_next_request(signed_in: SignedIn, site: Site) -> None:
    """A session is worth nothing to somebody who was struck off."""
    client = signed_in("reader")
    people = site.assistant.people
    person = people.find(Identity(channel="web", subject="reader"))
    assert person is not None
    assert client.get("/").status_code == 200
    people.remove(person.number)
    assert client.get("/").status_code == 303
    people.add(person.number, name="同名的后来人", role=Role.READER)
    assert client.get("/").status_code == 303  # the keys of before open nothing any more
    with pytest.raises(BadRequestError):
        site.assistant.signing_in.sign_in("reader", PASSWORD)


def test_an_invitation_is_used_once(open_browser: Browser, site: Site) -> None:
    """Whoever was invited chooses a password, and the link is spent."""
    people, signing_in = site.assistant.people, site.assistant.signing_in
    person = people.caller(Identity(channel="web", subject="新来的"))
    admin = people.find(Identity(channel="web", subject="admin"))
    people.add(person.number, name="新来的", role=Role.READER)
    assert admin is not None
    path = f"/invitation/{signing_in.invite(person.number, Visit(caller=admin))}"
    client = open_browser()
    form = {"csrf": token_of(client.get(path).text), "password": PASSWORD, "again": PASSWORD}
    assert client.post(path, data=form | {"again": "别的"}).status_code == 403
    assert client.post(path, data=form).status_code == 303
    assert client.get("/me").status_code == 200
    assert open_browser().get(path).status_code == 404


def test_the_first_administrator_needs_the_code_of_the_terminal(
    open_browser: Browser, site: Site, library: Library
) -> None:
    """Without the code nobody becomes administrator; with it one does, and the page closes."""
    with library.catalog.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM passwords")
    client = open_browser()
    assert client.get("/sign-in").headers["location"] == "/first"
    form = {"csrf": token_of(client.get("/first").text), "name": "zhang", "called": "张三"}
    form |= {"password": PASSWORD, "again": PASSWORD}
    assert client.post("/first", data=form | {"code": "00000000"}).status_code == 403
    assert client.post("/first", data=form | {"code": f"{site.code[:4]} {site.code[4:]}"}).status_code == 303
    assert "管理员" in client.get("/me").text
    assert open_browser().get("/first").headers["location"] == "/sign-in"


def test_only_one_of_two_is_the_first_administrator(site: Site, library: Library) -> None:
    """Who sends the code at the same moment as somebody else is told so, and has changed nothing."""
    with library.catalog.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM passwords")
    before, together = site.assistant.people.admins(), threading.Barrier(4)

    def come(number: int) -> str:
        together.wait()
        try:
            return site.assistant.signing_in.found(f"first{number}", "", PASSWORD)
        except BadRequestError as error:
            return str(error)

    with ThreadPoolExecutor(4) as threads:
        said = list(threads.map(come, range(4)))
    (made,) = site.assistant.people.admins() - before
    assert said.count(TAKEN) == 3
    (secret,) = set(said) - {TAKEN}
    assert site.assistant.signing_in.who(secret) == Someone(number=made)


def test_sessions_end(library: Library) -> None:
    """After twelve idle hours, after a week, and when the password is changed."""
    now = [1000.0]
    sessions = Sessions(library.catalog.database, lambda: now[0])
    secret = sessions.begin(7)
    now[0] += 11 * 3600
    assert sessions.person(secret) == 7
    now[0] += 11 * 3600
    assert sessions.person(secret) == 7
    now[0] += 12 * 3600 + 1
    assert sessions.person(secret) is None
    another = sessions.begin(7)
    sessions.set_password(7, "x")
    assert sessions.person(another) is None


def test_no_secret_is_kept_as_it_is(library: Library) -> None:
    """Whoever reads the catalog cannot sign in with it."""
    sessions = Sessions(library.catalog.database)
    secrets = [sessions.begin(7), sessions.invite(7)]
    with library.catalog.database.reading() as connection:
        rows = [
            str(row)
            for name in ("sessions", "invitations", "passwords")
            for row in connection.exec_driver_sql(f"SELECT * FROM {name}")  # noqa: S608  # our own names
        ]
    assert not [secret for secret in secrets if secret in "".join(rows)]
    assert PASSWORD not in "".join(rows)
