"""The report as a web page, over made-up files."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from ingest.report_page import ReportPage
from knowledge.errors import BadRequestError
from tests.ingest.test_pipeline import RecordingStore

WORDS = "各支部按照职责落实本项工作，每月通报一次进展，由全体党员共同监督。"


def written(folder: Path) -> str:
    page = ReportPage()
    report = ingest([folder / "in"], RecordingStore(), witness=page.show)
    page.write(folder / "report.html", report)
    return (folder / "report.html").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    articles = "\n".join(f"第{number}条　{WORDS}" for number in "一二四")
    articles += "\n第四条　本办法由示例支部负责解释，自公布之日起施行，此前的安排不再执行。"
    text = f"首页 > 党建 > 正文\n示例<b>单位</b>学习办法\n{articles}\n学习(xué)制度由示例支部解释，"
    text += "按xjp总书记要求落实。\n打印本页\n"
    (tmp_path / "in" / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_bytes(b"")
    return tmp_path


def test_the_page_names_what_is_wrong_and_where(folder: Path) -> None:
    """Gaps and repeats stand there with their lines, a refused file with what to do."""
    page = written(folder)
    assert "第5行：缺第三条。" in page
    assert "第6行：第四条重复。" in page
    assert "文件是空的" in page


def test_the_page_shows_the_text_before_and_after(folder: Path) -> None:
    """The left view holds the source file to the letter, the right one the repaired text."""
    page = written(folder)
    before, after = (view.split("</pre>")[0] for view in page.split("<pre>")[1:])
    assert unescape(re.sub(r"</?del>", "", before)) == (folder / "in" / "a.txt").read_text(encoding="utf-8")
    assert "<del>(xué)</del>" in before
    assert "<ins>习近平</ins>总书记" in after


def test_the_page_says_what_was_read_of_a_text(folder: Path) -> None:
    """Each date stands there for what it is."""
    header = "（2021年3月1日中共示例市委批准　2021年3月9日中共示例市委办公室印发）"
    text = f"示例市机关工作办法（试行）\n{header}\n" + "\n".join(f"第{number}条　{WORDS}" for number in "一二三")
    (folder / "in" / "a.txt").write_text(text, encoding="utf-8")
    page = written(folder)
    assert "批准：2021年3月1日　发布：2021年3月9日" in page
    assert "批准：中共示例市委　发布：中共示例市委办公室" in page


def test_the_page_needs_nothing_beside_it(folder: Path) -> None:
    """No script, no picture, no address; what stands in a document is text, never markup."""
    page = written(folder)
    assert not re.search(r"<script|<img|<link|https?://|src=|<b>单位", page)


def test_a_page_that_cannot_be_written_is_said(folder: Path) -> None:
    """The fault names the file."""
    report = ingest([folder / "in"], RecordingStore())
    with pytest.raises(BadRequestError, match=re.escape("report.html")):
        ReportPage().write(folder / "nowhere" / "report.html", report)
