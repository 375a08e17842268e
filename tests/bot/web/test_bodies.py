"""What is sent: how much of it at one time, how slowly, and of what kind."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Scope

from bot.services.acceptance import UNKNOWN
from bot.services.handing_in import DISK_FULL, BroughtFile
from bot.services.jobs import Job
from bot.web import gate, texts
from bot.web.application import build_page
from bot.web.faults import NotLetThrough
from bot.web.reception import MEGABYTE, MOST_BYTES, MOST_BYTES_OF_ONE, Reception
from bot.web.site import Site
from knowledge.callers import Identity, Visit
from knowledge.catalog.sessions import Sessions
from knowledge.errors import LibraryBusyError
from knowledge.library import Library
from tests.bot.web.conftest import token_of
from tests.bot.web.test_managing import RULES, settled

SignedIn = Callable[[str], TestClient]


def test_there_is_room_for_so_much_of_everybody_and_of_one() -> None:
    """What is dealt with makes room again, whatever became of it."""
    receiving = Reception(most=100, of_one=60)
    with receiving.place("web:1") as first, receiving.place("web:2") as second:
        first(60)
        with pytest.raises(NotLetThrough):
            first(1)
        second(40)
        with pytest.raises(NotLetThrough):
            second(1)
        assert receiving.taken == 100
    assert receiving.taken == 0


def test_an_upload_beyond_the_room_of_all_is_refused_before_it_is_read(signed_in: SignedIn, site: Site) -> None:
    """Others are sending as much as fits; a little later it is taken."""
    client = signed_in("uploader")
    token = token_of(client.get("/upload").text)
    with site.reception.place("others") as take, site.reception.place("more") as take_more:
        take(MOST_BYTES_OF_ONE)
        take_more(MOST_BYTES - MOST_BYTES_OF_ONE - MEGABYTE)
        files = {"files": ("值班办法.txt", bytes(2 * MEGABYTE))}
        refused = client.post("/upload", data={"csrf": token}, files=files, headers={"X-Part": "1"})
        assert (refused.status_code, refused.json()["text"]) == (503, texts.NO_ROOM)
        assert client.post("/ask", data={"csrf": token, "question": "支部怎样学习？"}).status_code == 303
    sent = client.post("/upload", data={"csrf": token}, files={"files": ("值班办法.txt", RULES)})
    assert sent.status_code == 303
    assert site.reception.taken == 0


def test_a_catalog_that_is_busy_is_told_to_who_sends_much(signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the form that our script reads, before anything of the file is."""
    client = signed_in("uploader")
    token = token_of(client.get("/upload").text)

    def busy(*_: object) -> None:
        raise LibraryBusyError("/srv/home")

    monkeypatch.setattr(Sessions, "person", busy)
    files = {"files": ("值班办法.txt", RULES)}
    refused = client.post("/upload", data={"csrf": token}, files=files, headers={"X-Part": "1"})
    assert (refused.status_code, refused.json()["text"]) == (400, texts.NO_STORAGE)


def test_a_body_that_trickles_is_not_waited_for(site: Site) -> None:
    """It is told so, and its room is free again."""
    hasty = replace(site, reception=Reception(grace=0.2))
    told: list[Message] = []
    scope: Scope = {
        "type": "http", "method": "POST", "path": "/sign-in", "raw_path": b"/sign-in", "query_string": b"",
        "headers": [(b"host", b"127.0.0.1:8420"), (b"content-length", b"500")], "client": ("127.0.0.1", 1),
        "scheme": "http", "http_version": "1.1", "root_path": "", "server": ("127.0.0.1", 8420),
    }  # fmt: skip

    async def trickling() -> Message:
        await asyncio.sleep(0.05)
        return {"type": "http.request", "body": b"a", "more_body": True}

    async def send(message: Message) -> None:
        told.append(message)

    async def asked() -> None:
        await build_page(hasty)(scope, trickling, send)

    asyncio.run(asked())
    assert told[0]["status"] == 408
    assert texts.TOO_SLOW in told[1]["body"].decode()
    assert hasty.reception.taken == 0


