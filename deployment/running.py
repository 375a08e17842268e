"""The description as processes of this machine, for trying it out, with the models of this checkout."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from deployment.description import Process, Site, processes
from deployment.units import MACHINE

START_SECONDS = 120.0


def run(site: Site, folder: Path, *, messengers: bool) -> None:
    """Run all of them over a home below `folder` until told to stop; what they log is beside it.

    Args:
        site: What is wanted.
        folder: Of the home, the index and the logs; made where there is none.
        messengers: Whether those for messengers run too, which need a token.
    """
    folder.mkdir(parents=True, exist_ok=True)
    place = MACHINE._replace(programs=f"{Path(sys.executable).parent}/", state=str(folder.absolute()))
    wanted = [each for each in processes(site, place) if messengers or not each.name.startswith("leader-")]
    stop = threading.Event()

    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, told)
    running: list[subprocess.Popen[bytes]] = []
    try:
        for each in wanted:
            running.append(_started(each, folder))
            print(f"{each.what}（{each.name}）：进程 {running[-1].pid}，端口 {each.port}", flush=True)
        for each in wanted:
            print(f"{each.name}：{_answer_of(each, stop)}", flush=True)
        stop.wait()
    finally:
        for process in reversed(running):
            process.terminate()
        for process in running:
            process.wait()


def _started(process: Process, folder: Path) -> subprocess.Popen[bytes]:
    settings = {name: value for name, value in process.settings.items() if name != "RONGHE_MODELS"}
    with (folder / f"{process.name}.log").open("ab") as log:
        return subprocess.Popen(process.command, env={**os.environ, **settings}, stdout=log, stderr=log)


def _answer_of(process: Process, stop: threading.Event) -> str:
    """Return what a process answers when it is asked whether it is there."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and not stop.is_set():
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{process.port}{process.health}", timeout=10) as answer:
                return str(answer.read().decode()[:200])
        except (urllib.error.URLError, OSError):
            stop.wait(0.3)
    return "没有应答，请看日志"
