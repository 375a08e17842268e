"""T-S4: what is planted in messages, arguments and tracebacks at DEBUG does not reach the log."""

from __future__ import annotations

import io
import json
import logging

import pytest

from bot import logs

TELEGRAM = "123456789:AAF-planted_planted_planted_planted_1"
KEY = "sk-planted0123456789abcdef"
UNUSUAL = "an-unusual-key-of-a-provider"
PLANTED = [
    TELEGRAM,
    KEY,
    "Bearer abcdefgh12345678",
    "11010519491231002X",
    "13800138000",
    "4111 1111 1111 1111",
    UNUSUAL,
]


@pytest.fixture
def written() -> io.StringIO:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Formatter([UNUSUAL, ""]))
    logger = logging.getLogger("planted")
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    logger.handlers = [handler]
    return stream


@pytest.mark.parametrize("secret", PLANTED)
def test_no_secret_reaches_the_log(secret: str, written: io.StringIO) -> None:
    """In the message, in an argument, and in the traceback of an exception that carries it."""
    logger = logging.getLogger("planted")
    logger.debug(f"请求 https://api.example/{secret}/getMe 失败")  # noqa: G004  # as libraries do
    logger.debug("address %s, %r", secret, {"authorization": secret})
    try:
        raise ValueError(secret)  # noqa: TRY301
    except ValueError:
        logger.exception("failed")
    assert secret not in written.getvalue()
    assert len([json.loads(line) for line in written.getvalue().splitlines()]) == 3


@pytest.mark.parametrize("harmless", ["110105194912310021", "4111 1111 1111 1112", "12345678901", "2024年"])
def test_what_is_no_secret_stays(harmless: str) -> None:
    """Numbers that fail the check of identity or bank cards are numbers."""
    assert logs.redacted(f"编号{harmless}。") == f"编号{harmless}。"


def test_a_line_names_its_request(written: io.StringIO) -> None:
    """What is logged while one question is answered can be found together."""
    with logs.request() as number:
        logging.getLogger("planted").info("甲")
    logging.getLogger("planted").info("乙")
    first, second = (json.loads(line) for line in written.getvalue().splitlines())
    assert first["request"] == number
    assert "request" not in second


def test_libraries_that_log_addresses_are_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """httpx writes the whole address of each call at INFO."""
    monkeypatch.setattr(logging.root, "handlers", [])
    level = logging.root.level
    logs.configure("DEBUG")
    logging.root.setLevel(level)
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
    assert not logging.getLogger("httpcore.http11").isEnabledFor(logging.DEBUG)
