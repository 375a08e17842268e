"""What the page itself costs: first block, whole answer, open streams, the first page: `make bench-web`.

Fifty people ask a page whose writer answers at once, over loopback; the page is a process of its own. Printed, not
gated.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import hashlib
import hmac
import json
import logging
import random
import re
import secrets
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from benchmarks.machine import describe, load
from benchmarks.processes import resident, worked
from benchmarks.table import percentile
from bot.services.readiness import Readiness
from bot.services.replies import Replies
from bot.web.address import address_of
from bot.web.serving import serve_page
from bot.web.site import Site
from knowledge.access import Role
from knowledge.answers import Reply
from knowledge.callers import Identity
from knowledge.catalog.sessions import Sessions
from knowledge.library import Library
from tests.bot.telegram.fake_assistant import FakeAssistant
from tests.bot.telegram.replies import ANSWER
from tests.fakes import BigramEmbedder

PEOPLE = 50
PAUSE_SECONDS = 5.0
"""Between an answer and the same person's next question, on average."""

STREAMS = 1000
READERS = 4
"""Windows in which each of the unfinished answers is followed."""

PIECES = ("党支部", "每季度", "召开一次融合例会。")
END = b"0\r\n\r\n"


class Instant(FakeAssistant):
    """Answers at once and keeps no list of what it was asked."""

    def answered(self, question: str) -> Reply:  # noqa: ARG002  # whatever was asked
        """Return the one answer."""
        self.asked.clear()
        self.events.clear()
        return ANSWER


class Timed(NamedTuple):
    """Seconds of one answer, from the first byte of the question on."""

    first: float
    whole: float


