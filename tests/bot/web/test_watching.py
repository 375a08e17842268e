"""What whoever watches over the machine is told: that we are there and can answer, and figures; nothing of anybody."""

from __future__ import annotations

import io
import json
import logging
import re
import sqlite3
from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from bot import logs
from bot.figures import Figures
from bot.services.answering import Readers
from bot.services.asking import Question
from bot.services.assistant import assistant_of
from bot.services.readiness import Readiness
from bot.web.application import build_page
from bot.web.site import Site
from knowledge.callers import OPERATOR, Conversation, Visit
from knowledge.catalog.database import FILE
from knowledge.library import Library
from knowledge.people import People
from knowledge.vectors.chroma_client import ChromaServer
from tests.bot.web.conftest import token_of
from tests.fakes import BigramEmbedder, OverlapJudge
from tests.knowledge.vectors.chroma_server import free_port

TOKEN = "metrics-token-123456"  # noqa: S105  # of nobody
UNDER_ANY_NAME = {"Host": "10.1.2.3:8421"}


def watched(site: Site, figures: Figures | None = None) -> TestClient:
    return TestClient(build_page(replace(site, figures=figures)), raise_server_exceptions=False)


def test_we_are_there_whatever_we_depend_on(site: Site, library: Library) -> None:
    """It is asked under any name, and a catalog that cannot be read does not have us started again."""
    library.catalog.close()
    (library.catalog.database.home / FILE).write_bytes(b"something else" * 1000)
    answer = watched(site).get("/healthz", headers=UNDER_ANY_NAME)
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_we_can_answer(site: Site) -> None:
    """A home with its index is ready."""
    answer = watched(site).get("/readyz", headers=UNDER_ANY_NAME)
    assert (answer.status_code, answer.json()["state"]) == (200, "ready")


def test_without_its_index_a_home_is_degraded_and_answers(library: Library) -> None:
    """A Chroma server that is away is said in one sentence without its address, and takes nobody out of service."""
    home = library.catalog.database.home
    library.close()
    with Library.open_owner(home, BigramEmbedder(), ChromaServer(f"http://127.0.0.1:{free_port()}")) as degraded:
        found = Readiness(degraded).look()
    assert (found.state, found.can_answer) == ("degraded", True)
    assert found.text.startswith("已降级：")
    assert "127.0.0.1" not in found.text


def test_a_newer_catalog_is_not_read(site: Site, library: Library) -> None:
    """When a newer program has changed the tables under us, questions are sent elsewhere."""
    with sqlite3.connect(library.catalog.database.home / FILE) as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    answer = watched(site).get("/readyz")
    assert (answer.status_code, answer.json()["state"]) == (503, "not_ready")
    assert str(library.catalog.database.home) not in answer.text


@pytest.mark.parametrize(
    ("figures", "shown", "status"),
    [(None, TOKEN, 404), (Figures(TOKEN), "", 401), (Figures(TOKEN), "wrong", 401), (Figures(TOKEN), TOKEN, 200)],
    ids=["locked", "without_token", "wrong_token", "token"],
)
def test_figures_are_locked(site: Site, figures: Figures | None, shown: str, status: int) -> None:
    """Nobody has them without the token of the settings, and with none set nobody at all."""
    answer = watched(site, figures).get("/metrics", headers={"Authorization": f"Bearer {shown}"} if shown else {})
    assert answer.status_code == status
    assert ("ronghe_answers" in answer.text) == (status == 200)


def test_an_answer_is_counted_without_its_words(library: Library) -> None:
    """Outcome, strength, times and queue are there; no label has a person, a question or a title in it."""
    figures = Figures(TOKEN)
    figures.watch(library, lambda: 3, lambda: True)
    people, readers = People(library.catalog.database), Readers(judge=OverlapJudge())
    asking = assistant_of(library, people, readers=readers, also=(figures,)).asking
    where = Conversation(channel="terminal", place="zhangsan-1")
    for text in ("四融四促是什么", "火星上有几个支部", "你好"):
        asking.ask(Question(text=text, visit=Visit(caller=OPERATOR, conversation=where)))
    said = figures.text()
    assert 'ronghe_answers_total{channel="terminal",outcome="answer",strength="direct",writer="extractive"} 1.0' in said
    for figure in ("first_block_seconds_count 3.0", "answer_seconds_count 3.0", "answers_running 3.0", "leader 1.0"):
        assert f"ronghe_{figure}" in said
    assert 'ronghe_stage_seconds_count{stage="retrieve"}' in said
    labels = set(re.findall(r'="([^"]*)"', said))
    assert not {label for label in labels if re.search(r"[一-鿿]|zhangsan", label)}


def test_a_request_is_found_in_the_log(signed_in: Callable[[str], TestClient], monkeypatch: pytest.MonkeyPatch) -> None:
    """What is logged while an answer is written stands under the channel and the id of the request that asked."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.Formatter(worker="web-1"))
    logger = logging.getLogger("bot.services.witness")
    monkeypatch.setattr(logger, "handlers", [handler])
    monkeypatch.setattr(logger, "level", logging.INFO)
    client = signed_in("reader")
    form = {"csrf": token_of(client.get("/").text), "question": "四融四促是什么", "once": "once-12345"}
    client.post("/ask", data=form)
    (line,) = (json.loads(line) for line in written.getvalue().splitlines())
    assert (line["worker"], line["channel"]) == ("web-1", "web")
    assert re.fullmatch("[0-9a-f]{8}", line["request"])
