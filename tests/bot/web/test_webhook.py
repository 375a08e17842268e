"""Notices to another system, received by a server on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from bot.services.events import Event, FileStored, NotedAsMissing, SignedIn
from bot.web.webhook import Hook, NoticePoster, hook_of, signature
from knowledge.callers import Someone
from knowledge.errors import BadRequestError

SECRET = "一个够长的、签名用的秘密字符串-1"  # noqa: S105
BY = Someone(number=7)


class Receiver:
    """Answers with the given statuses in turn, then with 200."""

    def __init__(self, *statuses: int) -> None:
        self.got: list[tuple[Any, bytes]] = []
        receiver, left = self, list(statuses)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                receiver.got.append((self.headers, self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(left.pop(0) if left else 200)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def after(self, *events: Event) -> list[tuple[Any, bytes]]:
        """Return what is received when these events have happened."""
        webhook = NoticePoster(
            Hook(f"http://127.0.0.1:{self.server.server_port}/x", SECRET), pauses=(0.0, 0.0), clock=lambda: 99
        )
        for event in events:
            webhook(event)
        webhook.settle()
        return self.got


@pytest.fixture
def receivers() -> Iterator[list[Receiver]]:
    made: list[Receiver] = []
    yield made
    for one in made:
        one.server.shutdown()
        one.server.server_close()


def receiver(receivers: list[Receiver], *statuses: int) -> Receiver:
    receivers.append(Receiver(*statuses))
    return receivers[-1]


def test_an_arrival_is_told_and_signed(receivers: list[Receiver]) -> None:
    """The signature is over time and body; whoever has the secret can check it."""
    ((headers, body),) = receiver(receivers).after(FileStored(by=BY, titles=("值班办法",), label="public"))
    assert json.loads(body) == {"event": "arrived", "titles": ["值班办法"]}
    assert headers["X-Ronghe-Timestamp"] == "99"
    assert headers["X-Ronghe-Signature"] == f"sha256={signature(SECRET, '99', body)}"
    assert signature(SECRET, "100", body) != signature(SECRET, "99", body)


def test_only_what_the_public_may_know_is_told(receivers: list[Receiver]) -> None:
    """Nothing of a department's file, no word of a question, nothing of who came in."""
    got = receiver(receivers).after(
        FileStored(by=BY, titles=("岭甲峪寨工作安排",), label="dept:zzb"),
        FileStored(by=BY, titles=("岭甲峪寨工作安排",), label="unit"),
        NotedAsMissing(by=BY, question="岭甲峪寨谁负责"),
        SignedIn(by=BY),
    )
    assert [json.loads(body) for _, body in got] == [{"event": "unanswered", "titles": []}]


def test_it_is_tried_again_and_given_up(receivers: list[Receiver]) -> None:
    """Under the same number, three times here; a redirect is followed nowhere. The next one is not lost."""
    again = receiver(receivers, 500, 302).after(NotedAsMissing(by=BY, question="问"))
    assert len(again) == 3
    assert len({headers["X-Ronghe-Notice"] for headers, _ in again}) == 1
    given_up = receiver(receivers, 500, 500, 500)
    events = (NotedAsMissing(by=BY, question="问"), FileStored(by=BY, titles=("甲",), label="public"))
    assert len(given_up.after(*events)) == 4
    assert json.loads(given_up.got[-1][1])["event"] == "arrived"


@pytest.mark.parametrize(
    ("url", "secret"), [("ftp://x", SECRET * 2), ("oa", SECRET * 2), ("https://oa.example", "short")]
)
def test_settings_that_cannot_be_used_are_told(url: str, secret: str) -> None:
    """Before anything is served."""
    with pytest.raises(BadRequestError):
        hook_of(url, secret)
    assert hook_of("", "") is None
