"""A real Chromium over a page that is really served, each test with a profile of its own."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.web.address import address_of
from bot.web.serving import served_beside
from bot.web.sign_on.office import Office
from bot.web.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

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


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def served(site: Site, office: Callable[[str], Office] = lambda _: Office()) -> Iterator[str]:
    """Serve the page over the room of a site on a port of its own, and give its address; `office` is told that."""
    port = free_port()
    address = address_of("127.0.0.1", port)
    with served_beside(Site(site.assistant, address, code=site.code, office=office(address.url))):
        yield address.url.rstrip("/")


@contextmanager
def browsing(profile: Path, *, dark: bool = False, width: int = 1280, height: int = 860) -> Iterator[BrowserContext]:
    """Open a browser that reaches nothing beyond this machine, and note what it tried to."""
    from playwright.sync_api import sync_playwright

    os.environ.setdefault("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=EXECUTABLE,
            headless=True,
            args=ARGUMENTS,
            color_scheme="dark" if dark else "light",
            viewport={"width": width, "height": height},
            locale="zh-CN",
        )
        try:
            yield context
        finally:
            context.close()


def enter(page: Page, address: str, name: str, password: str) -> None:
    """Sign somebody in."""
    page.goto(f"{address}/sign-in")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
