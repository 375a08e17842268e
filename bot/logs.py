"""The log: one JSON object a line on stderr, each with its worker, channel and request, and no secret in any of them.

What is written is redacted as a whole, after messages, arguments and tracebacks have become text: a token in an address
inside an exception is hidden as well.
"""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import socket
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Literal

Level = Literal["DEBUG", "INFO", "WARNING", "ERROR"]

HIDDEN = "〔已隐去〕"

QUIET = (
    "httpx",
    "httpx2",
    "httpcore",
    "httpcore2",
    "urllib3",
    "openai",
    "telegram.ext.ExtBot",
    "chromadb",
    "websockets",
)
"""Libraries that log addresses, which contain the token or a ticket, or whole requests."""

_PATTERNS = (
    re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}"),  # a bot's token
    re.compile(r"\bronghe_[A-Za-z0-9_-]{20,}"),  # a program's token
    re.compile(r"\bsk-[A-Za-z0-9_-]{8,}"),
    re.compile(r"(?i)\bbearer\s+[A-Za-z0-9._~+/=-]{8,}"),
    re.compile(r"(?i)(?<=api[_-]key[\"'=: ])[\"'=: ]*[A-Za-z0-9._-]{8,}"),
    re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"),
)
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_CARD = re.compile(r"(?<!\d)\d{4}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,3})?(?!\d)")
# Weights and check characters of GB 11643-1999.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"

_request: ContextVar[str] = ContextVar("request", default="")
_channel: ContextVar[str] = ContextVar("channel", default="")


def configure(level: Level, known: Collection[str] = (), worker: str = "") -> None:
    """Send the log to stderr.

    Args:
        level: Of everything but the quiet libraries.
        known: Secrets of the settings, hidden wherever they stand.
        worker: What this process is called among others; empty names it by machine and number.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter(known, worker or f"{socket.gethostname()}:{os.getpid()}"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


@contextmanager
def request(channel: str = "") -> Iterator[str]:
    """Give everything that is logged inside one id, eight hexadecimal characters; within another request, that one's.

    Args:
        channel: Over which it comes; empty within a request that says so already.
    """
    asked, by = _request.set(_request.get() or secrets.token_hex(4)), _channel.set(channel or _channel.get())
    try:
        yield _request.get()
    finally:
        _request.reset(asked)
        _channel.reset(by)


def current_request() -> str:
    """Return the id of the request that is being worked on; empty outside of any."""
    return _request.get()


def current_channel() -> str:
    """Return the channel that it came over; empty where nobody said."""
    return _channel.get()


class Formatter(logging.Formatter):
    """Writes a record as a JSON object without secrets."""

    def __init__(self, known: Collection[str] = (), worker: str = "") -> None:
        super().__init__()
        self._worker = worker
        self._known = sorted((secret for secret in known if secret), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        entry: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self._safe(record.getMessage()),
        }
        named = {"worker": self._worker, "channel": _channel.get(), "request": _request.get()}
        entry |= {name: value for name, value in named.items() if value}
        if record.exc_info:
            entry["traceback"] = self._safe(self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False)

    def _safe(self, text: str) -> str:
        for secret in self._known:
            text = text.replace(secret, HIDDEN)
        return redacted(text)


def redacted(text: str) -> str:
    """Return `text` without tokens, keys and the numbers of identity cards, bank cards and telephones."""
    for pattern in _PATTERNS:
        text = pattern.sub(HIDDEN, text)
    text = _IDENTITY.sub(lambda match: HIDDEN if _is_identity(match[0]) else match[0], text)
    return _CARD.sub(lambda match: HIDDEN if _is_card(match[0]) else match[0], text)


def _is_identity(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return number[17].upper() == _CHECKS[total % 11]


def _is_card(number: str) -> bool:
    """Tell whether the digits pass Luhn's check."""
    digits = [int(digit) for digit in number if digit.isdigit()][::-1]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return len(digits) >= 15 and (sum(digits[::2]) + sum(doubled)) % 10 == 0  # noqa: PLR2004  # the shortest cards
