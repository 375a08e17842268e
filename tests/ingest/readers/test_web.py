"""Saved web pages: what a browser draws is read, what is left out has a receipt."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.metadata.titles import find_title
from ingest.readers.child import Extractor
from ingest.readers.web import read_page
from ingest.sources import Rejected, read_source

PROSE = "支部每月组织一次集中学习，学习结果按季度公布，接受全体党员的监督。"


def lines(body: str) -> list[str]:
    return read_page(f"<html><body><h1>示例规范</h1>{body}</body></html>").text.splitlines()[1:]


@pytest.mark.parametrize(
    "hiding",
    [
        "<div style='visibility:hidden;opacity:0'>{}</div>",
        "<section style='DISPLAY : none'><div><p>{}</p></div></section>",
        "<div hidden>{}</div>",
    ],
)
def test_a_body_that_a_script_would_show_is_read(hiding: str) -> None:
    """What hides most of a page's words hides the article: a saved page never runs its script."""
    assert PROSE in "".join(lines(hiding.format(PROSE)))


def test_a_hidden_remark_stays_out_and_is_counted() -> None:
    """The smaller part is hidden on purpose."""
    found = read_page(f"<html><body><p>{PROSE}</p><p style='display:none'>底稿未核</p></body></html>")
    assert "底稿" not in found.text
    assert [problem.code for problem in found.problems] == ["hidden_text"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ol><li>不准迟到</li><li><p>不准早退</p></li></ol>", ["1. 不准迟到", "2. 不准早退"]),
        ("<ol start=4><li>公示</li><li value=9>归档</li><li>销号</li></ol>", ["4. 公示", "9. 归档", "10. 销号"]),
        ("<ol type=A><li>甲岗</li><li>乙岗</li></ol>", ["A. 甲岗", "B. 乙岗"]),
        ("<ol style='list-style-type:cjk-ideographic'><li>学</li><li>做</li></ol>", ["一、学", "二、做"]),
        ("<ol><li>1．已有序号</li><li>2．不再加</li></ol>", ["1．已有序号", "2．不再加"]),
        ("<ol style='list-style:none'><li>无序</li></ol><ul><li>点</li></ul>", ["无序", "点"]),
        ("<ol><li>总则<ol><li>目的</li></ol></li><li>分则</li></ol>", ["1. 总则", "1. 目的", "2. 分则"]),
    ],
)
def test_ordered_lists_keep_their_numbers(body: str, expected: list[str]) -> None:
    """The numbers that a browser prints stand in the text, on the line of their item."""
    assert lines(body) == expected


def table(*rows: str) -> str:
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            table("<td>类</td><td>项</td>", "<td rowspan=2>组织</td><td>换届</td>", "<td>发展</td>"),
            ["类 | 项", "组织 | 换届", "组织 | 发展"],
        ),
        (
            table("<td>项</td><td>人</td>", "<td>甲</td><td rowspan=2>张某</td>", "<td>乙</td>"),
            ["项 | 人", "甲 | 张某", "乙 | 张某"],
        ),
        (
            table("<td colspan=2>共计</td><td>9</td>", "<td>甲</td><td>乙</td><td>4</td>"),
            ["共计 |  | 9", "甲 | 乙 | 4"],
        ),
        (table("<td>上午</td><td>下午</td>", "<td></td><td>走访</td>"), ["上午 | 下午", " | 走访"]),
        (
            table("<td>上午</td><td>中</td><td>晚</td>", "<td>签到</td><td></td><td>走访</td>"),
            ["上午 | 中 | 晚", "签到 |  | 走访"],
        ),
    ],
)
def test_cells_of_a_page_keep_their_columns(body: str, expected: list[str]) -> None:
    """Merged cells stand in each row that they cover, empty ones keep their place."""
    assert lines(body) == expected


def test_fields_readings_and_fractions() -> None:
    """Ticks and chosen values are answers; a reading above a character and a fraction's line change no word."""
    body = (
        "<p>是否公示：<input type=checkbox checked>是<input type=checkbox>否</p>"
        "<p>频次：<select><option>每月<option selected>每季</select></p>"
        "<p><ruby>俭<rp>(</rp><rt>jiǎn</rt></ruby>朴</p><p><math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>以上</p>"
        "<p>十的<math><msup><mn>10</mn><mn>4</mn></msup></math>倍</p>"
    )
    assert lines(body) == ["是否公示：☑是☐否", "频次：每季", "俭朴", "1/2以上", "十的10⁴倍"]


def test_pictures_of_an_article_are_counted() -> None:
    """Small signs and pictures of menus are none of them."""
    body = "<img src=a width=600><p>文</p><img src=b width=20><a href=x><img src=c></a><img src=d>"
    found = read_page(f"<html><body><p>{PROSE}</p>{body}</body></html>")
    assert [problem.message for problem in found.problems] == ["含2张图片，图中文字未读取。"]


@pytest.mark.parametrize(
    "head",
    [
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n",
        "MIME-Version: 1.0\nContent-Type: Multipart/Related; boundary=x\n\n",
    ],
)
def test_a_web_archive_is_refused_by_name(extractor: Extractor, tmp_path: Path, head: str) -> None:
    """The sender is told how to save the page instead."""
    path = tmp_path / "a.mht"
    path.write_bytes(head.encode() + "<html>示例</html>".encode())
    found = read_source(path, extractor.extract)
    assert isinstance(found, Rejected)
    assert (found.problem.code, ".html" in found.problem.message) == ("web_archive", True)


@pytest.mark.parametrize(
    "above",
    ["← 返回列表", "< 返回上一级", "[返回首页]", "文/张某", "本报记者 李某", "图为活动现场", "王某 摄", "活动现场"],
)
def test_a_link_a_by_line_or_a_caption_is_no_title(above: str) -> None:
    """The headline below it is."""
    assert find_title(f"{above}\n示例镇党建品牌介绍\n{PROSE}").title == "示例镇党建品牌介绍"


@pytest.mark.parametrize(
    ("title", "body", "first"),
    [
        ("示例县组织部", "<p>记者 王某</p><h1>山村夜校亮起来</h1>", "记者 王某"),
        ("详情", "<div>示例镇驿站建设方案</div>", "示例镇驿站建设方案"),
        ("示例镇党建品牌介绍_示例网", "<h1>示例网</h1><p>文</p>", "示例镇党建品牌介绍"),
        ("示例办法 - 示例网", "<h1>示例办法</h1>", "示例办法"),
    ],
)
def test_a_page_is_called_by_its_headline(title: str, body: str, first: str) -> None:
    """The name of the site, or none at all, in the title of a page gives way to the headline that is printed."""
    page = f"<html><head><title>{title}</title></head><body>{body}<p>{PROSE}</p></body></html>"
    assert read_page(page).text.splitlines()[0] == first


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("<iframe src=x></iframe><video src=y></video>", "含2处视频、框架等嵌入内容，未读取。"),
        ("<svg><text>每周一例会</text></svg>", "含1张图片，图中文字未读取。"),
        ("<svg><path d='M0 0'/></svg><p style='display:none'>备注</p>", "有1处隐藏文字，未入库。"),
    ],
)
def test_what_is_not_read_is_counted_with_its_place(inside: str, message: str) -> None:
    """The receipt says behind which line it stands; a drawing without words is none."""
    found = read_page(f"<html><body><h1>示例规范</h1><p>{PROSE}</p>{inside}<p>{PROSE}</p></body></html>")
    assert [(problem.message, problem.line) for problem in found.problems] == [(message, 2)]
