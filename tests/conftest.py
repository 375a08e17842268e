"""What holds for every test: no network but loopback, and golden files that can be renewed."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from knowledge.catalog import database
from tests.databases import Server, on_server, running

GOLDEN = Path(__file__).parent / "golden"


# How long an example takes is the machine's affair, not a claim of ours.
settings.register_profile("ronghe", deadline=None, max_examples=200)
settings.register_profile("full", deadline=None, max_examples=10_000)
settings.load_profile("ronghe")


class NetworkForbiddenError(AssertionError):
    """A test tried to reach something beyond this machine."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="the faults and properties at their full size: make fault")
    parser.addoption("--snapshot-update", action="store_true", help="write the golden files anew instead of comparing")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--full"):
        settings.load_profile("full")


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether faults and properties are to be tried as often as `make fault` does."""
    return bool(request.config.getoption("--full"))


def _is_local(host: object) -> bool:
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make opening any socket but loopback fail, by address and by name."""
    look_up = socket.getaddrinfo

    def guarded(method: Callable[..., Any]) -> Callable[..., Any]:
        def call(self: socket.socket, address: Any, *rest: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_local(address[0]):
                raise NetworkForbiddenError(f"a test must not connect to {address[0]}")
            return method(self, address, *rest)

        return call

    def guarded_look_up(host: Any, *rest: Any, **named: Any) -> Any:
        if not _is_local(host):
            raise NetworkForbiddenError(f"a test must not look up {host!r}")
        return look_up(host, *rest, **named)

    monkeypatch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server for all tests, started when the first one needs it; they are skipped where none can be."""
    with running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def both_databases(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Have a test run twice: its homes keep their catalogs in their own files, and on a server."""
    if request.param == "sqlite":
        yield "sqlite"
        return
    server = request.getfixturevalue("postgresql")
    monkeypatch.setattr(database, "noted_address", partial(on_server, server))
    yield "postgresql"
    server.give_back()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the golden file of a name, or write that file with `--snapshot-update`."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--snapshot-update"):
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"no golden file {name}; write it with --snapshot-update"
        assert text == path.read_text(encoding="utf-8")

    return compare
