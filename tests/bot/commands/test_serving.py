"""`bot`, `chat` and `start`."""

from __future__ import annotations

import pytest

from tests.bot.ronghe import Ronghe

pytestmark = pytest.mark.slow


def test_the_bot_without_a_token_says_what_to_do(empty: Ronghe, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a token there is no bot, and the way to get one is named."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    status, _, err = empty.run("bot")
    assert status == 2
    assert "BotFather" in err