KINDS = (
    "text/plain",
    "application/json",
    "image/svg+xml",
    ";;;",
    "multipart/form-data; boundary=x; charset=unicode_escape",
)


def test_a_kind_that_no_form_sends_is_refused(signed_in: SignedIn) -> None:
    """It says so, and is not taken for a form that is out of date."""
    client = signed_in("reader")
    for kind in KINDS:
        refused = client.post("/ask", content=b"a=1", headers={"Content-Type": kind, "X-Part": "1"})
        assert (refused.status_code, refused.json()["text"]) == (415, texts.UNKNOWN_KIND)


def test_numbers_that_no_table_holds_are_no_addresses(signed_in: SignedIn) -> None:
    """Neither one of thirty digits nor one of five thousand."""
    admin = signed_in("admin")
    token = token_of(admin.get("/admin").text)
    for digits in ("9" * 30, "9" * 5000):
        assert admin.get(f"/rules/x/{digits}").status_code == 404
        assert admin.post(f"/admin/people/{digits}/remove", data={"csrf": token}).status_code == 404
        form = {"csrf": token, "missing": digits, "words": "可以。"}
        assert admin.post("/admin/standards", data=form).status_code == 400


def test_nothing_waits_on_a_disk_that_is_nearly_full(site: Site) -> None:
    """Its sender is told; the catalog can still be written."""
    handing_in, person = (
        site.assistant.handing_in,
        site.assistant.people.find(Identity(channel="web", subject="uploader")),
    )
    assert handing_in is not None
    assert person is not None
    brought = BroughtFile(name="值班办法.txt", data=RULES, visit=Visit(caller=person))
    assert replace(handing_in, least_free=1 << 62).read(brought, Job()).told == DISK_FULL
    assert handing_in.read(brought, Job()).number


def test_a_web_page_that_was_handed_in_is_never_a_page_of_ours(signed_in: SignedIn, library: Library) -> None:
    """Its original is saved and not shown, its text is text; a drawing with scripts in it is no material at all."""
    client, script = signed_in("uploader"), "<script>alert(1)</script>"
    token = token_of(client.get("/upload").text)
    page = f"<html><body><p>云岭市值班办法</p><p>每天三人值班。&lt;script&gt;</p>{script}</body></html>".encode()
    assert UNKNOWN in client.post("/upload", data={"csrf": token}, files={"files": ("a.svg", page)}).text
    client.post("/upload", data={"csrf": token}, files={"files": ("a.html", page, "text/html")})
    number = re.findall(r'action="/upload/([0-9a-f]+)/decide"', settled(client))[-1]
    assert "<script>" not in client.get(f"/upload/{number}/text", headers={"X-Part": "1"}).text
    client.post(f"/upload/{number}/decide", data={"csrf": token, "what": "store", "label": "unit"})
    settled(client)
    (document,) = [one for one in library.documents() if "值班" in one.title]
    original = client.get(f"/documents/{document.id}/original")
    assert original.content == page
    assert original.headers["content-type"] == "application/octet-stream"
    assert original.headers["content-disposition"].startswith("attachment")
    assert original.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in original.headers["content-security-policy"]
    assert script not in client.get(f"/documents/{document.id}").text


def test_a_draft_is_not_taken_where_too_many_wait_to_be_read(signed_in: SignedIn) -> None:
    """Each takes a core and memory while its sender waits; other pages go on."""
    client = signed_in("reader")
    form = {"csrf": token_of(client.get("/check").text), "text": "支部每月组织一次学习。"}
    taken = 0
    while gate._TURNS.acquire(blocking=False):
        taken += 1
    try:
        assert client.post("/check", data=form).status_code == 503
        assert client.get("/check").status_code == 200
    finally:
        gate._TURNS.release(taken)
    assert client.post("/check", data=form).status_code == 200


def test_static_files_are_compressed_and_pages_are_not(signed_in: SignedIn) -> None:
    """A page holds what signs its forms, beside words that an address can choose: compressed, its length would tell."""
    client = signed_in("reader")
    assert client.get("/static/app.js").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get("/").headers
