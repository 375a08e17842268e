"""How much a page asks of the catalog, whatever the machine: statements and transactions of one request.

Each bound is what is needed today and a little more; who needs more says why, and whoever needs less lowers it.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from bot.web import layout
from knowledge.library import Library
from tests.bot.test_work import watched
from tests.bot.web.conftest import token_of

SignedIn = Callable[[str], TestClient]

PAGES = {
    "/": (0, 0),
    "/sign-in": (0, 0),
    "/rules": (0, 0),
    "/find": (0, 0),
    "/examples": (0, 0),
    "/work": (0, 0),
    "/library": (0, 0),
    "/upload": (0, 0),
    "/admin": (0, 0),
    "/me": (0, 0),
}
"""Statements and transactions."""


@pytest.mark.parametrize("path", PAGES)
def test_a_page(path: str, signed_in: SignedIn, library: Library) -> None:
    """Who asks is looked up at each request; beyond that a page reads what it shows, and writes nothing."""
    client = signed_in("admin")
    client.get(path)
    with watched(library) as work:
        assert client.get(path).status_code in {200, 303}
    print(path, len(work.statements), work.transactions)
    statements, transactions = PAGES[path]
    assert "BEGIN IMMEDIATE" not in work.transactions
    assert len(work.statements) <= statements, "\n".join(work.statements)
    assert len(work.transactions) <= transactions, work.transactions


def test_a_page_is_drawn_from_templates_made_once(signed_in: SignedIn) -> None:
    """No template is read again for a second request."""
    client = signed_in("reader")
    client.get("/")
    made = layout.templates().get_template("ask.html")
    client.get("/")
    assert layout.templates().get_template("ask.html") is made


def test_a_question(signed_in: SignedIn, library: Library) -> None:
    """What a question costs beside its answer: who asks, the answer kept once, the audit."""
    client = signed_in("reader")
    form = {"csrf": token_of(client.get("/").text), "conversation": "0123456789ab", "question": "支部怎样组织学习？"}
    client.post("/ask", data=form | {"once": "abcdefgh"}, headers={"X-Part": "1"})
    with watched(library) as work:
        asked = client.post("/ask", data=form | {"once": "bcdefghi"}, headers={"X-Part": "1"})
        assert "event: reply" in asked.text
    print("question", len(work.statements), work.transactions)
    assert work.transactions.count("BEGIN IMMEDIATE") <= 0
    assert len(work.statements) <= 0, "\n".join(work.statements)
