"""Messengers that are asked for without being set: one sentence each, before anything is opened."""

from __future__ import annotations

import pytest

from bot.commands.messengers import MESSENGERS
from tests.bot.ronghe import Ronghe


@pytest.mark.parametrize(
    ("channel", "setting"),
    [("telegram", "TELEGRAM_BOT_TOKEN"), ("wecom", "RONGHE_WECOM_BOT_ID"), ("dingtalk", "RONGHE_DINGTALK_CLIENT_ID")],
)
def test_a_messenger_that_is_not_set_is_asked_for(
    channel: str, setting: str, empty: Ronghe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(setting, raising=False)
    status, _, told = empty.run("serve", "--channels", f"web,{channel}")
    assert status == 2
    assert setting in told
    assert not empty.home.exists()


def test_every_messenger_is_named_where_one_is_unknown(empty: Ronghe) -> None:
    status, _, told = empty.run("serve", "--channels", "feishu")
    assert status == 2
    assert [name for name in MESSENGERS if name not in told] == []
