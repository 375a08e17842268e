"""The long connection in front of the emulator: what is pushed arrives, whatever becomes of the line."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.dingtalk.api import Api, ClientKey
from bot.dingtalk.endpoints import Endpoints
from bot.dingtalk.stream import EventStream, LinePatience
from bot.dingtalk.wire import StreamFrame
from knowledge.errors import ChannelTokenError
from tests.bot.dingtalk.emulator import CLIENT_ID, SECRET, Emulator

QUICK = LinePatience(opening=5, alive=1, silent=0.4, renewed=60, leaving=0.5, first_pause=0.02, longest_pause=0.1)


def in_loop(test: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    def run() -> None:
        asyncio.run(asyncio.wait_for(test(), 30))

    run.__doc__ = test.__doc__
    return run


class Taken:
    """What arrived, by the id of its message; refuses what it is told to."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.refusing = False

    async def __call__(self, frame: StreamFrame) -> bool:
        if self.refusing:
            return False
        self.words.append(json.loads(frame.data)["text"]["content"])
        return True


@asynccontextmanager
async def listening(dingtalk: Emulator, patience: LinePatience = QUICK) -> AsyncIterator[Taken]:
    api, taken, stop = (
        Api(Endpoints(dingtalk.url, dingtalk.url), ClientKey(CLIENT_ID, SECRET)),
        Taken(),
        asyncio.Event(),
    )
    running = asyncio.create_task(EventStream(api, taken, patience).run(stop))
    try:
        await dingtalk.until(lambda: bool(dingtalk.sockets))
        yield taken
    finally:
        stop.set()
        await running
        await api.close()
    assert dingtalk.faults == []


@in_loop
async def test_what_is_pushed_is_taken_and_acknowledged() -> None:
    """Pings of the server are answered beside it."""
    async with Emulator(pings=0.05) as dingtalk, listening(dingtalk) as taken:
        dingtalk.say("wang", "党支部几个人能成立")
        await dingtalk.until(lambda: all(push.acknowledged for push in dingtalk.pushes.values()))
        await asyncio.sleep(0.15)
        assert taken.words == ["党支部几个人能成立"]


@in_loop
async def test_nothing_is_lost_when_the_server_takes_leave() -> None:
    """Each message is pushed once and never again; the next line holds before the old one ends."""
    async with Emulator(again_after=0) as dingtalk, listening(dingtalk) as taken:
        for number in range(5):
            dingtalk.say("wang", f"问题{number}")
            await dingtalk.until(lambda: all(push.acknowledged for push in dingtalk.pushes.values()))
            dingtalk.farewell()
            await dingtalk.until(lambda: any(socket.delivering for socket in dingtalk.sockets), seconds=2)
        dingtalk.say("wang", "最后")
        await dingtalk.until(lambda: len(taken.words) == 6)


@in_loop
async def test_a_line_that_breaks_is_replaced() -> None:
    async with Emulator(again_after=0.05) as dingtalk, listening(dingtalk) as taken:
        for number in range(5):
            dingtalk.drop()
            dingtalk.say("wang", f"问题{number}")
        await dingtalk.until(lambda: len(taken.words) == 5)


@in_loop
async def test_a_line_that_goes_silent_is_replaced() -> None:
    """It answers our pings, but the server's own do not come any more."""
    async with Emulator(again_after=0, pings=0.1) as dingtalk, listening(dingtalk) as taken:
        await asyncio.sleep(0.25)
        dingtalk.silence()
        await dingtalk.until(lambda: any(socket.delivering for socket in dingtalk.sockets), seconds=3)
        dingtalk.say("wang", "还在吗")
        await dingtalk.until(lambda: taken.words == ["还在吗"])


@in_loop
async def test_silence_tells_nothing_where_the_server_never_pings() -> None:
    """A fresh line costs a call; nobody spends one a minute for nothing."""
    async with Emulator() as dingtalk, listening(dingtalk):
        first = dingtalk.sockets[0]
        await asyncio.sleep(1.0)
        assert dingtalk.sockets == [first]


@in_loop
async def test_what_cannot_be_kept_is_not_acknowledged() -> None:
    async with Emulator(again_after=0.1) as dingtalk, listening(dingtalk) as taken:
        taken.refusing = True
        dingtalk.say("wang", "磁盘满了")
        await asyncio.sleep(0.3)
        assert not any(push.acknowledged for push in dingtalk.pushes.values())
        taken.refusing = False
        await dingtalk.until(lambda: taken.words == ["磁盘满了"])


@in_loop
async def test_lines_that_end_at_once_are_not_opened_without_end() -> None:
    async with Emulator(again_after=0) as dingtalk, listening(dingtalk):
        for _ in range(100):
            dingtalk.drop()
            await asyncio.sleep(0.01)
        assert dingtalk.calls["open"] < 20


@in_loop
async def test_wrong_credentials_end_it_with_a_sentence() -> None:
    async with Emulator() as dingtalk:
        api = Api(Endpoints(dingtalk.url, dingtalk.url), ClientKey(CLIENT_ID, "wrong"))
        with pytest.raises(ChannelTokenError, match="RONGHE_DINGTALK_CLIENT_SECRET"):
            await EventStream(api, Taken(), QUICK).run(asyncio.Event())
        await api.close()
