"""Asking: streamed, whole, kept, opened, judged, taken along; and what goes wrong."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable

from starlette.testclient import TestClient

from bot.web.site import Site
from knowledge.catalog.feedback import VerdictTable
from knowledge.library import Library
from tests.bot.web.conftest import token_of

SignedIn = Callable[[str], TestClient]
QUESTION = "国企怎么推动党建和业务融合？"
PLACE = "0123456789ab"


def streamed(client: TestClient, question: str = QUESTION, once: str = "abcdefgh") -> list[tuple[str, dict[str, str]]]:
    """Return the events of an answer as our script gets them."""
    form = {"csrf": token_of(client.get("/").text), "conversation": PLACE, "question": question, "once": once}
    response = client.post("/ask", data=form, headers={"X-Part": "1"})
    assert response.headers["content-type"].startswith("text/event-stream"), response.text
    assert response.headers["x-accel-buffering"] == "no"
    found = re.findall(r"event: (\w+)\ndata: (.*)\n\n", response.text)
    return [(name, json.loads(data)) for name, data in found]


def kept(client: TestClient) -> str:
    """Return the id of a reply to the question."""
    return streamed(client)[-1][1]["reply"]


def test_an_answer_is_streamed_and_there_after_reload(signed_in: SignedIn) -> None:
    """Drafts grow, the whole comes last, and the conversation shows it again."""
    client = signed_in("reader")
    events = streamed(client)
    name, data = events[-1]
    assert name == "reply"
    assert all(name == "draft" for name, _ in events[:-1])
    assert 'class="marker"' in data["html"]
    again = client.get(f"/c/{PLACE}").text
    assert f'id="r-{data["reply"]}"' in again
    assert "依据：" in again
    assert QUESTION in client.get("/").text, "it is listed among the conversations"


def test_without_a_script_a_form_answers(signed_in: SignedIn) -> None:
    """The browser is led to the conversation, where the answer is."""
    client = signed_in("reader")
    form = {"csrf": token_of(client.get("/").text), "conversation": PLACE, "question": QUESTION}
    led = client.post("/ask", data=form)
    assert (led.status_code, led.headers["location"]) == (303, f"/c/{PLACE}#last")
    assert 'class="marker"' in client.get(f"/c/{PLACE}").text


def test_a_question_that_is_sent_twice_is_asked_once(signed_in: SignedIn, library: Library) -> None:
    """A double click, or a form sent again with the back button."""
    client = signed_in("reader")
    assert streamed(client)[-1] == streamed(client)[-1]
    with library.catalog.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM turns").scalar_one() == 1


def test_a_marker_opens_its_own_words_within_the_document(signed_in: SignedIn) -> None:
    """The quotation is marked where it stands; as a part of the page, and as a page of its own."""
    client = signed_in("reader")
    html = streamed(client)[-1][1]["html"]
    markers = dict(re.findall(r'href="(/c/[^"]+/s/(\d+))"', html))
    assert markers
    for address in markers:
        part = client.get(address, headers={"X-Part": "1"})
        assert part.status_code == 200
        marked = re.search(r'<mark id="quote">(.+?)</mark>', part.text, re.DOTALL)
        assert marked
        assert len(marked[1]) > 4
        assert "<html" not in part.text
        assert "<html" in client.get(address).text


def test_the_original_is_saved_and_never_shown_as_a_page_of_ours(signed_in: SignedIn) -> None:
    """As an attachment of no type that a browser would run."""
    client = signed_in("reader")
    source = client.get(re.findall(r'href="(/c/[^"]+/s/\d+)"', streamed(client)[-1][1]["html"])[0]).text
    address = re.findall(r'href="(/documents/[^"]+/original)"', source)[0]
    file = client.get(address)
    assert file.status_code == 200
    assert file.headers["content-disposition"].startswith("attachment;")
    assert file.headers["content-type"] == "application/octet-stream"
    assert file.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in file.headers["content-security-policy"]


def test_another_persons_answer_does_not_open(signed_in: SignedIn) -> None:
    """Neither the conversation nor a source, an export or a verdict, whoever knows the address."""
    reply = kept(signed_in("reader"))
    other = signed_in("admin")
    assert reply not in other.get(f"/c/{PLACE}").text
    for rest in ("s/1", "export/word", "following"):
        response = other.get(f"/c/{PLACE}/r/{reply}/{rest}")
        assert response.status_code in {400, 404} or not response.text.strip(), rest
    form = {"csrf": token_of(other.get("/").text), "verdict": "good"}
    assert other.post(f"/c/{PLACE}/r/{reply}/verdict", data=form).status_code == 400


def test_an_answer_is_judged_with_a_reason(signed_in: SignedIn, library: Library) -> None:
    """A verdict is kept; a bad one without a reason is not."""
    client = signed_in("reader")
    reply = kept(client)
    form = {"csrf": token_of(client.get("/").text), "verdict": "bad"}
    assert client.post(f"/c/{PLACE}/r/{reply}/verdict", data=form).status_code == 400
    assert client.post(f"/c/{PLACE}/r/{reply}/verdict", data=form | {"reason": "不完整"}).status_code == 303
    assert VerdictTable(library.catalog.database).counts() == {"不完整": 1}


def test_an_answer_leaves_as_word_and_its_quotations_as_a_table(signed_in: SignedIn) -> None:
    """Two files, each under a Chinese name."""
    client = signed_in("reader")
    reply = kept(client)
    for what in ("word", "checks"):
        file = client.get(f"/c/{PLACE}/r/{reply}/export/{what}")
        assert file.content.startswith(b"PK")
        assert "filename*=UTF-8''%" in file.headers["content-disposition"]


def test_what_leads_on_is_found_after_the_answer(signed_in: SignedIn) -> None:
    """A part of the page with questions, or nothing."""
    client = signed_in("reader")
    reply = kept(client)
    part = client.get(f"/c/{PLACE}/r/{reply}/following", headers={"X-Part": "1"})
    assert part.status_code == 200
    assert "<html" not in part.text


def test_an_expired_session_loses_no_words(signed_in: SignedIn, site: Site) -> None:
    """Our script is told to sign in; without it the form comes back with the question after signing in."""
    client = signed_in("reader")
    page = client.get("/").text
    client.post("/sign-out", data={"csrf": token_of(page), "everywhere": "1"})
    form = {"csrf": token_of(page), "conversation": PLACE, "question": "我写了很久的问题", "back": "/"}
    refused = client.post("/ask", data=form, headers={"X-Part": "1"})
    assert (refused.status_code, refused.json()["sign_in"]) == (401, "/sign-in")
    asked_again = client.post("/ask", data=form)
    assert asked_again.status_code == 401
    assert "我写了很久的问题" in asked_again.text
    from tests.bot.web.conftest import PASSWORD

    entering = {"csrf": token_of(asked_again.text), "name": "reader", "password": PASSWORD}
    led = client.post("/sign-in", data=entering | {"question": "我写了很久的问题", "after": "/"})
    assert "我写了很久的问题" in client.get(led.headers["location"]).text
    assert not site.carried


def test_a_marked_question_is_neither_kept_nor_repeated(signed_in: SignedIn, library: Library) -> None:
    """What carries a mark of classification stands nowhere afterwards."""
    client = signed_in("reader")
    data = streamed(client, "机密★1年 关于李四同志的处理意见怎么写")[-1][1]
    assert "李四" not in data["html"]
    assert "李四" not in client.get(f"/c/{PLACE}").text
    library.catalog.database.compact()
    assert "李四".encode() not in (library.catalog.database.home / "catalog.sqlite3").read_bytes()


def test_a_stopped_answer_ends(site: Site) -> None:
    """Whoever reads along is told the end, and the thread is free."""
    from bot.web.running import Running, StreamPiece

    began, ended = threading.Event(), threading.Event()

    def write(running: Running) -> None:
        began.set()
        running.stop.wait(10)
        running.put(StreamPiece("failed", {"text": "停"}), last=True)
        ended.set()

    running = site.writing.begin("1/x/y", "问", write)
    assert running is not None
    assert began.wait(5)
    running.stop.set()
    assert ended.wait(5)
    assert running.last(1) == StreamPiece("failed", {"text": "停"})


def test_no_reply_names_a_place_on_the_machine(signed_in: SignedIn, library: Library) -> None:
    """Neither pages nor events nor faults tell where the library lies."""
    client = signed_in("admin")
    home = str(library.catalog.database.home)
    html = streamed(client)[-1][1]["html"]
    texts = [html, client.get("/").text, client.get(f"/c/{PLACE}").text]
    texts += [client.get(address).text for address in re.findall(r'href="(/c/[^"]+/s/\d+)"', html)]
    (library.catalog.database.home / "originals").rename(library.catalog.database.home / "gone")
    source = re.findall(r'href="(/c/[^"]+/s/\d+)"', html)[0]
    original = re.findall(r'href="(/documents/[^"]+/original)"', client.get(source).text)[0]
    fault = client.get(original)
    assert fault.status_code == 400
    assert not [text for text in [*texts, fault.text] if home in text or "/samples/" in text or "sqlite" in text]


def test_what_is_too_large_or_malformed_is_told(signed_in: SignedIn) -> None:
    """A clear sentence, and nothing is done."""
    client = signed_in("reader")
    token = token_of(client.get("/").text)
    large = client.post("/ask", data={"csrf": token, "question": "问" * 100_000})
    assert large.status_code == 413
    assert "超过上限" in large.text
    broken = client.post("/ask", content=b"\xff\xfe", headers={"content-type": "multipart/form-data; boundary=x"})
    assert broken.status_code in {400, 403}
    assert client.post("/ask", data={"csrf": token, "question": "  "}).status_code == 400


def test_an_answer_that_was_erased_is_not_read_again(signed_in: SignedIn) -> None:
    """Whoever kept the address of an answer on its way finds nothing there once the conversation is gone."""
    client = signed_in("reader")
    token = token_of(client.get("/").text)
    form = {"csrf": token, "question": "国企怎么推动党建和业务融合？", "once": "einmal-und-nie"}
    led = client.post("/ask", data=form)
    conversation = led.headers["location"].partition("#")[0]
    again = f"{conversation}/running/einmal-und-nie"
    assert client.get(again).status_code == 200
    client.post(f"{conversation}/erase", data={"csrf": token})
    assert client.get(again).status_code == 404
