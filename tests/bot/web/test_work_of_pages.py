"""How much a page asks of the catalog, whatever the machine: statements and transactions of one request.

Each bound is what is needed today and a little more; who needs more says why, and whoever needs less lowers it.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.testclient import TestClient

from bot.web import layout
from knowledge.callers import Identity
from knowledge.library import Library
from knowledge.people import People
from tests.bot.test_work import watched, without_terms
from tests.bot.web.conftest import token_of

SignedIn = Callable[[str], TestClient]

PAGES = {
    "/": (9, 6),
    "/sign-in": (2, 2),
    "/rules": (8, 6),
    "/find": (3, 2),
    "/examples": (3, 2),
    "/work": (3, 2),
    "/library": (13, 8),
    "/upload": (3, 2),
    "/admin": (9, 6),
    "/me": (4, 3),
}
"""Statements and transactions."""


def test_pages(signed_in: SignedIn, library: Library) -> None:
    """Who asks is looked up at each request; beyond that a page reads what it shows, and writes nothing."""
    client, too_much = signed_in("admin"), []
    for path, (statements, transactions) in PAGES.items():
        client.get(path)
        with watched(library) as work:
            assert client.get(path).status_code in {200, 303}
        assert "BEGIN IMMEDIATE" not in work.transactions
        if len(work.statements) > statements or len(work.transactions) > transactions:
            too_much.append((path, work))
    assert not too_much


def test_the_list_of_people_costs_no_more_for_more_people(signed_in: SignedIn, library: Library) -> None:
    """Names and labels of all of them are read at once."""
    client, people = signed_in("admin"), People(library.catalog.database)
    for number in range(20):
        person = people.caller(Identity(channel="web", subject=f"reader{number}"))
        people.add(person.number, name=f"读者{number}", labels=["dept:zzb"])
    with watched(library) as work:
        assert "读者19" in client.get("/admin").text
    assert len(work.statements) <= PAGES["/admin"][0], "\n".join(work.statements)


def test_a_question(signed_in: SignedIn, library: Library) -> None:
    """What a question costs beside its answer: who asks, the answer kept once, the audit."""
    client = signed_in("reader")
    form = {"csrf": token_of(client.get("/").text), "conversation": "0123456789ab", "question": "支部怎样组织学习？"}
    made = layout.templates().get_template("turn.html")
    client.post("/ask", data=form | {"once": "abcdefgh"}, headers={"X-Part": "1"})
    with watched(library) as work:
        asked = client.post("/ask", data=form | {"once": "bcdefghi"}, headers={"X-Part": "1"})
        assert "event: reply" in asked.text
    assert work.transactions.count("BEGIN IMMEDIATE") <= 3, work.transactions
    assert len(work.transactions) <= 29, work.transactions
    assert len(without_terms(work)) <= 72, "\n".join(work.statements)
    assert layout.templates().get_template("turn.html") is made, "a template is made ready once"
