"""Journeys in a real browser: what each kind of user sees, types, hears and takes along.

In every window it is held that the console stays silent and that nothing is asked beyond this machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document as Word

from bot.cli import open_workplace
from bot.services.answering import Readers
from bot.services.assistant import assistant_of
from bot.services.readiness import Readiness
from bot.settings import Settings
from bot.web.address import address_of
from bot.web.sign_on.office import Office, office_of
from bot.web.site import Site
from knowledge.library import Library
from knowledge.people import People
from tests.bot.web.chromium import ask, enter, is_inside, launched, needs_chromium, served, window
from tests.bot.web.conftest import PASSWORD, site_over
from tests.bot.web.sign_on.servers import CasServer
from tests.bot.web.sign_on.servers import served as server_of_office
from tests.fakes import BigramEmbedder, OverlapJudge, PacedChat

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [needs_chromium, pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

QUESTION = "国企怎么推动党建和业务融合？"
RULES = "云岭水务集团主题党日工作规则\n\n第一条 党支部每月相对固定一天开展主题党日，一般不少于两小时。\n"
NOTICE = "关于第{0}次演练的通知\n\n第{0}车间每月组织一次应急演练，由值班长负责。\n"
CONTRAST = """
axe.run(document, { runOnly: ["color-contrast"], resultTypes: ["violations"] }).then(function (found) {
  return found.violations.map(function (one) { return one.nodes.map(function (node) { return node.html; }); });
})
"""
SHIFTS = """
window.moved = 0;
new PerformanceObserver(function (list) {
  list.getEntries().forEach(function (one) { window.moved += one.value; });
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def pace() -> PacedChat:
    return PacedChat()


@pytest.fixture
def paced(library: Library, pace: PacedChat) -> Iterator[Site]:
    """A page whose answers stand still after two sentences until they are let go on."""
    site = site_over(library, pace)
    yield site
    pace.go_on.set()
    site.close()


def begin(page: Page) -> None:
    """Ask, and wait until some of the answer is there."""
    page.get_by_label("问题").fill(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".turn.pending .said-text p .marker").first.wait_for()


def test_a_member_of_staff_asks_judges_and_takes_the_answer_along(chromium: Browser, site: Site) -> None:
    """The source beside the answer, its words marked; copied, printed, saved; the same after reload and going back."""
    with served(site) as address, window(chromium) as browser:
        page = browser.new_page()
        enter(page, address, "reader", PASSWORD)
        ask(page, QUESTION)
        assert page.get_by_label("问题").input_value() == ""
        page.locator("a.marker").first.click()
        page.locator("#source mark").wait_for()
        assert len(page.locator("#source mark").inner_text()) > 4
        page.keyboard.press("Escape")
        assert page.locator("#source").is_hidden()
        page.locator(".turn").get_by_role("button", name="有用").click()
        page.get_by_text("已记下，谢谢。").wait_for()
        browser.grant_permissions(["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="复制（带来源）").click()
        page.get_by_text("已复制").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert "[1]" in copied
        assert "来源：" in copied
        with page.expect_download() as saved:
            page.get_by_role("link", name="导出Word").click()
        assert Path(saved.value.path()).read_bytes().startswith(b"PK")
        page.emulate_media(media="print")
        assert page.locator(".top").is_hidden()
        assert page.locator("#ask").is_hidden()
        assert page.locator(".sources").is_visible()
        assert page.pdf().startswith(b"%PDF")
        page.emulate_media(media="screen")
        page.reload()
        assert page.locator(".question").inner_text() == QUESTION
        page.get_by_role("link", name="资料库").click()
        page.get_by_role("heading", name="资料库").wait_for()
        page.go_back()
        assert page.locator(".question").inner_text() == QUESTION
        assert page.get_by_label("问题").input_value() == ""


def test_a_newcomer_finds_the_way_by_keyboard_alone(chromium: Browser, site: Site) -> None:
    """From signing in over an example to its source and back to where they were; then a rule and its next article."""
    with served(site) as address, window(chromium) as browser:
        page = browser.new_page()
        keys = page.keyboard
        page.goto(address)
        keys.type("reader")
        keys.press("Tab")
        keys.type(PASSWORD)
        keys.press("Enter")
        page.wait_for_url(is_inside)
        page.get_by_label("问题").wait_for()
        for _ in range(3):
            keys.press("Shift+Tab")
        keys.press("Enter")  # the first of the questions to try
        page.locator(".turn[data-reply] .strength").wait_for()
        page.locator("a.marker").first.focus()
        keys.press("Enter")
        page.locator("#source mark").wait_for()
        keys.press("Tab")
        keys.press("Enter")  # closes
        assert page.locator("#source").is_hidden()
        assert page.evaluate("document.activeElement.className") == "marker"
        page.goto(f"{address}/rules")
        keys.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        keys.press("Enter")
        keys.press("Tab")
        keys.type("云岭水务集团融合办法第五条")
        keys.press("Enter")
        page.locator(".provision-box").wait_for()
        page.get_by_role("link", name=re.compile("下一条")).focus()
        keys.press("Enter")
        page.get_by_role("heading", name=re.compile("第六条")).wait_for()


def test_a_trainer_finds_examples_drafts_and_checks(chromium: Browser, site: Site, tmp_path: Path) -> None:
    """Two cards beside one another, a handout, a plan with its gaps, and a speech with remarks in Word."""
    speech = Word()
    for line in ("在年度工作会上的讲话", "根据《云岭市不存在的条例》第九条，每季度研究一次融合工作。"):
        speech.add_paragraph(line)
    speech.save(str(tmp_path / "讲话稿.docx"))
    with served(site) as address, window(chromium) as browser:
        page = browser.new_page()
        enter(page, address, "reader", PASSWORD)
        page.get_by_role("link", name="找例子").click()
        page.get_by_label("要什么样的做法").fill("党建和业务结合")
        page.get_by_role("button", name="查找").click()
        cards = page.get_by_label("选来对比")
        cards.nth(0).check()
        cards.nth(1).check()
        with page.expect_download() as saved:
            page.get_by_role("link", name="导出讲义").click()
        assert Path(saved.value.path()).read_bytes().startswith(b"PK")
        page.get_by_role("button", name="对比选中的").click()
        page.get_by_role("heading", name="并排对比").wait_for()
        assert page.locator("thead th").count() == 3
        page.get_by_role("link", name="起草与学习").click()
        page.get_by_label("业务任务").fill("采购降本")
        page.get_by_role("button", name="起草").click()
        page.locator(".turn[data-reply]").wait_for()
        assert "待明确" in page.locator(".turn").inner_text()
        page.get_by_role("link", name="核对稿件").click()
        page.get_by_label("选择文件").set_input_files(tmp_path / "讲话稿.docx")
        page.get_by_role("button", name="开始核对").click()
        page.locator(".remarks li").first.wait_for()
        with page.expect_download() as saved:
            page.get_by_role("link", name="下载带批注的 Word").click()
        assert b"word/comments.xml" in Path(saved.value.path()).read_bytes()


def found_administrator(page: Page, address: str, code: str) -> None:
    """Make the first administrator with the code from the terminal."""
    page.goto(address)
    page.get_by_label("终端里的代码").fill(f"{code[:4]} {code[4:]}")
    page.get_by_label("用户名").fill("zhou")
    for label in ("新密码", "再输入一次"):
        page.get_by_label(label).fill(PASSWORD)
    page.get_by_role("button", name="设立并登录").click()


def hand_in(page: Page, place: Path, files: dict[str, str]) -> None:
    """Hand a folder in, with something in it that systems leave there."""
    for name, words in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(words, encoding="utf-8")
    (place / "Thumbs.db").write_bytes(b"\0")
    page.get_by_label("或选择整个文件夹").set_input_files(place)
    page.get_by_role("button", name="上传").click()
    page.get_by_text(f"已上传{len(files)}份。").wait_for()


def test_an_administrator_begins_invites_and_fills_the_library(chromium: Browser, tmp_path: Path) -> None:
    """From the code in the terminal to somebody else's answer, and to their leaving, which bites at once."""
    home = tmp_path / "home"
    place = open_workplace(None, home)
    with Library.open_owner(home, BigramEmbedder()) as library:
        people = People(library.catalog.database)
        room = assistant_of(library, people, readers=Readers(judge=OverlapJudge()), intake=place.intake())
        site = Site(room, address_of("127.0.0.1", 8420), Readiness(library))
        with served(site) as address, window(chromium) as browser, window(chromium) as elsewhere:
            page = browser.new_page()
            found_administrator(page, address, site.code)
            page.get_by_role("link", name="上传").click()
            hand_in(page, tmp_path / "制度", {"规则.txt": RULES, "二级/另一份.txt": RULES.replace("两小时", "三小时")})
            page.get_by_role("button", name="退回", exact=True).nth(1).wait_for()
            page.get_by_role("button", name="退回", exact=True).first.click()
            page.locator(".file.returned").wait_for()
            page.get_by_role("button", name="入库", exact=True).click()
            page.locator(".file.stored").wait_for()
            hand_in(page, tmp_path / "通知", {f"通知{number}.txt": NOTICE.format(number) for number in "一二"})
            page.get_by_role("button", name="全部入库").click()
            page.locator(".file.stored").nth(2).wait_for()
            page.get_by_role("link", name="管理", exact=True).click()
            page.get_by_label("用户名（登录用）").fill("qian")
            page.get_by_role("button", name="添加并生成邀请链接").click()
            invitation = page.get_by_label("邀请链接").input_value()
            guest = elsewhere.new_page()
            guest.goto(address + "/invitation/" + invitation.rpartition("/")[2])
            for label in ("新密码", "再输入一次"):
                guest.get_by_label(label).fill(PASSWORD)
            guest.get_by_role("button", name="保存并登录").click()
            ask(guest, "主题党日一般开多长时间？")
            assert "小时" in guest.locator(".reply").inner_text()
            ask(guest, "食堂的菜单由谁来定？")
            page.get_by_role("link", name="未答与标准答复").click()
            page.get_by_text("食堂的菜单由谁来定").wait_for()
            page.get_by_role("link", name="名单").click()
            page.get_by_role("row", name="qian").get_by_role("button", name="移出").click()
            page.get_by_role("heading", name="名单（1人）").wait_for()
            guest.get_by_label("问题").fill("还能问吗？")
            guest.keyboard.press("Enter")
            guest.locator("#ask-told").wait_for()
            assert guest.get_by_label("问题").input_value() == "还能问吗？"


def test_enter_while_composing_does_not_send(chromium: Browser, site: Site) -> None:
    """An input method takes Enter for itself; the next Enter sends."""
    with served(site) as address, window(chromium) as browser:
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


def test_a_session_that_ends_while_somebody_types_loses_no_words(chromium: Browser, site: Site) -> None:
    """The words stay in their box, and are there again after signing in."""
    with served(site) as address, window(chromium) as browser:
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
        page.wait_for_url(is_inside)
        assert page.get_by_label("问题").input_value() == "写了很久的问题"


def test_an_answer_that_grows_moves_nothing_and_can_be_stopped(chromium: Browser, paced: Site) -> None:
    """What is there stays where it is; stopped, the sentences that were shown remain, with their sources."""
    with served(paced) as address, window(chromium) as browser:
        page = browser.new_page()
        page.add_init_script(SHIFTS)
        enter(page, address, "reader", PASSWORD)
        page.get_by_label("问题").fill(QUESTION)
        page.get_by_role("button", name="提问", exact=True).dblclick()
        page.locator(".turn.pending .said-text p .marker").first.wait_for()
        assert page.locator(".turn").count() == 1
        shown = page.locator(".turn.pending .said-text p").first.inner_text()
        assert page.locator("#progress").inner_text() == "正在作答"
        page.get_by_role("button", name="停止").click()
        page.locator(".turn[data-reply]").wait_for()
        assert page.locator("#progress").inner_text() == "答复已完成"
        assert shown.rstrip("0123456789") in page.locator(".said-text").inner_text()
        assert page.locator(".sources li").count() >= 1
        assert page.evaluate("window.moved") < 0.01


def test_what_is_written_while_the_network_is_gone_is_there_afterwards(
    chromium: Browser, paced: Site, pace: PacedChat
) -> None:
    """The page joins again by itself; after a reload in mid-answer too; a question that never left comes back."""
    with served(paced) as address, window(chromium) as browser:
        page = browser.new_page()
        enter(page, address, "reader", PASSWORD)
        begin(page)
        page.reload()
        page.locator(".turn.pending .said-text p .marker").first.wait_for()
        browser.set_offline(True)
        pace.go_on.set()
        page.wait_for_timeout(300)
        browser.set_offline(False)
        page.locator(".turn[data-reply] .strength").wait_for()
        browser.set_offline(True)
        page.get_by_label("问题").fill("党支部有哪些任务？")
        page.keyboard.press("Enter")
        page.wait_for_timeout(200)
        browser.set_offline(False)
        page.get_by_text("问题没有发出去").wait_for()
        assert page.get_by_label("问题").input_value() == "党支部有哪些任务？"


def test_two_tabs_do_not_disturb_one_another(chromium: Browser, site: Site) -> None:
    """Each has its conversation; who signs out in one is told in the other, and keeps the words."""
    with served(site) as address, window(chromium) as browser:
        one, other = browser.new_page(), browser.new_page()
        enter(one, address, "reader", PASSWORD)
        other.goto(address)
        ask(other, "党支部有哪些任务？")
        ask(one, QUESTION)
        assert one.url != other.url
        assert one.locator(".turn").count() == other.locator(".turn").count() == 1
        other.get_by_role("button", name="退出").click()
        other.get_by_label("用户名").wait_for()
        one.get_by_label("问题").fill("那机关呢？")
        one.keyboard.press("Enter")
        one.get_by_text("登录已过期").wait_for()
        assert one.get_by_label("问题").input_value() == "那机关呢？"


def test_without_scripts_forms_answer(chromium: Browser, site: Site, tmp_path: Path) -> None:
    """Asking, the source, the verdict, handing a file in and storing it: a step each, nothing dead in between."""
    (tmp_path / "规则.txt").write_text(RULES, encoding="utf-8")
    with served(site) as address, window(chromium, scripts=False) as browser:
        page = browser.new_page()
        enter(page, address, "uploader", PASSWORD)
        page.get_by_label("问题").fill(QUESTION)
        page.get_by_role("button", name="提问", exact=True).click()
        page.locator("a.marker").first.click()
        assert len(page.locator("mark").inner_text()) > 4
        page.get_by_role("link", name="返回答复").click()
        page.get_by_role("button", name="有用").click()
        page.get_by_text("已记下，谢谢。").wait_for()
        page.get_by_role("link", name="上传").click()
        page.get_by_label("选择文件（可多选）").set_input_files(tmp_path / "规则.txt")
        page.get_by_role("button", name="上传").click()
        for _ in range(100):
            if page.get_by_role("button", name="入库").count():
                break
            page.reload()
        page.get_by_role("button", name="入库").click()
        for _ in range(100):
            if page.locator(".file.stored").count():
                break
            page.reload()
        assert "主题党日" in page.locator(".file.stored").inner_text()


def test_the_offices_page_and_back_is_one_press(chromium: Browser, site: Site) -> None:
    """Under our strict policy, over another site, to the page that was wanted; the address bar keeps no ticket."""
    with server_of_office(CasServer()) as cas:
        # Another site to the browser, though the same machine.
        url = cas.replace("127.0.0.1", "localhost") + "/cas"

        def office(address: str) -> Office:
            return office_of(Settings(_env_file=None).model_copy(update={"cas_url": url}), address)

        with served(site, office) as address, window(chromium) as browser:
            page, faults = browser.new_page(), list[str]()
            page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
            page.goto(f"{address}/find")
            page.get_by_role("button", name="用单位账号登录").click()
            page.wait_for_url(f"{address}/find")
            assert page.get_by_role("link", name="reader").is_visible()
            assert faults == []


def test_no_page_stands_in_the_way_of_anybody(chromium: Browser, site: Site) -> None:
    """Axe finds no violation of WCAG 2.2 AA on any page, in light and in dark, and none is wider than a phone."""
    from axe_playwright_python.sync_playwright import Axe

    axe, found, wide = Axe(), dict[str, str](), list[str]()

    def look(page: Page, name: str) -> None:
        report = axe.run(page, options={"resultTypes": ["violations"]})
        if report.violations_count:
            found[name] = report.generate_report()
        page.emulate_media(color_scheme="dark")
        if dark := page.evaluate(CONTRAST):
            found[f"{name}, dark"] = str(dark)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 390, "height": 844})
        if page.evaluate("document.documentElement.scrollWidth") > 390:
            wide.append(name)
        page.set_viewport_size({"width": 1280, "height": 860})

    with served(site) as address, window(chromium) as browser:
        page = browser.new_page()
        page.goto(f"{address}/sign-in")
        look(page, "/sign-in")
        enter(page, address, "admin", PASSWORD)
        page.goto(f"{address}/upload")
        page.get_by_label("选择文件（可多选）").set_input_files(
            {"name": "规则.txt", "mimeType": "text/plain", "buffer": RULES.encode()}
        )
        page.get_by_role("button", name="上传").click()
        page.get_by_role("button", name="入库").wait_for()
        look(page, "/upload with a file")
        page.get_by_role("link", name="先看看").click()
        look(page, "its text")
        page.goto(address)
        ask(page, QUESTION)
        page.locator("a.marker").first.click()
        page.locator("#source mark").wait_for()
        look(page, "answer")
        page.goto(f"{address}/check")
        page.get_by_label("或粘贴文字").fill("根据《云岭市不存在的条例》第九条，每季度研究一次。")
        page.get_by_role("button", name="开始核对").click()
        look(page, "draft")
        for path in (*PAGES, *opened_from(page, address)):
            page.goto(address + path)
            look(page, path)
    assert found == {}
    assert wide == []


def opened_from(page: Page, address: str) -> list[str]:
    """Return addresses of what is opened from the lists: a document, a rule, an article, a passage, a comparison."""
    found = list[str]()
    for path, link in (("/library", "td a"), ("/rules", "td a"), ("/find?q=党支部", ".plain-list a")):
        page.goto(address + path)
        found.append(page.locator(link).first.get_attribute("href") or "")
    page.goto(f"{address}/examples?q=党建和业务结合")
    cards = [page.get_by_label("选来对比").nth(at).get_attribute("value") or "" for at in (0, 1)]
    return [*found, f"{found[1]}/1", f"/examples/compare?card={cards[0]}&card={cards[1]}"]


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
    "/admin",
    "/admin/missing",
    "/admin/held",
    "/admin/stats",
    "/admin/audit",
    "/admin/settings",
    "/nowhere",
)
