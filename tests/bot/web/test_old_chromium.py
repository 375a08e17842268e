"""The chat in Chromium 83 of 2020, as desktops of offices have it; driven by its own protocol, for nothing else can."""

from __future__ import annotations

import itertools
import json
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest
from websockets.sync.client import ClientConnection, connect

from bot.web.site import Site
from tests.bot.web.chromium import NOT_SERVED, served
from tests.bot.web.conftest import PASSWORD

EXECUTABLE = Path(__file__).parents[3] / ".venv" / "old-chromium" / "chromium"
ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,860")
SECONDS = 10.0

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not EXECUTABLE.exists(), reason="没有 Chromium 83（.ci/old-chromium 取来）"),
]


class OldPage:
    """A page of the old browser."""

    def __init__(self, wire: ClientConnection) -> None:
        self._wire = wire
        self._numbers = itertools.count(1)
        self.faults: list[str] = []

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Call a method of the protocol, noting what goes wrong on the page meanwhile."""
        number = next(self._numbers)
        self._wire.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            told = json.loads(self._wire.recv(SECONDS))
            if told.get("id") == number:
                assert "error" not in told, told
                return dict(told["result"])
            self._note(told)

    def _note(self, told: dict[str, Any]) -> None:
        if told["method"] == "Runtime.exceptionThrown":
            self.faults.append(str(told["params"]["exceptionDetails"]))
        entry = told["params"].get("entry", {})
        if entry.get("level") == "error" and NOT_SERVED not in entry["text"]:
            self.faults.append(entry["text"])

    def value(self, script: str) -> Any:
        """Return what a script comes to."""
        return self.call("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def until(self, script: str) -> None:
        """Wait until a script comes to something true."""
        end = time.monotonic() + SECONDS
        while not self.value(f"!!({script})"):
            assert time.monotonic() < end, (script, self.value("document.body.innerText"), self.faults)
            time.sleep(0.05)

    def fill(self, selector: str, text: str) -> None:
        """Type into a field."""
        self.value(f"document.querySelector({json.dumps(selector)}).focus()")
        self.call("Input.insertText", text=text)

    def press_enter(self) -> None:
        """Press Enter in the field that has the focus."""
        key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}
        self.call("Input.dispatchKeyEvent", type="keyDown", **key)
        self.call("Input.dispatchKeyEvent", type="keyUp", **key)


@contextmanager
def old_page(profile: Path) -> Iterator[OldPage]:
    """Start the old browser with one page."""
    command = [str(EXECUTABLE), *ARGUMENTS, "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as running:
        try:
            assert running.stderr is not None
            with connect(_address(_port(running.stderr)), max_size=None, ping_interval=None) as wire:
                page = OldPage(wire)
                for domain in ("Page", "Runtime", "Log"):
                    page.call(f"{domain}.enable")
                yield page
        finally:
            running.kill()


def _port(printed: IO[str]) -> str:
    """Return where the browser listens, as it prints it."""
    lines = list[str]()
    for line in printed:
        if "DevTools listening" in line:
            return line.split(":")[2].split("/")[0]
        lines.append(line)
    raise AssertionError(lines)


def _address(port: str) -> str:
    """Return where the first page is spoken to, once there is one: the browser listens before."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as listed:
            pages = [one["webSocketDebuggerUrl"] for one in json.load(listed) if one["type"] == "page"]
        if pages:
            return str(pages[0])
        time.sleep(0.05)
    message = "the browser opened no page"
    raise AssertionError(message)


def test_the_chat_works_in_a_browser_of_2020(site: Site, tmp_path: Path) -> None:
    """Signing in, an answer that streams, its source with the words marked, closing it: nothing is thrown."""
    with served(site) as address, old_page(tmp_path / "profile") as page:
        assert "Chrome/83." in page.call("Browser.getVersion")["product"]
        page.call("Page.navigate", url=f"{address}/sign-in")
        page.until("document.readyState === 'complete' && document.querySelector('#password')")
        page.fill("#name", "reader")
        page.fill("#password", PASSWORD)
        page.press_enter()
        page.until("document.readyState === 'complete' && document.querySelector('#question')")
        page.fill("#question", "国企怎么推动党建和业务融合？")
        page.press_enter()
        page.until("document.querySelector('.turn[data-reply] .strength')")
        assert page.value("getComputedStyle(document.querySelector('.desk')).display") == "grid"
        page.value("document.querySelector('a.marker').click()")
        page.until("(document.querySelector('#source mark') || {innerText: ''}).innerText.length > 4")
        page.value("document.querySelector('#source .close').click()")
        assert page.value("document.querySelector('#source').classList.contains('hidden')")
        assert page.faults == []
