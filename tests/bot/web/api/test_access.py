"""What a token opens: the interface for programs, what its owner may see within its labels, until it ends."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.services.access_tokens import MOST_TOKENS, Tokens, WantedToken
from bot.web.doors import door_of
from bot.web.gate import Way
from bot.web.routes import WAYS
from bot.web.site import Site
from knowledge.access import Role
from knowledge.catalog.access_tokens import AccessTokens
from knowledge.catalog.audit import AuditLog
from knowledge.errors import BadRequestError
from knowledge.library import Library
from tests.bot.web.api.conftest import person_of
from tests.bot.web.conftest import ROLES, token_of
from tests.builders import source_file

Program = Callable[..., TestClient]
FOR_PROGRAMS = [way for way in WAYS if door_of(way.path).is_for_programs]
FOR_PEOPLE = [way for way in WAYS if not door_of(way.path).is_for_programs and way.needs is not None]
PLACE = "岭甲峪寨"
BODIES: dict[str, dict[str, Any]] = {
    "/api/ask": {"question": f"{PLACE}负责什么工作？"},
    "/api/check": {"text": f"“{PLACE}负责三号台账的登记和核对工作。”"},
    "/v1/chat/completions": {
        "model": "ronghe",
        "messages": [{"role": "user", "content": f"{PLACE}负责什么工作？"}],
    },
}
QUERIES = {
    "/api/search": "query",
    "/api/keyword": "text",
    "/api/article": "reference",
    "/api/cards": "query",
    "/api/formula": "name",
    "/api/plan": "task",
    "/api/learn": "theme",
}


def called(client: TestClient, way: Way, document: str = "0123456789ab") -> tuple[int, str]:
    """Call a way as a program does; status and everything that comes back."""
    path = re.sub(r"\{document\}", document, way.path).replace("{model}", "ronghe")
    path = re.sub(r"\{[a-z]+(:number)?\}", "1", path)
    if way.method == "POST":
        response = client.post(path, json=BODIES.get(way.path, {}))
    else:
        name = QUERIES.get(way.path)
        response = client.get(path, params={name: PLACE} if name else {})
    return response.status_code, response.text


@pytest.fixture
def hidden(library: Library) -> str:
    """Return the id of a document of a department."""
    stored = source_file(
        "/secret.txt", f"{PLACE}负责三号台账的登记和核对工作。", title="岭乙峪寨工作安排", label="dept:zzb"
    )
    library.replace_file(*stored)
    return stored[2][0][0].id


@pytest.mark.parametrize("who", ROLES)
def test_a_token_opens_the_interface_and_no_page(who: str, program: Program) -> None:
    """Whoever owns it: what people do, a token does not do, not even an administrator's."""
    client = program(who)
    for way in FOR_PROGRAMS:
        status, text = called(client, way)
        assert status in {200, 400, 404}, (way.path, status, text)
    for way in FOR_PEOPLE:
        status, _ = called(client, way)
        assert status in {303, 401, 403, 415}, (way.path, status)  # 415: no page takes JSON


def test_what_is_shown_within_labels(program: Program, hidden: str, site: Site) -> None:
    """Every way, by tokens that see the department and those that do not: no word of it leaks."""
    admin, narrowed, reader = program("admin"), program("admin", "public"), program("reader")
    seen = [way.path for way in FOR_PROGRAMS if "三号台账" in called(admin, way, hidden)[1]]
    assert {"/api/ask", "/api/search", "/api/keyword", "/v1/chat/completions"} <= set(seen)
    assert any(path.endswith("original") for path in seen)
    for client in (narrowed, reader):
        leaks = [
            way.path
            for way in FOR_PROGRAMS
            for text in [called(client, way, hidden)[1].replace(PLACE + "负责什么", "")]
            if "三号台账" in text.replace(BODIES["/api/check"]["text"].strip("“”"), "") or "岭乙" in text
        ]
        assert leaks == []
    site.assistant.people.grant(person_of(site, "reader").number, ["dept:zzb"])
    assert "三号台账" in called(reader, _way("/api/search"), hidden)[1], "a grant counts at the next request"
    site.assistant.people.revoke(person_of(site, "reader").number, ["dept:zzb"])
    assert "三号台账" not in called(reader, _way("/api/search"), hidden)[1]


