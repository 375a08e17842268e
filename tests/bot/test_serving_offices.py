"""`ronghe serve --channels wecom,dingtalk,web` as a program: both messengers and the page from one process."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.bot.dingtalk import emulator as dingtalks
from tests.bot.wecom.emulator import BOT, SECRET, emulated

ROOT = Path(__file__).parents[2]
QUESTION = "党支部几个人能成立"
EMPTY = "资料库还是空的"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.slow
def test_one_process_serves_both_messengers_and_the_page(tmp_path: Path) -> None:
    """Each is answered over its own emulator; told to stop, the process ends in order."""

    async def run() -> None:
        async with emulated() as wecom, dingtalks.Emulator() as dingtalk:
            port = free_port()
            settings = {
                "RONGHE_WECOM_BOT_ID": BOT,
                "RONGHE_WECOM_SECRET": SECRET,
                "RONGHE_WECOM_ENDPOINT": wecom.endpoint,
                "RONGHE_DINGTALK_CLIENT_ID": dingtalks.CLIENT_ID,
                "RONGHE_DINGTALK_CLIENT_SECRET": dingtalks.SECRET,
                "RONGHE_DINGTALK_API": dingtalk.url,
                "RONGHE_DINGTALK_OLD_API": dingtalk.url,
                "RONGHE_READERS": "*",
                "RONGHE_WEB_PORT": str(port),
            }
            arguments = ("serve", "--channels", "wecom,dingtalk,web", "--home", str(tmp_path / "home"))
            program = await asyncio.create_subprocess_exec(
                sys.executable,
                "-c",
                "from bot.cli import run; run()",
                *arguments,
                cwd=ROOT,
                env={**os.environ, **settings},
            )
            try:
                await wecom.until(lambda: wecom.subscriptions > 0, seconds=90)
                await dingtalk.until(lambda: bool(dingtalk.sockets), seconds=30)
                await wecom.say("li", QUESTION)
                dingtalk.say("li", QUESTION)
                await wecom.until(lambda: any(EMPTY in one.text for one in wecom.screen("li")), seconds=60)
                await dingtalk.until(lambda: any(EMPTY in one.text for one in shown(dingtalk)), seconds=60)
                page = await asyncio.to_thread(urllib.request.urlopen, f"http://127.0.0.1:{port}/", timeout=20)
                assert page.status == 200
                page.close()
            finally:
                program.terminate()
                status = await asyncio.wait_for(program.wait(), 40)
            assert status == 0
            assert wecom.over_limits == []
            assert dingtalk.faults == []

    asyncio.run(run())


def shown(dingtalk: dingtalks.Emulator) -> list[dingtalks.Card | dingtalks.Message]:
    return [*dingtalk.cards.values(), *dingtalk.messages]
