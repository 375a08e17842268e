"""A page as a process of its own, over the samples, with many people who are signed in: `python -m … HOME`.

What reads is quick (the embedder and the judge of the tests); everything else is the program's own. Whom the one proxy,
this machine, names is believed, so that requests come from many addresses.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from bot import logs
from bot.cli import open_workplace
from bot.services.access_tokens import WantedToken
from bot.services.answering import Readers
from bot.services.assistant import assistant_of
from bot.services.readiness import Readiness
from bot.web.address import address_of
from bot.web.serving import serve_page
from bot.web.site import Site
from knowledge.access import Role
from knowledge.callers import Identity
from knowledge.catalog.sessions import Sessions
from knowledge.ingesting import Choices
from knowledge.library import Library
from knowledge.people import People
from tests.fakes import BigramEmbedder, OverlapJudge

ROOT = Path(__file__).parents[2]
OF_EACH_ROLE = 8


class Guest(NamedTuple):
    """Somebody who is signed in, and has a token."""

    role: str
    session: str
    token: str

    @property
    def csrf(self) -> str:
        """What a form of theirs carries."""
        return hmac.new(self.session.encode(), b"form", hashlib.sha256).hexdigest()[:40]


class Served(NamedTuple):
    """The page, as the tests know it."""

    pid: int
    port: int
    guests: tuple[Guest, ...]
    log: Path

    def of_role(self, role: str) -> list[Guest]:
        return [guest for guest in self.guests if guest.role == role]


@contextmanager
def served(place: Path) -> Iterator[Served]:
    """Serve a page below a folder while the block lasts."""
    log = place / "log.jsonl"
    with log.open("w") as errors:
        command = [sys.executable, "-m", "tests.faults.served_page", str(place / "home")]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, cwd=ROOT, text=True)
        assert process.stdout
        try:
            told = process.stdout.readline()
            assert told, log.read_text()
            said = json.loads(told)
            _wait_for(said["port"])
            yield Served(process.pid, said["port"], tuple(Guest(*guest) for guest in said["guests"]), log)
        finally:
            process.terminate()
            process.wait(30)
            process.stdout.close()


def _wait_for(port: int) -> None:
    """Wait until something listens."""
    for _ in range(400):
        with suppress(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=10).close()
            return
        time.sleep(0.05)


def main(home: Path) -> None:
    """Set up and serve until the process is told to end."""
    logs.configure("WARNING")
    place = open_workplace(None, home)
    with Library.open_owner(home, BigramEmbedder()) as library:
        place.ingest(place.samples(), library, Choices())
        people = People(library.catalog.database)
        room = assistant_of(library, people, readers=Readers(judge=OverlapJudge()), intake=place.intake())
        address = address_of("127.0.0.1", _free_port(), proxies="127.0.0.1")
        site = Site(room, address, Readiness(library))
        guests: list[Guest] = []
        for role in Role:
            for number in range(OF_EACH_ROLE):
                person = people.caller(Identity(channel="web", subject=f"{role}{number}"))
                people.add(person.number, name=f"{role}{number}", role=role)
                session = Sessions(library.catalog.database).begin(person.number)
                token, _ = room.tokens.make(WantedToken(person=person, name="试验"), person)
                guests.append(Guest(role, session, token))
        print(json.dumps({"port": site.address.port, "guests": guests}), flush=True)  # noqa: T201  # for its parent
        serve_page(site)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
