"""Calls in front of the emulator: within the limits, again where it helps, and refused in so many words."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.dingtalk.api import Api, ChatPlace, ClientKey
from bot.dingtalk.endpoints import Endpoints, endpoints_of
from bot.dingtalk.faults import RefusedCallError
from bot.dingtalk.pace import CallPace, Limit
from knowledge.errors import BadRequestError, ChannelTokenError
from tests.bot.dingtalk.emulator import CLIENT_ID, SECRET, Emulator
from tests.bot.dingtalk.test_stream import in_loop

WANG = ChatPlace("wang")
TO_PERSON = "/v1.0/robot/oToMessages/batchSend"


@asynccontextmanager
async def calling(dingtalk: Emulator, secret: str = SECRET) -> AsyncIterator[Api]:
    api = Api(Endpoints(dingtalk.url, dingtalk.url), ClientKey(CLIENT_ID, secret), second=0.05)
    try:
        yield api
    finally:
        await api.close()


@in_loop
async def test_a_token_is_fetched_once_and_again_when_it_ended() -> None:
    async with Emulator() as dingtalk, calling(dingtalk) as api:
        await asyncio.gather(*(api.say(WANG, "答复", f"{number}") for number in range(3)))
        assert len(dingtalk._tokens) == 1
        dingtalk.end_tokens()
        await api.say(WANG, "答复", "还在")
        assert [each.text for each in dingtalk.written_to("wang")][-1] == "还在"


@in_loop
async def test_no_interface_is_called_too_often() -> None:
    """Thirty messages at once take more than a second, and DingTalk never has to say no."""
    async with Emulator() as dingtalk, calling(dingtalk) as api:
        began = time.monotonic()
        await asyncio.gather(*(api.say(ChatPlace(f"p{number}"), "答复", "好") for number in range(30)))
        assert time.monotonic() - began > 1
        assert dingtalk.faults == []


@in_loop
async def test_a_throttled_call_is_made_again() -> None:
    async with Emulator() as dingtalk, calling(dingtalk) as api:
        dingtalk.trouble.throttled = 0.5
        dingtalk.chance.seed(3)
        await asyncio.gather(*(api.say(ChatPlace(f"p{number}"), "答复", "好") for number in range(6)))
        assert len(dingtalk.messages) == 6


@in_loop
async def test_a_missing_permission_is_said_at_once() -> None:
    """No retry helps; whoever calls may do something else."""
    async with Emulator() as dingtalk, calling(dingtalk) as api:
        dingtalk.refused[TO_PERSON] = "Forbidden.AccessDenied.AccessTokenPermissionDenied"
        with pytest.raises(RefusedCallError) as refused:
            await api.say(WANG, "答复", "好")
        assert refused.value.is_for_good
        assert dingtalk.calls[TO_PERSON] == 1


@in_loop
async def test_a_file_goes_up_and_down() -> None:
    async with Emulator() as dingtalk, calling(dingtalk) as api:
        dingtalk.files["code"] = ("规则.txt", "主题党日".encode())
        assert await api.fetch("code") == "主题党日".encode()
        await api.token()
        dingtalk.end_tokens()
        await api.send_file(WANG, "答复.docx", b"PK")
        await api.send_file(WANG, "原文.txt", b"text")
        await api.send_file(WANG, "原页1.jpg", b"jpeg")
        assert [each.file for each in dingtalk.written_to("wang")] == ["答复.docx", "原文.txt.zip", "原页1.jpg"]
        assert dingtalk.faults == []
        dingtalk.files["huge"] = ("录像.zip", bytes(21 << 20))
        with pytest.raises(BadRequestError, match="20MB"):
            await api.fetch("huge")
        with pytest.raises(RefusedCallError):
            await api.fetch("unknown")


@in_loop
async def test_credentials_are_checked_without_writing_to_anybody() -> None:
    async with Emulator() as dingtalk:
        async with calling(dingtalk) as api:
            assert await api.token()
        async with calling(dingtalk, "wrong") as api:
            with pytest.raises(ChannelTokenError, match="凭证与基础信息"):
                await api.token()
        assert not dingtalk.messages
        assert not dingtalk.cards


@in_loop
async def test_progress_gives_way() -> None:
    """What others can do without leaves half of the calls to them."""
    pace, limit = CallPace(), Limit(4, 10.0, spared=2)
    for _ in range(2):
        assert pace.has_room("card", limit)
        async with pace.turn("card", limit):
            pass
    assert not pace.has_room("card", limit)
    async with asyncio.timeout(1), pace.turn("card", limit):
        pass


def test_an_intranet_takes_private_endpoints_only() -> None:
    with pytest.raises(BadRequestError, match="RONGHE_DINGTALK_API"):
        endpoints_of("", "", "intranet")
    with pytest.raises(BadRequestError, match="RONGHE_DINGTALK_OLD_API"):
        endpoints_of("https://dd.example.gov.cn", "https://oapi.dingtalk.com/", "intranet")
    found = endpoints_of("https://dd.example.gov.cn/", "https://odd.example.gov.cn", "intranet")
    assert found == Endpoints("https://dd.example.gov.cn", "https://odd.example.gov.cn", "intranet")
    assert not found.is_file("https://files.dingtalk.com/1")
    with pytest.raises(BadRequestError, match="RONGHE_DINGTALK_API"):
        endpoints_of("api.dingtalk.com", "", "internet")


def test_replies_go_nowhere_else() -> None:
    """An address that comes with a message is used where it is DingTalk's own."""
    endpoints = Endpoints()
    assert endpoints.is_replies("https://oapi.dingtalk.com/robot/sendBySession?session=1")
    assert not endpoints.is_replies("https://oapi.dingtalk.com.example.cn/robot/sendBySession")
    assert not endpoints.is_replies("http://oapi.dingtalk.com/robot/sendBySession")
