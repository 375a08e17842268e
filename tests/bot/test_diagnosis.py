from __future__ import annotations

import pytest

from bot.diagnosis import setting_checks
from bot.settings import Settings

MODEL, URL, KEY = "RONGHE_CHAT_MODEL", "RONGHE_CHAT_BASE_URL", "RONGHE_CHAT_API_KEY"


@pytest.mark.parametrize(
    ("environment", "ok", "says"),
    [
        ({}, True, "未设置"),
        ({MODEL: "openai:m", KEY: "k"}, True, "openai:m"),
        ({MODEL: "openai:m", URL: "http://127.0.0.1:8000/v1"}, True, "openai:m"),
        ({MODEL: "openai:m"}, False, KEY),
        ({MODEL: "openai:m", URL: "127.0.0.1:8000", KEY: "k"}, False, URL),
        ({MODEL: "openai:m", URL: "http://a:port/v1", KEY: "k"}, False, URL),
        ({MODEL: "nobody:m", KEY: "k"}, False, "nobody:m"),
        ({MODEL: "m", KEY: "k"}, False, "提供方:模型"),
    ],
)
def test_chat_settings_are_checked_without_sending(
    environment: dict[str, str], *, ok: bool, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing key, a broken address and an unknown provider are each named; no model at all is in order."""
    for name in (MODEL, URL, KEY):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    check = next(check for check in setting_checks(Settings(_env_file=None)) if check.name == "chat")
    assert check.ok is ok
    assert says in check.message
