"""The channel's door: what is set, what is refused, and what `doctor` says of it."""

from __future__ import annotations

import asyncio

import pytest

from bot.diagnosis import dingtalk_check, setting_checks
from bot.dingtalk.channel import DingTalkDoor
from bot.settings import Settings
from knowledge.errors import BadRequestError, ChannelTokenError
from knowledge.upkeep.health import Check
from tests.bot.dingtalk.emulator import CLIENT_ID, SECRET, Emulator


def test_missing_credentials_are_asked_for() -> None:
    with pytest.raises(ChannelTokenError, match="RONGHE_DINGTALK_CLIENT_ID"):
        DingTalkDoor("", "").checked()


def test_an_intranet_refuses_the_vendors_cloud() -> None:
    with pytest.raises(BadRequestError, match="intranet"):
        DingTalkDoor(CLIENT_ID, SECRET, profile="intranet").checked()
    DingTalkDoor(
        CLIENT_ID, SECRET, api="https://dd.example.cn", old_api="https://odd.example.cn", profile="intranet"
    ).checked()


def test_doctor_exchanges_the_credentials_and_writes_to_nobody() -> None:
    async def checked(secret: str) -> Check:
        async with Emulator() as dingtalk:
            door = DingTalkDoor(CLIENT_ID, secret, api=dingtalk.url, old_api=dingtalk.url)
            found = await asyncio.to_thread(dingtalk_check, door)
            assert not dingtalk.messages
            assert not dingtalk.sockets
            return found

    assert asyncio.run(checked(SECRET)).ok
    refused = asyncio.run(checked("wrong"))
    assert not refused.ok
    assert "凭证与基础信息" in refused.message


def test_doctor_says_how_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unset is no fault; the vendor's cloud on an intranet is one; the labels that may be shown are named."""

    def said(**environment: str) -> Check:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return next(each for each in setting_checks(Settings()) if each.name == "dingtalk")

    assert said().ok
    found = said(RONGHE_DINGTALK_CLIENT_ID=CLIENT_ID, RONGHE_DINGTALK_CLIENT_SECRET=SECRET)
    assert found.ok
    assert "公开" in found.message
    assert not said(RONGHE_PROFILE="intranet").ok
