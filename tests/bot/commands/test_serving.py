"""`bot`, `chat` and `start`."""

from __future__ import annotations

import io
import sys

import pytest

from tests.bot.ronghe import Ronghe

pytestmark = pytest.mark.slow


def test_the_bot_without_a_token_says_what_to_do(empty: Ronghe, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a token there is no bot, and the way to get one is named."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    status, _, err = empty.run("bot")
    assert status == 2
    assert "BotFather" in err


def test_a_pipe_is_answered_to_its_end(ronghe: Ronghe, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each question with its reply and no prompt between; 退出 ends it before the rest."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("四融四促是什么\n退出\n三会一课是什么\n"))
    status, out, _ = ronghe.run("chat")
    assert status == 0
    assert "问：四融四促是什么" in out
    assert "力量融合" in out
    assert "三会一课是什么" not in out


def test_a_stranger_gets_a_code_in_place_of_answers(ronghe: Ronghe, monkeypatch: pytest.MonkeyPatch) -> None:
    """With which an administrator lets them in."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("四融四促是什么\n"))
    _, out, _ = ronghe.run("chat", "--as", "42")
    assert "申请码" in out
    assert "力量融合" not in out


def test_wecom_without_credentials_or_on_an_intranet_says_what_to_do(
    empty: Ronghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is opened; and a channel that does not exist is named with those that do."""
    monkeypatch.setenv("RONGHE_WECOM_BOT_ID", "")
    status, _, err = empty.run("serve", "--channels", "wecom,web")
    assert (status, "RONGHE_WECOM_BOT_ID" in err) == (2, True)
    monkeypatch.setenv("RONGHE_WECOM_BOT_ID", "aib")
    monkeypatch.setenv("RONGHE_WECOM_SECRET", "secret")
    monkeypatch.setenv("RONGHE_PROFILE", "intranet")
    status, _, err = empty.run("serve", "--channels", "wecom")
    assert (status, "RONGHE_WECOM_ENDPOINT" in err) == (2, True)
    status, _, err = empty.run("serve", "--channels", "weixin")
    assert (status, "wecom" in err) == (2, True)
