"""Pictures of every page in a real browser over the real program, for docs/tour.md: `make tour`.

The program is what `make run` starts, over a new home with the samples; Chromium does what a person does.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.bot.telegram.journeys import RULES, SPEECH
from tests.bot.web.chromium import ask, free_port, launched, window

OUT = Path(__file__).parents[1] / "docs" / "tour"
WIDTH, HEIGHT = 1180, 760
COLOURS = 64
PASSWORD = "云岭供水保障-2026"  # noqa: S105  # of nobody
QUESTION = "国企怎么推动党建和业务融合？有没有现成做法"

HEAD = """# 网页实录

从启动到导出，每一步和每一页。由 `make tour` 用真实程序生成：`make run` 启动，示例材料（单位和内容均为虚构），自带的
向量模型，不接大模型，Chromium 浏览器。Telegram 里的对话见 [tour-telegram.md](tour-telegram.md)。

`make test` 里的 `tests/bot/web/test_journeys.py` 在真实浏览器里逐步核对同样的过程。"""


class Started(NamedTuple):
    """The program, running."""

    address: str
    code: str
    printed: str


class Album:
    """Pictures of a window, each with what is said of it."""

    def __init__(self, page: Page, out: Path) -> None:
        self.page = page
        self.lines: list[str] = []
        self._out = out

    def head(self, title: str, text: str = "") -> None:
        """Begin a section."""
        self.lines.append(f"\n## {title}\n" + (f"\n{text}\n" if text else ""))

    def take(self, name: str, text: str) -> None:
        """Take a picture of what the window shows."""
        target = self._out / f"page-{name}.png"
        self.page.mouse.move(0, 0)
        self.page.screenshot(path=target, animations="disabled")
        with Image.open(target) as image:
            image.convert("RGB").quantize(COLOURS).save(target, optimize=True)
        self.lines.append(f"{text}\n\n![{text}]({self._out.name}/{target.name})\n")
        print(f"{target.name}\t{target.stat().st_size // 1024} KiB")


@contextmanager
def program(home: Path) -> Iterator[Started]:
    """Run the program as `make run` does, and give what it prints."""
    settings = os.environ | {"RONGHE_WEB_PORT": str(free_port()), "OMP_NUM_THREADS": "1"}
    started = f"from bot.cli import main; main({['start', '--home', str(home)]!r})"
    command = [sys.executable, "-c", started]
    with subprocess.Popen(  # noqa: S603  # a program of ours
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=settings
    ) as running:
        try:
            yield _started(running.stderr or [])
        finally:
            running.terminate()


def _started(printed: Iterable[str]) -> Started:
    lines = list[str]()
    for line in printed:
        lines.append(line.strip())
        if found := re.search(r"代码：(\d{4}) (\d{4})", line):
            shown = [one for one in lines if one.startswith(("网页：", "第一次使用"))]
            return Started(shown[0].removeprefix("网页：").rstrip("/"), found[1] + found[2], "\n".join(shown))
    raise RuntimeError("\n".join(lines))


def walked(browser: Browser, started: Started, out: Path, folder: Path) -> list[str]:
    """Do what the tour shows, and return the page that tells it."""
    with window(browser, width=WIDTH, height=HEIGHT) as opened:
        page = opened.new_page()
        begun, asked, samples, managed = (Album(page, out) for _ in range(4))
        _come_in(begun, started)
        # The samples go with the first real file, so that what they show is taken before; it is told after.
        _look_up(samples, started.address)
        _draft(samples, started.address, folder)
        _fill_the_library(asked, started.address, folder)
        _ask(asked)
        _manage(managed, started.address)
        _on_a_phone(managed, started.address)
        return [*begun.lines, *asked.lines, *samples.lines, *managed.lines]


def _come_in(album: Album, started: Started) -> None:
    page = album.page
    album.head("启动和登录", "`make run`，首次启动装入示例材料，随后打印网址和设立管理员的代码：")
    album.lines.append(f"```\n{started.printed}\n```\n")
    page.goto(started.address)
    page.get_by_label("终端里的代码").fill(f"{started.code[:4]} {started.code[4:]}")
    page.get_by_label("用户名").fill("zhou")
    page.get_by_label("姓名").fill("周主任")
    for label in ("新密码", "再输入一次"):
        page.get_by_label(label).fill(PASSWORD)
    album.take("first", "打开网址，填代码，设立管理员")
    page.get_by_role("button", name="设立并登录").click()
    page.get_by_role("button", name="退出").click()
    page.get_by_label("用户名").fill("zhou")
    page.get_by_label("密码").fill(PASSWORD)
    album.take("sign-in", "以后用用户名和密码登录")
    page.get_by_role("button", name="登录").click()
    page.get_by_label("问题").wait_for()
    album.take("ask", "登录后就是提问页，可以从例子开始")


def _fill_the_library(album: Album, address: str, folder: Path) -> None:
    page = album.page
    album.head("上传一个文件夹", "第一份本单位的材料入库时，示例材料自动移除。")
    page.goto(f"{address}/upload")
    page.get_by_label("或选择整个文件夹").set_input_files(folder)
    page.get_by_role("button", name="上传").click()
    page.get_by_role("button", name="全部入库").wait_for()
    page.locator("#files-list").scroll_into_view_if_needed()
    album.take("upload", "每份文件先读取、核查：几段、质量、修了什么、请看哪里；看过再决定")
    page.get_by_role("link", name="先看看").last.click()
    album.take("upload-text", "“先看看”：读出的文字")
    page.go_back()
    page.get_by_role("button", name="全部入库").click()
    page.locator(".file.stored").nth(1).wait_for()
    album.take("upload-stored", "入库后即可查到；范围由上传的人选定")


def _ask(album: Album) -> None:
    page = album.page
    album.head("提问、看原文、导出")
    page.get_by_role("link", name="提问", exact=True).click()
    ask(page, "主题党日因为抢修没开成怎么办？")
    album.take("answer", "提问：答复句句有出处")
    page.locator("a.marker").first.click()
    page.locator("#source mark").wait_for()
    album.take("source", "点编号，原文在旁边打开，引文加底色；可看上一段、下一段、全文，下载原文件")
    page.keyboard.press("Escape")
    page.locator(".actions").last.scroll_into_view_if_needed()
    page.get_by_text("有误").last.click()
    album.take("take-along", "答复下面是来源、依据强弱；评价，复制，导出 Word、引文核对表，打印；可以接着问")
    page.get_by_role("link", name="新话题").click()
    ask(page, "食堂的菜单由谁来定？")
    album.take("no-answer", "库内没有依据的，如实说没有，列出最接近的材料")


def _look_up(album: Album, address: str) -> None:
    page = album.page
    album.head("各页", "以下几页在上传之前拍摄，用示例材料。")
    page.goto(address)
    ask(page, QUESTION)
    album.take("layers", "问怎么做的，答复分层：怎么要求、别人怎么做")
    page.goto(f"{address}/rules")
    page.get_by_label("名称和条号，或文号").fill("云岭水务集团融合办法第五条")
    page.get_by_role("button", name="查找").click()
    album.take("article", "名称不必写全，条号写成“5条”“第五条”都可以")
    page.get_by_role("link", name="在全文中看").click()
    album.take("rule", "全文和目录")
    page.goto(f"{address}/rules")
    album.take("rules", "库内的法规和文件，各有效力")
    page.goto(f"{address}/find?q=主题党日")
    album.take("find", "逐字查找，查到的字加底色；也可以按意思查找")
    page.goto(f"{address}/examples?q=党建和业务结合")
    page.get_by_label("选来对比").nth(0).check()
    page.get_by_label("选来对比").nth(1).check()
    page.evaluate("window.scrollTo(0, 0)")
    album.take("examples", "各单位的做法：针对什么问题、怎么做、成效如何，资料未载的写明未载")
    page.get_by_role("button", name="对比选中的").click()
    album.take("compared", "并排对比")


def _draft(album: Album, address: str, folder: Path) -> None:
    page = album.page
    page.goto(f"{address}/work")
    page.get_by_label("业务任务").fill("采购降本")
    page.get_by_label("什么时候完成").fill("2026年底")
    album.take("work", "起草融合方案，查提法，学一个主题")
    page.get_by_role("button", name="起草").click()
    page.locator(".turn[data-reply]").wait_for()
    album.take("plan", "方案按谋划、部署、落实、检查四个阶段，缺处标【待明确】")
    page.goto(f"{address}/check")
    page.get_by_label("选择文件").set_input_files(folder.parent / "讲话稿.txt")
    page.get_by_role("button", name="开始核对").click()
    page.locator(".remarks li").first.wait_for()
    album.take("checked", "逐处核对引文、文件名称、条款和文号；可下载带批注的 Word")


def _manage(album: Album, address: str) -> None:
    page = album.page
    album.head("资料库和管理")
    page.goto(f"{address}/library")
    album.take("library", "资料库：按类别、年份、范围查看")
    page.locator("td a").first.click()
    album.take("document", "每份材料的类别、日期、目录、修复和问题，以及原文件")
    page.goto(f"{address}/admin")
    page.get_by_label("用户名（登录用）").fill("liming")
    page.locator("#new-called").fill("李明")
    page.get_by_role("button", name="添加并生成邀请链接").click()
    page.get_by_label("邀请链接", exact=True).wait_for()
    album.take("people", "名单：添加使用人员，把邀请链接交给本人")
    for name, text in (
        ("missing", "没有答上来的问题、评价和标准答复"),
        ("held", "带内部标识、等待核定的文件"),
        ("stats", "统计"),
        ("audit", "查阅记录"),
        ("settings", "已设置的项目"),
    ):
        page.goto(f"{address}/admin/{name}")
        album.take(f"admin-{name}", text)
    page.goto(f"{address}/me")
    album.take("me", "我的账号：密码、令牌、退出其他地方的登录")
    page.goto(f"{address}/me/tokens")
    album.take("tokens", "给别的程序用的令牌")
    page.goto(f"{address}/api")
    album.take("programs", "供程序调用的接口")


def _on_a_phone(album: Album, address: str) -> None:
    page = album.page
    album.head("手机和深色")
    page.set_viewport_size({"width": 390, "height": 780})
    page.emulate_media(color_scheme="dark")
    page.goto(address)
    ask(page, "主题党日由谁负责？")
    album.take("phone", "窄屏、深色")
    page.locator("a.marker").first.click()
    page.locator("#source mark").wait_for()
    album.take("phone-source", "原文盖在答复上面，关闭即回")


def main() -> None:
    """Walk through the pages and write the pictures and the page that shows them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default=OUT)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("page-*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "本单位制度"
        folder.mkdir()
        (folder / "主题党日工作规则.txt").write_text(RULES, encoding="utf-8")
        (folder / "防汛抢险突击队管理规定.txt").write_text(SQUAD, encoding="utf-8")
        (folder.parent / "讲话稿.txt").write_text(SPEECH, encoding="utf-8")
        with program(Path(place) / "home") as started, launched() as browser:
            lines = walked(browser, started, out, folder)
    (out.parent / f"{out.name}.md").write_text("\n".join([HEAD, *lines]), encoding="utf-8")


SQUAD = """云岭水务集团防汛抢险党员突击队管理规定

第一条 突击队由各支部推荐党员组成，队长由水厂党支部书记担任。
第二条 汛期实行二十四小时值班，接到调度指令后三十分钟内到岗。
第三条 每年汛前组织一次实战演练，演练结果报集团党委。
第四条 本规定自2025年5月1日起施行。
"""


if __name__ == "__main__":
    main()
