"""CAS against a server on loopback that is strict about the protocol."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.web.sign_on.cas import CasPage
from bot.web.sign_on.connections import checked_tls
from bot.web.sign_on.ways import NotVouchedError, OfficeAwayError
from tests.bot.web.sign_on.conftest import BACK, JOURNEY, SYSTEM
from tests.bot.web.sign_on.servers import CasServer, Papers, as_reply, dripping, unused_port

Serve = Callable[..., str]


def page_at(address: str, **options: Any) -> CasPage:
    return CasPage(f"{address}/cas", BACK, options.pop("tls", None) or SYSTEM, **options)


def sent_back(server: CasServer, page: CasPage) -> dict[str, str]:
    """Return what comes back with somebody who is signed in there."""
    service = parse_qs(urlsplit(page.address(JOURNEY)).query)["service"][0]
    location = server.ticketed(service)
    assert location.startswith(f"{BACK}?")
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def test_the_server_names_whose_ticket_it_is(serve: Serve) -> None:
    """The user, not an attribute that is called the same; the service is our own address, and carries the state."""
    server = CasServer("zhangsan")
    page = page_at(serve(server))
    answer = sent_back(server, page)
    assert answer["state"] == JOURNEY.state
    assert page.name(JOURNEY, answer) == "zhangsan"


def test_a_ticket_holds_once_and_for_its_journey(serve: Serve) -> None:
    """A replayed one, one that was given to somebody else, and a made-up one let nobody in."""
    server = CasServer()
    page = page_at(serve(server))
    used = sent_back(server, page)
    assert page.name(JOURNEY, used) == "reader"
    anothers = JOURNEY._replace(state="t" * 43)
    for journey, answer in ((JOURNEY, used), (anothers, sent_back(server, page)), (JOURNEY, {"ticket": "ST-1"})):
        with pytest.raises(NotVouchedError):
            page.name(journey, answer)


@pytest.mark.parametrize("ticket", ["", "x" * 257, "ST-1\r\nX: y", "ST-一"])
def test_what_cannot_be_a_ticket_is_not_asked_about(serve: Serve, ticket: str) -> None:
    """Nothing of the kind reaches the server."""
    asked: list[str] = []

    def never(*_: object) -> tuple[int, dict[str, str], bytes]:
        asked.append(ticket)
        return 500, {}, b""

    with pytest.raises(NotVouchedError):
        page_at(serve(never)).name(JOURNEY, {"ticket": ticket})
    assert asked == []


USER = "<cas:user>{}</cas:user>"
SUCCESS = "<cas:authenticationSuccess>{}</cas:authenticationSuccess>"


@pytest.mark.parametrize(
    "reply",
    [
        b"yes\nreader\n",
        b"<html><user>reader</user></html>",
        as_reply(SUCCESS.format(USER.format(""))),
        as_reply(SUCCESS.format(USER.format("reader") * 2)),
        as_reply(SUCCESS.format(USER.format("<b>reader</b>"))),
        as_reply("<cas:authenticationFailure code='X'/>" + SUCCESS.format(USER.format("reader"))),
        as_reply(f"<cas:authenticationFailure code='X'>{USER.format('reader')}</cas:authenticationFailure>"),
        as_reply(SUCCESS.format(USER.format("reader"))).replace(b"www.yale.edu", b"else.example"),
        b'<!DOCTYPE a [<!ENTITY n "reader">]>' + as_reply(SUCCESS.format(USER.format("&n;"))),
        as_reply(SUCCESS.format(USER.format("reader") + "<!--" + "x" * 70_000 + "-->")),
    ],
    ids=range(10),
)
def test_a_reply_of_another_form_vouches_for_nobody(serve: Serve, reply: bytes) -> None:
    """Two users, entities, another namespace, a refusal beside a success, and what is no XML."""
    page = page_at(serve(lambda *_: (200, {}, reply)))
    with pytest.raises(NotVouchedError):
        page.name(JOURNEY, {"ticket": "ST-1"})


def test_a_comment_does_not_shorten_a_name(serve: Serve) -> None:
    """Who could register as `admin<!-- -->.zhang` is not the administrator."""
    page = page_at(serve(lambda *_: (200, {}, as_reply(SUCCESS.format(USER.format("admin<!-- -->.zhang"))))))
    assert page.name(JOURNEY, {"ticket": "ST-1"}) == "admin.zhang"


def test_a_server_that_is_away_slow_or_leads_elsewhere_lets_nobody_in(serve: Serve) -> None:
    """Nothing listens, it drips for ever, it has a fault, or sends us on."""
    elsewhere = serve(lambda *_: (200, {}, as_reply(SUCCESS.format(USER.format("reader")))))
    with dripping() as port:
        pages = (
            page_at(f"http://127.0.0.1:{unused_port()}"),
            page_at(f"http://127.0.0.1:{port}", deadline=0.3),
            page_at(serve(lambda *_: (500, {}, b""))),
            page_at(serve(lambda *_: (302, {"Location": elsewhere}, b""))),
        )
        for page in pages:
            with pytest.raises(OfficeAwayError, match="没有应答"):
                page.name(JOURNEY, {"ticket": "ST-1"})


def test_a_certificate_that_nobody_vouches_for_ends_it(serve: Serve, own_papers: Papers) -> None:
    """The server's, until the office's own authority is named."""
    server = CasServer()
    address = serve(server, tls=own_papers.tls())
    answer = sent_back(server, page_at(address))
    with pytest.raises(OfficeAwayError):
        page_at(address).name(JOURNEY, answer)
    assert page_at(address, tls=checked_tls(own_papers.certificate)).name(JOURNEY, answer) == "reader"


def test_no_ticket_is_logged(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    """The address that a ticket stands in is not said when the server has a fault."""
    page = page_at(serve(lambda *_: (500, {}, b"")))
    with pytest.raises(OfficeAwayError), caplog.at_level("DEBUG", logger="bot"):
        page.name(JOURNEY, {"ticket": "ST-17-secret"})
    said = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    assert said
    assert "ST-17" not in "".join(said)
