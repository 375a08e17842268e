"""Connections over a real socket: who keeps the page waiting makes place for the others."""

from __future__ import annotations

import http.client
import logging
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, suppress

import pytest
import uvicorn
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from bot.web import serving, texts
from bot.web.connections import Connection, PatienceTerms

REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
HUGE = bytes(30_000_000)


class Impatient(Connection):
    """Three at a time, and nobody waits for long."""

    terms = PatienceTerms(connections=3, request_seconds=0.3, unread_seconds=0.25)


async def page(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with what the address asks for."""
    request = Request(scope, receive)
    answers: dict[str, Callable[[], Response]] = {
        "/huge": lambda: Response(HUGE),
        "/slow": lambda: StreamingResponse(slowly()),
        "/refused": lambda: PlainTextResponse("too large", 413),
    }
    if scope["path"] == "/whole":
        with suppress(ClientDisconnect):
            await request.body()
    await answers.get(scope["path"], lambda: PlainTextResponse("here"))()(scope, receive, send)


async def slowly() -> AsyncIterator[bytes]:
    import asyncio

    for _ in range(3):
        await asyncio.sleep(0.15)
        yield b"piece"


@pytest.fixture(scope="module")
def server() -> Iterator[uvicorn.Server]:
    config = uvicorn.Config(
        page, port=0, log_config=None, lifespan="off", http=Impatient, ws="none", proxy_headers=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def connect(server: uvicorn.Server) -> Iterator[Callable[[], socket.socket]]:
    opened: list[socket.socket] = []

    def connected() -> socket.socket:
        address = server.servers[0].sockets[0].getsockname()
        opened.append(socket.create_connection(address[:2], timeout=5))
        return opened[-1]

    yield connected
    for each in opened:
        each.close()
    wait_until(lambda: not server.server_state.connections)


def wait_until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.02)


def answer(connection: socket.socket) -> tuple[int, str]:
    """Return status and text of an answer; a status of 0 where the connection was ended without one."""
    response = http.client.HTTPResponse(connection)
    try:
        with closing(response):
            response.begin()
            return response.status, response.read().decode()
    except (http.client.BadStatusLine, ConnectionResetError):
        return 0, ""


Connect = Callable[[], socket.socket]


def test_who_says_nothing_is_hung_up_on(connect: Connect) -> None:
    """Nobody holds a connection by opening it."""
    begun = time.monotonic()
    assert answer(connect()) == (0, "")
    assert time.monotonic() - begun < 2


def test_headers_that_trickle_are_not_waited_for(connect: Connect) -> None:
    """Each byte does not begin the time anew; why it ended is said."""
    connection = connect()
    for byte in REQUEST[:-2]:
        time.sleep(0.05)
        try:
            connection.sendall(bytes([byte]))
        except OSError:
            break
    assert answer(connection) in {(408, texts.TOO_SLOW), (0, "")}


def test_half_a_request_is_told_why_it_ends(connect: Connect) -> None:
    """A request that stops in its headers."""
    connection = connect()
    connection.sendall(REQUEST[:-2])
    assert answer(connection) == (408, texts.TOO_SLOW)


def test_an_answer_may_take_longer_than_a_request(connect: Connect) -> None:
    """Whoever waits for us is not hung up on, and may ask again over the same connection."""
    connection = connect()
    connection.sendall(REQUEST.replace(b"/ ", b"/slow ", 1))
    assert answer(connection) == (200, "piece" * 3)
    connection.sendall(REQUEST)
    assert answer(connection) == (200, "here")


def test_where_all_places_are_taken_the_longest_silence_ends(connect: Connect) -> None:
    """Three who say nothing keep nobody out."""
    silent = [connect() for _ in range(3)]
    time.sleep(0.1)
    asking = connect()
    asking.sendall(REQUEST)
    assert answer(asking) == (200, "here")
    assert answer(silent[0]) == (0, "")


def test_where_everybody_is_being_served_one_more_is_told_so(connect: Connect) -> None:
    """Nobody who is being answered is hung up on for somebody who comes later."""
    served = [connect() for _ in range(3)]
    for each in served:
        each.sendall(REQUEST.replace(b"/ ", b"/slow ", 1))
    time.sleep(0.1)
    late = connect()
    late.sendall(REQUEST)
    assert answer(late) == (503, texts.CROWDED)
    assert [answer(each) for each in served] == [(200, "piece" * 3)] * 3


def test_who_reads_nothing_of_an_answer_is_hung_up_on(connect: Connect, server: uvicorn.Server) -> None:
    """What they asked for does not stay in memory."""
    connection = connect()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.sendall(REQUEST.replace(b"/ ", b"/huge ", 1))
    wait_until(lambda: len(server.server_state.connections) == 1)
    wait_until(lambda: not server.server_state.connections)


def test_who_reads_slowly_gets_all_of_it(connect: Connect) -> None:
    """As long as they go on."""
    connection = connect()
    connection.sendall(REQUEST.replace(b"/ ", b"/huge ", 1).replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    received = 0
    while piece := connection.recv(1 << 20):
        received += len(piece)
        time.sleep(0.02)
    assert received > len(HUGE)


def test_what_is_no_request_is_refused_in_chinese(connect: Connect) -> None:
    """By the server itself, before any page: people type addresses with the wrong scheme."""
    for sent, status, text in (
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400, texts.UNREADABLE),
        (REQUEST.replace(b"Host: x", b"Host : x"), 400, texts.UNREADABLE),
        (REQUEST.replace(b"Host: x", b"Host: " + b"x" * 90_000), 431, texts.HEADERS_TOO_LARGE),
    ):
        connection = connect()
        connection.sendall(sent)
        assert answer(connection) == (status, text)


def test_what_breaks_after_its_answer_is_no_fault_of_ours(connect: Connect, caplog: pytest.LogCaptureFixture) -> None:
    """A body that breaks off when it was refused already: the connection ends, and no traceback is written."""
    with caplog.at_level(logging.WARNING):
        for path in (b"/refused ", b"/whole "):
            connection = connect()
            head = b"POST /refused HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".replace(
                b"/refused ", path
            )
            connection.sendall(head)
            time.sleep(0.1)
            connection.sendall(b"zz\r\nno chunk\r\n")
            assert answer(connection)[0] in {413, 400}
        time.sleep(0.1)
    assert not [record for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR]


def test_whoever_offers_another_protocol_is_answered_in_this_one(connect: Connect) -> None:
    """Nothing here speaks WebSocket."""
    connection = connect()
    connection.sendall(REQUEST.replace(b"\r\n\r\n", b"\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"))
    assert answer(connection) == (200, "here")


def test_a_system_that_opens_few_files_still_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of them are connections, rather than none."""
    monkeypatch.setattr(serving, "_most_files", lambda: 256)
    assert serving._connections().terms.connections == 128