def test_a_token_that_ended_opens_nothing(program: Program, site: Site, library: Library, hidden: str) -> None:
    """Expired, revoked, made up, or of somebody who was struck off: every way, in a program's form."""
    person = person_of(site, "admin")
    table = AccessTokens(library.catalog.database, lambda: time.time() - 10 * 86_400)
    secret, _ = table.make(person.number, name="旧", labels=None, days=9)
    expired, invented = program("admin"), program("admin")
    expired.headers["Authorization"] = f"Bearer {secret}"
    invented.headers["Authorization"] = "Bearer ronghe_" + "x" * 43
    revoked, gone = program("admin"), program("uploader")
    token = site.assistant.tokens.of(person)[-1]
    site.assistant.tokens.revoke(token.number, person)
    site.assistant.people.remove(person_of(site, "uploader").number)
    for client, expected in ((expired, 401), (invented, 401), (revoked, 401), (gone, 401)):
        for way in FOR_PROGRAMS:
            status, text = called(client, way, hidden)
            assert status == expected, (way.path, status)
            assert "三号台账" not in text
            assert '"error"' in text


def test_a_wrong_token_is_not_helped_by_a_session(signed_in: Callable[[str], TestClient]) -> None:
    """Nor is a session enough to post without a form of ours."""
    client = signed_in("reader")
    assert client.get("/api/documents").status_code == 200
    assert client.post("/api/ask", json={"question": "党支部有哪些任务"}).status_code == 403
    client.headers["Authorization"] = "Bearer ronghe_x"
    assert client.get("/api/documents").status_code == 401


def test_a_token_is_made_shown_once_and_revoked(
    signed_in: Callable[[str], TestClient], open_browser: Callable[[], TestClient], library: Library
) -> None:
    """On the page; only its hash is kept, and it is put down who made it."""
    client = signed_in("reader")
    form = {"csrf": token_of(client.get("/me/tokens").text), "name": "内网门户", "days": "30", "label": "public"}
    page = client.post("/me/tokens", data=form).text
    secret = re.findall(r"ronghe_[\w-]{43}", page)[0]
    listed = client.get("/me/tokens").text
    assert "内网门户" in listed
    assert secret not in listed
    bearer = {"Authorization": f"Bearer {secret}"}
    assert open_browser().get("/api/documents", headers=bearer).status_code == 200
    with library.catalog.database.reading() as connection:
        assert secret not in str(connection.exec_driver_sql("SELECT * FROM access_tokens").all())
    address = re.findall(r'action="(/me/tokens/\d+/revoke)"', listed)[0]
    other = signed_in("admin")
    other.post(address, data={"csrf": token_of(other.get("/me").text)})
    assert open_browser().get("/api/documents", headers=bearer).status_code == 200, "another's token is not theirs"
    assert client.post(address, data={"csrf": form["csrf"]}).status_code == 303
    assert open_browser().get("/api/documents", headers=bearer).status_code == 401
    rows = [(entry.what, entry.outcome) for entry in AuditLog(library.catalog.database).entries()]
    assert {("token", "made"), ("token", "revoked")} <= set(rows)


@pytest.mark.parametrize(
    ("name", "labels", "days"),
    [
        ("", (), 30),
        ("字" * 41, (), 30),
        ("甲", ("dept:zzb",), 30),
        ("甲", ("别的",), 30),
        ("甲", (), 0),
        ("甲", (), 367),
    ],
)
def test_a_token_that_cannot_be_is_not_made(name: str, labels: tuple[str, ...], days: int, site: Site) -> None:
    """Without a name, beyond its owner's labels, or without an end."""
    person = person_of(site, "reader")
    with pytest.raises(BadRequestError):
        site.assistant.tokens.make(WantedToken(person=person, name=name, labels=labels, days=days), person)


def test_nobody_has_tokens_without_end(site: Site) -> None:
    """A limit for each person."""
    person, tokens = person_of(site, "reader"), site.assistant.tokens
    assert isinstance(tokens, Tokens)
    for _ in range(MOST_TOKENS):
        tokens.make(WantedToken(person=person, name="甲"), person)
    with pytest.raises(BadRequestError):
        tokens.make(WantedToken(person=person, name="甲"), person)


def test_every_way_for_programs_needs_a_reader() -> None:
    """None is open to anybody."""
    assert {way.needs for way in FOR_PROGRAMS} == {Role.READER}


def _way(path: str) -> Way:
    return next(way for way in FOR_PROGRAMS if way.path == path)
