"""A directory: OpenLDAP's own server says whether name and password go together."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from bot.web.sign_on.connections import checked_tls
from bot.web.sign_on.ldap import LdapDirectory
from bot.web.sign_on.ldap_wire import Security, connected
from bot.web.sign_on.ways import OfficeAwayError
from tests.bot.web.sign_on import slapd
from tests.bot.web.sign_on.conftest import SYSTEM
from tests.bot.web.sign_on.servers import Papers, dripping, unused_port
from tests.bot.web.sign_on.slapd import BASE, READER, READER_PASSWORD, WORD, Ports

pytest.importorskip("pyasn1_modules", reason="the extra [ldap] is not installed")
needs_slapd = pytest.mark.skipif(slapd.program("slapd") is None, reason="OpenLDAP's slapd is not installed")


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory, own_papers: Papers) -> Iterator[Ports]:
    with slapd.running(tmp_path_factory.mktemp("slapd"), own_papers) as ports:
        yield ports


def directory_at(port: int, security: Security = "none", **options: Any) -> LdapDirectory:
    given: dict[str, Any] = {"reader": READER, "reader_password": READER_PASSWORD, "tls": SYSTEM} | options
    return LdapDirectory("127.0.0.1", port, security, BASE, "uid", **given)


@needs_slapd
def test_name_and_password_that_go_together_are_known(ports: Ports) -> None:
    """The name comes back as the directory writes it, however it was typed; a wrong password is nobody's."""
    directory = directory_at(ports.plain)
    assert directory.name("reader", WORD) == "reader"
    assert directory.name("WANGWU", WORD) == "WangWu"
    assert directory.name("reader", "不对的密码") is None
    assert directory.name("nobody", WORD) is None
    assert directory.name(" reader ", WORD) is None


@needs_slapd
def test_an_empty_password_opens_nothing(ports: Ports) -> None:
    """To the directory itself it is a way in as nobody, and succeeds."""

    async def bound() -> int:
        async with connected("127.0.0.1", ports.plain, "none", SYSTEM) as line:
            return (await line.bind(f"cn=reader,{BASE}", "")).code

    assert asyncio.run(bound()) == 0
    assert directory_at(ports.plain).name("reader", "") is None


@needs_slapd
@pytest.mark.parametrize(
    "name", ["*", "re*", "reader)(uid=*", "*)(objectClass=*", "reader\x00", "\\2a", "nobody)(|(uid=reader"]
)
def test_a_name_is_a_name_and_no_search(ports: Ports, name: str) -> None:
    """Nothing that is typed widens what is looked for: a star is found only as the name of whoever is called so."""
    assert directory_at(ports.plain).name(name, WORD) == ("*" if name == "*" else None)


@needs_slapd
def test_a_name_that_two_have_is_nobodys(ports: Ports) -> None:
    """It cannot be told who is meant."""
    assert directory_at(ports.plain).name("twin", WORD) is None


@needs_slapd
@pytest.mark.parametrize("security", ["ldaps", "start_tls"])
def test_over_tls_the_certificate_is_checked(ports: Ports, own_papers: Papers, security: Security) -> None:
    """One that nobody vouches for ends it, before any password is sent."""
    port = ports.encrypted if security == "ldaps" else ports.plain
    with pytest.raises(OfficeAwayError):
        directory_at(port, security).name("reader", WORD)
    assert directory_at(port, security, tls=checked_tls(own_papers.certificate)).name("reader", WORD) == "reader"


@needs_slapd
@pytest.mark.parametrize("wrong", [{"reader_password": "wrong"}, {"reader": "", "reader_password": ""}])
def test_a_directory_that_does_not_let_us_search_is_no_wrong_password(ports: Ports, wrong: dict[str, Any]) -> None:
    """The administrator's fault is not put down to whoever signs in."""
    with pytest.raises(OfficeAwayError):
        directory_at(ports.plain, **wrong).name("reader", WORD)


@needs_slapd
def test_no_password_is_logged(ports: Ports, caplog: pytest.LogCaptureFixture) -> None:
    """Neither that of whoever signs in nor that of the searching entry."""
    with caplog.at_level("DEBUG"):
        directory_at(ports.plain).name("reader", WORD)
        directory_at(ports.plain).name("reader", f"{WORD}不对")
        with pytest.raises(OfficeAwayError):
            directory_at(ports.plain, reader_password="wrong-one").name("reader", WORD)  # noqa: S106
    assert "RONGHE_LDAP_BIND_DN" in caplog.text
    assert not [secret for secret in (WORD, READER_PASSWORD, "wrong-one") if secret in caplog.text]


@contextmanager
def saying(words: bytes) -> Iterator[int]:
    """Give the port of a server that says some words to whoever connects, and then nothing."""
    held: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def greet() -> None:
            try:
                while True:
                    held.append(listening.accept()[0])
                    held[-1].sendall(words)
            except OSError:
                return

        thread = threading.Thread(target=greet)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()
            for one in held:
                one.close()


LET_IN = bytes.fromhex("300c02010161070a010004000400")
LET_IN_SECOND = bytes.fromhex("300c02010261070a010004000400")
NOBODY_FOUND = bytes.fromhex("300c02010265070a010004000400")
TLS_BEGINS = bytes.fromhex("300c02010178070a010004000400")


@pytest.mark.parametrize(
    ("security", "words"),
    [
        ("none", b""),
        ("ldaps", b""),
        ("none", b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        ("ldaps", b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        ("none", b"\x30\x84\x7f\xff\xff\xff"),
        ("none", b"\x30\x80\x00\x00"),
        ("none", LET_IN_SECOND),
        ("start_tls", LET_IN),
        ("start_tls", TLS_BEGINS + LET_IN_SECOND * 3),
        ("none", LET_IN + NOBODY_FOUND),
    ],
    ids=range(10),
)
def test_a_server_that_is_no_directory_lets_nobody_in(security: Security, words: bytes) -> None:
    """It is silent, speaks of something else, or answers in the clear what is to be asked over TLS."""
    with saying(words) as port:
        directory = directory_at(port, security, deadline=0.15)
        if words.endswith(NOBODY_FOUND):  # a directory after all
            assert directory.name("reader", WORD) is None
            return
        with pytest.raises(OfficeAwayError, match="没有应答"):
            directory.name("reader", WORD)


def ber(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return bytes([tag, len(body)]) + body


FOUND = ber(0x30, ber(4, b"uid"), ber(0x31, ber(4, b"reader")))
ONE_FOUND = ber(0x30, ber(2, b"\x02"), ber(0x64, ber(4, b"uid=reader,dc=x"), ber(0x30, FOUND)))
MORE_THERE = bytes.fromhex("300c02010265070a010404000400")
LET_IN_THIRD = bytes.fromhex("300c02010361070a010004000400")


@pytest.mark.parametrize(("end", "name"), [(NOBODY_FOUND, "reader"), (MORE_THERE, None)])
def test_the_first_of_several_is_not_taken_for_the_only_one(end: bytes, name: str | None) -> None:
    """A directory may give one entry and say that there are more."""
    with saying(LET_IN + ONE_FOUND + end + LET_IN_THIRD) as port:
        assert directory_at(port).name("reader", WORD) == name


@pytest.mark.parametrize("security", ["none", "ldaps"])
def test_a_directory_that_is_away_or_slow_is_not_waited_for(security: Security) -> None:
    """Nothing listens, or it says a byte now and then."""
    with dripping() as dripped:
        for port in (unused_port(), dripped):
            with pytest.raises(OfficeAwayError, match="没有应答"):
                directory_at(port, security, deadline=0.3).name("reader", WORD)