class Page(NamedTuple):
    """The page as its readers know it."""

    pid: int
    port: int
    sessions: tuple[str, ...]

    def head(self, method: str, path: str, session: str, *more: str) -> bytes:
        """Return the head of a request."""
        lines = (f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Cookie: ronghe={session}", *more)
        return "\r\n".join((*lines, "", "")).encode()

    def question(self, session: str, conversation: str, once: str) -> bytes:
        """Return a question as our script sends it."""
        csrf = hmac.new(session.encode(), b"form", hashlib.sha256).hexdigest()[:40]
        fields = {"csrf": csrf, "conversation": conversation, "once": once, "question": ANSWER.question}
        body = urlencode(fields).encode()
        kind = "Content-Type: application/x-www-form-urlencoded"
        return self.head("POST", "/ask", session, "X-Part: 1", kind, f"Content-Length: {len(body)}") + body


class Browser:
    """One connection of somebody, kept open as browsers do."""

    def __init__(self, page: Page, session: str) -> None:
        self._page, self._session = page, session
        self._stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def asked(self) -> Timed:
        """Ask in a new conversation, and return the seconds to the first block of text and to the end."""
        if self._stream is None or self._stream[0].at_eof():
            self._stream = await asyncio.open_connection("127.0.0.1", self._page.port)
        reader, writer = self._stream
        begun, first, received = time.perf_counter(), 0.0, b""
        writer.write(self._page.question(self._session, secrets.token_hex(6), secrets.token_hex(8)))
        while not received.endswith(END):
            piece = await reader.read(65536)
            if not piece:
                message = f"the page ended an answer: {received[:300]!r}"
                raise ConnectionError(message)
            received += piece
            if not first and b"event: " in received:
                first = time.perf_counter() - begun
        if b"event: reply" not in received:
            message = f"no answer: {received[:300]!r}"
            raise ValueError(message)
        return Timed(first, time.perf_counter() - begun)

    def close(self) -> None:
        """Leave."""
        if self._stream is not None:
            self._stream[1].close()


async def measure(seconds: float, alone: int, streams: int) -> None:
    """Print all parts."""
    async with served() as page:
        browsers = [Browser(page, session) for session in page.sessions]
        for browser in browsers[:8]:
            await browser.asked()
        before = worked(page.pid)
        _told("one question after the other", [await browsers[n % PEOPLE].asked() for n in range(alone)])
        print(f"processor: {(worked(page.pid) - before) / alone * 1000:.1f} ms an answer, n={alone}", flush=True)
        _told(f"{PEOPLE} people, a pause of {PAUSE_SECONDS:.0f} s", await _crowd(browsers, seconds))
        _told(f"{PEOPLE} people in the same instant", [t for _ in range(5) for t in await _at_once(browsers)])
        for browser in browsers:
            browser.close()
        await _first_page(page)
    async with served("--slowly") as page:
        await _streams(page, streams)
    print(f"{describe()}; load average {load():.1f}")


def _told(what: str, times: Sequence[Timed]) -> None:
    for name, taken in (("first block", [t.first for t in times]), ("whole answer", [t.whole for t in times])):
        p50, p95 = (1000 * percentile(taken, share) for share in (0.5, 0.95))
        print(f"{what}: {name}: n={len(taken)}, p50 {p50:.0f} ms, p95 {p95:.0f} ms", flush=True)


async def _crowd(browsers: Sequence[Browser], seconds: float) -> list[Timed]:
    ends, taken, chance = time.perf_counter() + seconds, list[Timed](), random.Random(1)  # noqa: S311  # no secret

    async def person(browser: Browser) -> None:
        await asyncio.sleep(chance.uniform(0, 2 * PAUSE_SECONDS))
        while time.perf_counter() < ends:
            taken.append(await browser.asked())
            await asyncio.sleep(chance.uniform(0, 2 * PAUSE_SECONDS))

    await asyncio.gather(*map(person, browsers))
    return taken


async def _at_once(browsers: Sequence[Browser]) -> list[Timed]:
    await asyncio.sleep(1)
    return await asyncio.gather(*(browser.asked() for browser in browsers))


async def _first_page(page: Page) -> None:
    """Print what a browser fetches that comes for the first time, as it goes over the wire and compressed."""
    sent, packed = await _fetched(page, "/")
    for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', sent.decode()):
        more, more_packed = await _fetched(page, path)
        sent, packed = sent + more, packed + more_packed
    print(f"first page: {len(packed) / 1000:.1f} kB over the wire, {len(gzip.compress(sent)) / 1000:.1f} kB compressed")


async def _fetched(page: Page, path: str) -> tuple[bytes, bytes]:
    """Return the body of an answer, and all of the answer as it was sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", page.port)
    writer.write(page.head("GET", path, page.sessions[0], "Accept-Encoding: gzip", "Connection: close"))
    whole = await reader.read()
    writer.close()
    head, _, body = whole.partition(b"\r\n\r\n")
    return (gzip.decompress(body) if b"content-encoding: gzip" in head.lower() else body), whole


async def _streams(page: Page, count: int) -> None:
    """Print what the page holds while so many answers are followed."""
    await _fetched(page, "/")
    before, opened = resident(page.pid), list[asyncio.StreamWriter]()
    for number in range(count):
        session, once = page.sessions[number // READERS % PEOPLE], f"{number // READERS:012d}"
        if number % READERS == 0:
            request = page.question(session, once, once)
        else:
            request = page.head("GET", f"/c/{once}/running/{once}", session, "X-Part: 1")
        reader, writer = await asyncio.open_connection("127.0.0.1", page.port)
        writer.write(request)
        opened.append(writer)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            message = f"stream {number} was not opened: {head[:200]!r}"
            raise ConnectionError(message)
    after = resident(page.pid)
    print(
        f"{count} open streams: {before / 1e6:.0f} MB idle, {(after - before) / 1e6:+.0f} MB, "
        f"{(after - before) / 1e3 / count:.0f} kB each"
    )
    for writer in opened:
        writer.close()


@asynccontextmanager
async def served(*options: str) -> AsyncIterator[Page]:
    """Serve a page while the block lasts."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "benchmarks.web_load", "--page", home, *options]
        process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        assert process.stdout is not None  # noqa: S101  # a pipe was asked for
        try:
            said = json.loads(await process.stdout.readline())
            page = Page(process.pid, said["port"], tuple(said["sessions"]))
            await _is_there(page)
            yield page
        finally:
            process.terminate()
            await process.wait()


async def _is_there(page: Page) -> None:
    for _ in range(200):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", page.port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return


def serve(home: Path, *, slowly: bool) -> None:
    """Be the page."""
    logging.disable()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = int(taken.getsockname()[1])
    assistant = Instant(home=home, drafts=PIECES, seconds=600.0 if slowly else 0.0)
    people, sessions = assistant.people, list[str]()
    for number in range(PEOPLE):
        person = people.caller(Identity(channel="web", subject=f"reader{number}"))
        people.add(person.number, name=f"读者{number}", role=Role.READER)
        sessions.append(Sessions(assistant.database).begin(person.number))
    print(json.dumps({"port": port, "sessions": sessions}), flush=True)
    room = assistant.room  # its replies are numbered for tests, which costs as much again
    kept = Replies(room.replies.core, room.rights, room.replies.rehearsal)
    with Library.open_reader(home, BigramEmbedder()) as library:
        serve_page(Site(replace(room, replies=kept), address_of("127.0.0.1", port), Readiness(library)))


def main() -> None:
    """Measure; or, as the child of that, be the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", type=Path, metavar="HOME")
    parser.add_argument("--slowly", action="store_true", help="of the page: no answer ends")
    parser.add_argument("--seconds", type=float, default=60.0, help="for which fifty people ask")
    parser.add_argument("--alone", type=int, default=300, help="questions one after the other")
    parser.add_argument("--streams", type=int, default=STREAMS)
    options = parser.parse_args()
    if options.page:
        serve(options.page, slowly=options.slowly)
    else:
        asyncio.run(measure(options.seconds, options.alone, options.streams))


if __name__ == "__main__":
    main()
