"""A real Chromium over a page that is really served; whoever signs in does so in a window of their own."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from bot.web.address import address_of
from bot.web.serving import served_beside
from bot.web.sign_on.office import Office
from bot.web.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EXECUTABLE = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)

needs_chromium = pytest.mark.skipif(
    EXECUTABLE is None, reason="没有安装 chromium（apt-get install chromium fonts-noto-cjk）"
)

NOT_SERVED = "Failed to load resource"
"""How the console tells of an answer that is a refusal, which some tests ask for."""

HERE = {"127.0.0.1", "localhost"}
"""This machine; under its other name it is another site to a browser."""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def served(site: Site, office: Callable[[str], Office] = lambda _: Office()) -> Iterator[str]:
    """Serve the page over the room of a site on a port of its own, and give its address; `office` is told that."""
    port = free_port()
    address = address_of("127.0.0.1", port)
    site = Site(site.assistant, address, site.readiness, code=site.code, office=office(address.url))
    with served_beside(site):
        yield address.url.rstrip("/")


@contextmanager
def launched() -> Iterator[Browser]:
    """Start a browser; windows of it know nothing of one another."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, headless=True, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def window(
    browser: Browser, *, dark: bool = False, width: int = 1280, height: int = 860, scripts: bool = True
) -> Iterator[BrowserContext]:
    """Open a window in which nothing is remembered; fails where a page is at fault or asks beyond this machine."""
    opened = browser.new_context(
        color_scheme="dark" if dark else "light",
        viewport={"width": width, "height": height},
        java_script_enabled=scripts,
        locale="zh-CN",
    )
    faults, asked = list[str](), list[str]()

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and NOT_SERVED not in message.text:
            faults.append(message.text)

    opened.on("console", listen)
    opened.on("weberror", lambda error: faults.append(f"{error.error.name}: {error.error.message} {error.error.stack}"))
    opened.on("request", lambda request: asked.append(request.url))
    try:
        yield opened
    finally:
        opened.close()
    assert faults == []
    assert {urlsplit(url).hostname for url in asked if urlsplit(url).scheme not in {"data", "blob"}} <= HERE


def enter(page: Page, address: str, name: str, password: str) -> None:
    """Sign somebody in."""
    page.goto(f"{address}/sign-in")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(is_inside)


def is_inside(url: str) -> bool:
    """Tell whether an address is one behind the signing in."""
    return "/sign-in" not in url


def ask(page: Page, question: str) -> None:
    """Ask, and wait until the answer is complete."""
    page.get_by_label("问题").fill(question)
    page.keyboard.press("Enter")
    page.locator(".turn[data-reply] h2", has_text=question).wait_for()
