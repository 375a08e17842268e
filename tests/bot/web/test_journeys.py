"""Journeys in a real browser: what a person sees, types and hears."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.web.sign_on.office import Office, office_of
from bot.web.site import Site
from tests.bot.web.chromium import browsing, enter, needs_chromium, served
from tests.bot.web.conftest import PASSWORD
from tests.bot.web.sign_on.servers import CasServer
from tests.bot.web.sign_on.servers import served as server_of_office

pytestmark = [needs_chromium, pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

QUESTION = "国企怎么推动党建和业务融合？"


def test_a_reader_asks_opens_a_source_and_finds_it_all_after_reload(site: Site, tmp_path: Path) -> None:
    """Asking, the source beside the answer with its words marked, a verdict, the same after reload; only loopback."""
    with served(site) as address, browsing(tmp_path / "profile") as browser:
        page, asked = browser.new_page(), list[str]()
        browser.on("request", lambda request: asked.append(request.url))
        faults = list[str]()
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        enter(page, address, "reader", PASSWORD)
        page.get_by_label("问题").fill(QUESTION)
        page.keyboard.press("Enter")
        page.locator(".turn .strength").wait_for()
        assert page.get_by_label("问题").input_value() == ""
        page.locator("a.marker").first.click()
        marked = page.locator("#source mark")
        marked.wait_for()
        assert len(marked.inner_text()) > 4
        page.keyboard.press("Escape")
        assert page.locator("#source").is_hidden()
        page.locator(".turn").get_by_role("button", name="有用").click()
        page.get_by_text("已记下，谢谢。").wait_for()
        assert re.search(r"/c/[0-9a-f]{12}$", page.url)
        page.reload()
        page.locator(".turn .strength").wait_for()
        assert page.locator(".question").inner_text() == QUESTION
        assert faults == []
        assert not [url for url in asked if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))]


def test_enter_while_composing_does_not_send(site: Site, tmp_path: Path) -> None:
    """An input method takes Enter for itself; the next Enter sends."""
    with served(site) as address, browsing(tmp_path / "profile") as browser:
        page = browser.new_page()
        enter(page, address, "reader", PASSWORD)
        page.get_by_label("问题").focus()
        keyboard = browser.new_cdp_session(page)
        keyboard.send("Input.imeSetComposition", {"text": "dangjian", "selectionStart": 8, "selectionEnd": 8})
        keyboard.send(
            "Input.dispatchKeyEvent", {"type": "keyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
        )
        page.wait_for_timeout(200)
        assert page.locator(".turn").count() == 0
        keyboard.send("Input.insertText", {"text": "党支部有哪些任务"})
        page.wait_for_timeout(150)
        page.keyboard.press("Enter")
        page.locator(".turn .question").wait_for()


def test_a_session_that_ends_while_somebody_types_loses_no_words(site: Site, tmp_path: Path) -> None:
    """The words stay in their box, and are there again after signing in."""
    with served(site) as address, browsing(tmp_path / "profile") as browser:
        page = browser.new_page()
        enter(page, address, "reader", PASSWORD)
        page.get_by_label("问题").fill("写了很久的问题")
        browser.clear_cookies()
        page.get_by_role("button", name="提问", exact=True).click()
        page.get_by_text("登录已过期").wait_for()
        assert page.get_by_label("问题").input_value() == "写了很久的问题"
        page.get_by_role("link", name="去登录").click()
        page.get_by_label("用户名").fill("reader")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        assert page.get_by_label("问题").input_value() == "写了很久的问题"


def test_the_offices_page_and_back_is_one_press(site: Site, tmp_path: Path) -> None:
    """Under our strict policy, over another site, to the page that was wanted; the address bar keeps no ticket."""
    with server_of_office(CasServer()) as cas:
        # Another site to the browser, though the same machine.
        url = cas.replace("127.0.0.1", "localhost") + "/cas"

        def office(address: str) -> Office:
            return office_of(Settings(_env_file=None).model_copy(update={"cas_url": url}), address)

        with served(site, office) as address, browsing(tmp_path / "profile") as browser:
            page, faults = browser.new_page(), list[str]()
            page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
            page.goto(f"{address}/find")
            page.get_by_role("button", name="用单位账号登录").click()
            page.wait_for_url(f"{address}/find")
            assert page.get_by_role("link", name="reader").is_visible()
            assert faults == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_stands_in_the_way_of_anybody(site: Site, tmp_path: Path, *, dark: bool) -> None:
    """Axe finds no violation of WCAG 2.2 AA on any page."""
    from axe_playwright_python.sync_playwright import Axe

    with served(site) as address, browsing(tmp_path / "profile", dark=dark) as browser:
        page = browser.new_page()
        page.goto(f"{address}/sign-in")
        found = {"/sign-in": Axe().run(page)}
        enter(page, address, "admin", PASSWORD)
        page.get_by_label("问题").fill(QUESTION)
        page.keyboard.press("Enter")
        page.locator(".turn .strength").wait_for()
        page.locator("a.marker").first.click()
        page.locator("#source mark").wait_for()
        found["answer"] = Axe().run(page)
        for path in PAGES:
            page.goto(address + path)
            found[path] = Axe().run(page)
        assert {name: one.generate_report() for name, one in found.items() if one.violations_count} == {}


PAGES = (
    "/",
    "/me",
    "/me/tokens",
    "/api",
    "/rules",
    "/rules?ref=云岭水务集团融合办法第五条",
    "/find?q=党支部",
    "/find?q=考核&by=meaning",
    "/examples?q=党建和业务结合",
    "/work",
    "/check",
    "/library",
    "/upload",
    "/admin",
    "/admin/missing",
    "/admin/held",
    "/admin/stats",
    "/admin/audit",
    "/admin/settings",
    "/nowhere",
)
