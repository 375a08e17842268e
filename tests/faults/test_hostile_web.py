"""The page under attack, as a process of its own: hostile requests and uploads, and requests that never end."""

from __future__ import annotations

import http.client
import json
import re
import socket
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import pytest

from benchmarks.processes import resident
from tests.faults.hostile import Maker, Request
from tests.faults.served_page import Served, served

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read where Linux keeps it"),
]

SENTENCE = re.compile(r"[\u4e00-\u9fff][^<>]*[。；]")
PATIENCE_SECONDS = 120.0
AT_ONCE = 8


class Told(NamedTuple):
    """What was answered; a status of 0 where the connection was ended without a word."""

    status: int
    headers: http.client.HTTPMessage | None = None
    text: str = ""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("hostile")) as page:
        yield page


def test_hostile_requests(page: Served) -> None:
    """Each of 500 gets a clear status and a Chinese sentence; memory stays, nothing is logged as a fault."""
    answered(page, Maker(page, 0).requests(200))  # what is made ready once
    before = resident(page.pid)
    faults = answered(page, Maker(page, 1).requests(500))
    grown = (resident(page.pid) - before) / 1e6
    print(f"500 hostile requests: {before / 1e6:.0f} MB before, {grown:+.1f} MB after")  # noqa: T201
    assert not faults, "\n".join(faults)
    assert grown < 60
    assert_it_serves(page)


def test_hostile_uploads(page: Served) -> None:
    """Each of 200 gets the same, whatever is in it; nothing of them is left in memory when they were read."""
    answered(page, Maker(page, 2).uploads(24))
    settle(page)
    before = resident(page.pid)
    faults = answered(page, Maker(page, 3).uploads(200))
    settle(page)
    grown = (resident(page.pid) - before) / 1e6
    print(f"200 hostile uploads: {before / 1e6:.0f} MB before, {grown:+.1f} MB after")  # noqa: T201
    assert not faults, "\n".join(faults)
    assert grown < 100
    assert_it_serves(page)


def test_requests_that_never_end(page: Served) -> None:
    """Two hundred that stall at different places are hung up on in time, and meanwhile others are served."""
    before = resident(page.pid)
    stalled = Maker(page, 4).stalled() * 33
    with ThreadPoolExecutor(len(stalled)) as threads:
        begun = time.monotonic()
        told = [threads.submit(sent, page, one) for one in stalled]
        time.sleep(2)
        assert_it_serves(page)
        statuses = {each.result().status for each in told}
        taken = time.monotonic() - begun
    print(f"{len(stalled)} stalled requests: ended after {taken:.0f} s, with {sorted(statuses)}")  # noqa: T201
    assert statuses <= {0, 408, 503}
    assert taken < 60
    assert (resident(page.pid) - before) / 1e6 < 40
    assert_it_serves(page)


def answered(page: Served, requests: Iterable[Request]) -> list[str]:
    """Send requests, several at a time, and return what is wrong with the answers to them."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        found = list(threads.map(lambda one: (one, sent(page, one)), requests))
    faults = [f"{one.what}: {wrong}" for one, told in found if (wrong := fault_of(one, told))]
    return faults + [line[:2000] for line in page.log.read_text().splitlines() if _is_fault(line)]


def _is_fault(line: str) -> bool:
    return "traceback" in line.casefold() or '"level": "ERROR"' in line


def fault_of(request: Request, told: Told) -> str:
    """Return what is wrong with an answer, if anything."""
    if told.status == 0:
        return "no answer" if request.ends else ""
    assert told.headers is not None
    if told.status in {200, 204, 206, 303, 304}:
        return ""
    if not 400 <= told.status < 500 and told.status not in {501, 503}:
        return f"status {told.status}: {told.text[:300]}"
    if told.headers.get("X-Content-Type-Options") != "nosniff":
        return "its kind may be guessed"
    if "/work/" in told.text or "Traceback" in told.text:
        return f"it tells of the machine: {told.text[:300]}"
    return (
        "" if not told.text or SENTENCE.search(sentence_of(told)) else f"status {told.status} says {told.text[:300]!r}"
    )


def sentence_of(told: Told) -> str:
    if told.headers is None or "json" not in told.headers.get("Content-Type", ""):
        return told.text
    said = json.loads(told.text)
    return str(said["error"]["message"] if "error" in said else said["text"])


def sent(page: Served, request: Request) -> Told:
    """Send a request and return the answer."""
    with socket.create_connection(("127.0.0.1", page.port), timeout=PATIENCE_SECONDS) as connection:
        with suppress(OSError):  # it may be refused before all of it was sent; the answer may be there
            connection.sendall(request.raw)
        method = request.raw.split(b" ", 1)[0].decode("latin-1")
        response = http.client.HTTPResponse(connection, method=method if method in {"HEAD", "CONNECT"} else "GET")
        try:
            response.begin()
            return Told(response.status, response.headers, response.read().decode(errors="replace"))
        except (OSError, http.client.HTTPException):
            return Told(0)


def settle(page: Served) -> None:
    """Wait until every file was read."""
    ends = time.monotonic() + 900
    for guest in page.of_role("uploader"):
        while "files working" in asked(page, guest.session, "GET", "/upload/files").text and time.monotonic() < ends:
            time.sleep(1)
    assert time.monotonic() < ends


def assert_it_serves(page: Served) -> None:
    """Somebody asks as always, and is answered."""
    guest = page.of_role("reader")[-1]
    begun = time.monotonic()
    told = asked(page, guest.session, "POST", "/ask", urlencode({"csrf": guest.csrf, "question": "支部怎样组织学习？"}))
    assert told.status == 200, told
    assert "event: reply" in told.text
    assert time.monotonic() - begun < 20


def asked(page: Served, session: str, method: str, path: str, body: str = "") -> Told:
    connection = http.client.HTTPConnection("127.0.0.1", page.port, timeout=PATIENCE_SECONDS)
    headers = {"Cookie": f"ronghe={session}", "X-Part": "1", "Content-Type": "application/x-www-form-urlencoded"}
    connection.request(method, path, body or None, headers)
    response = connection.getresponse()
    try:
        return Told(response.status, response.headers, response.read().decode())
    finally:
        connection.close()
