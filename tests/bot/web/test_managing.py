"""Handing material in, and what administrators do."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from starlette.testclient import TestClient

from bot.web.application import build_page
from bot.web.site import Site
from knowledge.access import Role
from knowledge.callers import Identity, Visit
from knowledge.catalog.audit import AuditLog
from knowledge.catalog.feedback import UnansweredTable
from knowledge.library import Library
from tests.bot.web.conftest import ORIGIN, PASSWORD, site_over, token_of
from tests.fakes import BigramEmbedder

SignedIn = Callable[[str], TestClient]
RULES = "云岭市值班办法\n第一条 每天三人值班。\n第二条 本办法由办公室负责解释。\n".encode()


def settled(client: TestClient) -> str:
    """Return the list of files once nothing is being done any more."""
    for _ in range(200):
        page = client.get("/upload/files", headers={"X-Part": "1"}).text
        if "files working" not in page:
            return page
        time.sleep(0.05)
    raise AssertionError(page)


def test_many_files_are_read_decided_on_and_stored(signed_in: SignedIn, site: Site, library: Library) -> None:
    """Each is read beside the page; one is stored under a label, one is given back."""
    client = signed_in("uploader")
    token = token_of(client.get("/upload").text)
    sent = [
        ("files", ("值班办法.txt", RULES)),
        ("files", ("另一份.txt", RULES.replace("三人".encode(), "五人".encode()))),
    ]
    assert client.post("/upload", data={"csrf": token}, files=sent).status_code == 303
    page = settled(client)
    assert page.count("等您决定") == 2
    files = re.findall(r'action="/upload/([0-9a-f]+)/decide"', page)
    assert "每天三人值班" in client.get(f"/upload/{files[-1]}/text").text
    store = {"csrf": token, "what": "store", "label": "unit"}
    assert client.post(f"/upload/{files[-1]}/decide", data=store).status_code == 303
    page = settled(client)
    assert "已入库" in page
    assert client.post(f"/upload/{files[0]}/decide", data={"csrf": token, "what": "back"}).status_code == 303
    assert "值班办法" in signed_in("reader").get("/library").text
    report = client.get("/upload/report")
    assert report.headers["content-disposition"].startswith("attachment")
    assert str(library.catalog.database.home) not in report.text
    assert signed_in("admin").get("/upload/report").status_code == 404  # what another handed in is not theirs
    held = site.assistant.documents.visible(
        Visit(caller=site.assistant.people.caller(Identity(channel="web", subject="admin")))
    )
    assert [one.label for one in held if "值班" in one.title] == ["unit"]


def test_what_was_read_is_decided_on_after_a_restart(signed_in: SignedIn, library: Library, tmp_path: Path) -> None:
    """Name, findings and text are there again, for its sender alone; from the page that was open it is stored, once."""
    client, other = signed_in("uploader"), signed_in("admin")
    token = token_of(client.get("/upload").text)
    client.post("/upload", data={"csrf": token}, files={"files": ("值班办法.txt", RULES)})
    before = settled(client)
    shutil.copytree(library.catalog.database.home, tmp_path / "after")  # as a process leaves it that is killed
    with Library.open_owner(tmp_path / "after", BigramEmbedder()) as again:
        site = site_over(again)
        page = build_page(site)
        with TestClient(page, base_url=ORIGIN, cookies=client.cookies, follow_redirects=False) as client:
            file = re.findall(r'action="/upload/([0-9a-f]+)/decide"', before)[0]
            store = {"csrf": token, "what": "store", "label": "unit"}
            with TestClient(page, base_url=ORIGIN, cookies=other.cookies, follow_redirects=False) as stranger:
                assert "值班办法" not in settled(stranger)
                theirs = store | {"csrf": token_of(stranger.get("/upload").text)}
                assert stranger.post(f"/upload/{file}/decide", data=theirs).status_code == 400
            assert settled(client) == before
            assert "每天三人值班" in client.get(f"/upload/{file}/text").text
            assert client.post(f"/upload/{file}/decide", data=store).status_code == 303
            assert "已入库" in settled(client)
            assert client.post(f"/upload/{file}/decide", data=store).status_code == 400
        site.close()


def test_a_marked_file_leaves_nothing_behind(signed_in: SignedIn, library: Library) -> None:
    """Neither its words nor its name, on the page or in the home."""
    client = signed_in("uploader")
    token = token_of(client.get("/upload").text)
    marked = "机密★1年\n关于孙七同志的处理意见\n孙七的问题如下。\n".encode()
    client.post("/upload", data={"csrf": token}, files={"files": ("附件.txt", marked)})
    page = settled(client)
    assert "孙七" not in page
    assert "附件.txt" not in page
    refused = client.post("/upload", data={"csrf": token}, files={"files": ("【机密】孙七.txt", marked)})
    assert refused.status_code == 400
    assert "孙七" not in refused.text
    home = library.catalog.database.home
    assert not [path for path in home.rglob("*") if path.is_file() and "孙七".encode() in path.read_bytes()]


def test_empty_and_unknown_files_are_refused_with_a_reason(signed_in: SignedIn) -> None:
    """A clear sentence each, and nothing waits."""
    client = signed_in("uploader")
    token = token_of(client.get("/upload").text)
    for name, data in (("空.txt", b""), ("程序.exe", b"MZ")):
        refused = client.post("/upload", data={"csrf": token}, files={"files": (name, data)})
        assert refused.status_code == 400
    assert client.post("/upload", data={"csrf": token}).status_code == 400
    broken = client.post("/upload", data={"csrf": token}, files={"files": ("坏.docx", b"PK\x03\x04nonsense")})
    assert broken.status_code == 303
    assert "未接收" in settled(client)


def test_of_several_files_in_a_form_the_good_ones_are_taken(signed_in: SignedIn) -> None:
    """A browser without our script sends a folder as it is; what is not taken is told, and how many were."""
    client = signed_in("uploader")
    token = token_of(client.get("/upload").text)
    sent = [
        ("files", ("Thumbs.db", b"x")),
        ("files", ("值班/值班办法.txt", RULES)),
        ("files", ("机密★1年/附件.txt", RULES)),
    ]
    refused = client.post("/upload", data={"csrf": token}, files=sent)
    assert refused.status_code == 400
    assert "选了3份，收下1份，没有收下2份" in refused.text
    page = settled(client)
    assert page.count("等您决定") == 1
    assert "值班办法.txt" in page


def test_an_upload_of_somebody_who_may_not_is_not_even_read(
    signed_in: SignedIn, open_browser: Callable[[], TestClient]
) -> None:
    """A reader and a stranger are turned away before the body."""
    reader = signed_in("reader")
    token = token_of(reader.get("/me").text)
    assert reader.post("/upload", data={"csrf": token}, files={"files": ("a.txt", b"x" * 200_000)}).status_code == 403
    assert open_browser().post("/upload", files={"files": ("a.txt", b"x" * 200_000)}).status_code == 401


def test_an_administrator_names_changes_and_removes_people(
    signed_in: SignedIn, open_browser: Callable[[], TestClient], site: Site, library: Library
) -> None:
    """From an invitation to the end, each step from the next request on, and put down."""
    admin = signed_in("admin")
    token = token_of(admin.get("/admin").text)
    new = {"csrf": token, "name": "qian", "called": "钱八", "role": "reader", "labels": "zzb，xcb"}
    page = admin.post("/admin/people", data=new)
    invitation = re.search(r'value="http://127\.0\.0\.1:8420(/invitation/[^"]+)"', page.text)
    assert invitation
    person = site.assistant.people.find(Identity(channel="web", subject="qian"))
    assert person is not None
    named = site.assistant.people.person(person.number)
    assert named is not None
    assert named.labels == {"dept:zzb", "dept:xcb"}
    guest = open_browser()
    form = {"csrf": token_of(guest.get(invitation[1]).text), "password": PASSWORD, "again": PASSWORD}
    assert guest.post(invitation[1], data=form).status_code == 303
    assert guest.get("/upload").status_code == 403
    change = {"csrf": token, "called": "钱八", "role": "uploader", "labels": "zzb"}
    assert admin.post(f"/admin/people/{person.number}", data=change).status_code == 303
    assert guest.get("/upload").status_code == 200
    assert admin.post(f"/admin/people/{person.number}/remove", data={"csrf": token}).status_code == 303
    assert guest.get("/").status_code == 303
    rows = [(one.what, one.outcome) for one in AuditLog(library.catalog.database).entries() if one.what == "people"]
    assert rows == [("people", "removed"), ("people", "changed"), ("people", "invited"), ("people", "changed")]
    own = site.assistant.people.find(Identity(channel="web", subject="admin"))
    assert own is not None
    assert admin.post(f"/admin/people/{own.number}/remove", data={"csrf": token}).status_code == 400
    assert site.assistant.people.person(own.number) is not None


def test_what_is_lacking_is_answered(signed_in: SignedIn, library: Library) -> None:
    """A question without an answer is listed; words of the sources become its standard answer, others do not."""
    reader, admin = signed_in("reader"), signed_in("admin")
    question = "外星人怎么参加主题党日？"
    reader.post("/ask", data={"csrf": token_of(reader.get("/").text), "question": question})
    page = admin.get("/admin/missing").text
    assert question in page
    number = re.findall(r'name="missing" value="(\d+)"', page)[0]
    form = {"csrf": token_of(page), "missing": number}
    assert admin.post("/admin/standards", data=form | {"words": "可以坐飞船来。"}).status_code == 400
    assert UnansweredTable(library.catalog.database).find(int(number)) is not None
    done = admin.post("/admin/standards", data=form | {"words": "没有验证数据来源的事项，不得列入清单。"})
    assert done.status_code == 303
    page = admin.get("/admin/missing").text
    withdraw = re.findall(r'action="(/admin/standards/\d+/withdraw)"', page)[0]
    assert admin.post(withdraw, data={"csrf": form["csrf"]}).status_code == 303


def test_figures_the_log_and_settings_are_shown_without_secrets(signed_in: SignedIn, site: Site) -> None:
    """Each page opens; nothing of a key or a place on the machine stands there."""
    client = signed_in("admin")
    client.post("/ask", data={"csrf": token_of(client.get("/").text), "question": "党支部有哪些任务？"})
    assert "<rect" in client.get("/admin/stats").text
    log = client.get("/admin/audit").text
    assert "记录完整" in log
    assert "提问" in log
    home = str(site.assistant.documents.core.catalog.database.home)
    for path in ("/admin/settings", "/admin/held", "/admin/stats", "/admin/audit"):
        assert home not in client.get(path).text


def test_a_reader_of_one_department_becomes_one_of_another(signed_in: SignedIn, site: Site) -> None:
    """Labels are those of the moment."""
    people = site.assistant.people
    person = people.find(Identity(channel="web", subject="reader"))
    assert person is not None
    client = signed_in("reader")
    people.add(person.number, name="reader", role=Role.READER, labels=["dept:zzb"])
    assert "部门zzb" in client.get("/me").text
    people.revoke(person.number, ["dept:zzb"])
    assert "部门zzb" not in client.get("/me").text
