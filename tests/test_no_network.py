from __future__ import annotations

import socket

import pytest


def test_a_connection_beyond_this_machine_fails() -> None:
    """A test that reaches for the network fails at once, whether by address or by name."""
    with socket.socket() as outside, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        outside.connect(("192.0.2.1", 80))
    with pytest.raises(AssertionError, match=r"example\.invalid"):
        socket.getaddrinfo("example.invalid", 80)


def test_loopback_stays_open() -> None:
    """Servers of our own on this machine can be reached."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername()[0] == "127.0.0.1"
