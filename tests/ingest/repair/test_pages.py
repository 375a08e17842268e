"""Furniture of web pages above and below an article, page numbers, hard line breaks."""

from __future__ import annotations

import pytest

from ingest.edited_text import EditedText
from ingest.repair.line_breaks import join_broken_lines
from ingest.repair.page_head import remove_page_head
from ingest.repair.page_numbers import remove_page_numbers
from ingest.repair.page_tail import remove_page_tail

TITLE = "以“三联”机制推动党建业务同频共振"
FIRST = "近年来，示例市水务局把支部建在项目上，把党课讲到工地上，推动党建和业务一起抓、一起管，取得了明显成效。"
SECOND = "一是联学，每月集中学习一次，结合工程难点谈体会。二是联建，与村支部结对，共同解决群众用水难题。"
HEADS = {
    "publishing_line_under_a_markdown_title": [
        f"# {TITLE}",
        "发布时间：2023-08-02 来源：示例日报 责任编辑：某某",
    ],
    "menu_notices_and_counter": [
        "您好，欢迎访问示例机关党建网！ 设为首页 | 加入收藏",
        "首页 通知公告 工作动态 理论园地 他山之石",
        "通知公告 更多>>",
        "关于开展主题党日活动的通",
        "关于表彰先进党支部的决",
        "关于召开年度总结会的通",
        "他山之石",
        TITLE,
        "发布者：办公室 发布时间：2023-05-06 09:00:00 阅读：123次 【字体：大 中 小】",
    ],
    "trail_and_publishing_line": [
        "网站首页 | 工作动态 | 理论园地 | 支部建设",
        "当前位置：网站首页 > 理论园地 > 正文",
        TITLE,
        "来源：水务局 发布日期：2023年5月6日 浏览次数：1203 字号：[大 中 小]",
        "分享到：微信 微博",
    ],
    "title_twice_and_teaser": [
        "示例公文网 - 写材料的好帮手",
        "您现在的位置是： 首页 > 工作交流",
        "工作交流",
        TITLE,
        "2023-05-06 10:11:12 工作交流",
        f"{TITLE} {FIRST[:31]}",
        TITLE,
    ],
    "one_menu_entry_a_line": [
        "首页",
        "机构概况",
        "您当前的位置：首页 > 专题",
        TITLE,
        "发布时间：2023-05-06",
        "【字号：大 中 小】",
    ],
}
TAILS = {
    "neighbours_links_rights": [
        "  • 上一篇：示例局召开会议",
        "  • 下一篇：没有了",
        "  • 友情链接",
        "    示例机关党建网 示例市人民政府 示例党建",
        "版权所有：示例市委直属机关工委 主办单位：示例市委直属机关工委",
        "电话：0000-0000000 传真：0000-0000000",
        "技术支持：示例科技",
    ],
    "buttons_and_neighbours_with_excerpts": [
        "【打印本页】 【关闭窗口】",
        "相关阅读",
        "示例局党支部走进社区开展宣讲，组织党员参加志愿服务，受到居民欢迎。",
        "示ICP备00000000号",
    ],
    "account": ["阅读原文", "阅读 1.2万", "喜欢此内容的人还喜欢", "【通知】七月主题党日安排", "人划线"],
    "comments": ["已有12人发表了评论"],
    "traditional_comments": ["已有0人發表了評論"],
    "keywords": ["推荐访问：党建 业务 融合", "上一篇：无"],
    "codes": ["扫一扫在手机打开当前页", "Copyright © 2023 示例单位 All Rights Reserved"],
}


@pytest.mark.parametrize("head", [pytest.param(lines, id=name) for name, lines in HEADS.items()])
def test_only_the_title_is_left_of_a_page_head(head: list[str]) -> None:
    """Menus, notices, trails, counters, a second title and a teaser go; the title stays, once."""
    page = "\n".join([*head, "", FIRST, SECOND])
    left = remove_page_head(EditedText.of(page)).text.removeprefix("# ").split("\n")
    assert left == [TITLE, "", FIRST, SECOND]


@pytest.mark.parametrize("tail", [pytest.param(lines, id=name) for name, lines in TAILS.items()])
def test_nothing_is_left_of_a_page_tail(tail: list[str]) -> None:
    """Everything below the article goes."""
    article = [TITLE, FIRST, SECOND, FIRST, SECOND, "（供稿单位：示例市水务局）"]
    page = "\n".join([*article, *tail])
    assert remove_page_tail(EditedText.of(page)).text.split("\n")[:-1] == article


def test_editors_go_and_suppliers_stay() -> None:
    """Who edited the page is furniture; who wrote the text is not."""
    page = f"{TITLE}\n{FIRST}\n{SECOND}（责任编辑：某某）\n（供稿：示例局）\n(责编:某某、某某)\n"
    assert remove_page_tail(EditedText.of(page)).text == f"{TITLE}\n{FIRST}\n{SECOND}\n（供稿：示例局）\n"


@pytest.mark.parametrize(
    "front",
    [
        ["示例市委", "关于加强支部建设的意见", "示办发〔2023〕3号", "（2023年5月6日）"],
        ["核心阅读", TITLE, "——示例局的做法"],
        [TITLE, "来源：示例日报", "作者：某某"],
    ],
)
def test_the_front_of_a_document_is_no_page_head(front: list[str]) -> None:
    """Without a sign of a page, nothing above the first paragraph is touched."""
    page = "\n".join([*front, FIRST, SECOND, "联系电话：0000-0000000", "2023年5月6日"])
    assert remove_page_tail(remove_page_head(EditedText.of(page))).text == page


def test_page_numbers_alone_on_a_line_go() -> None:
    """Printed page numbers go; a bare number goes at the end or, counting up, in a sentence, and stays in a list."""
    begin, end = FIRST[:-10], FIRST[-10:]
    text = f"{begin}\n- 2 -\n{end}\n{begin}\n3\n{end}\n第3页 共9页\n一\n5\n各项指标\n7\n{SECOND}\n4"
    kept = f"{begin}\n{end}\n{begin}\n{end}\n一\n5\n各项指标\n7\n{SECOND}\n"
    assert remove_page_numbers(EditedText.of(text)).text == kept


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(f"{FIRST[:-10]}共有\n25\n个村参加，{SECOND}", id="in_a_sentence"),
        pytest.param("各村人数\n甲村\n25", id="at_the_end"),
    ],
)
def test_a_figure_alone_on_a_line_stays(lines: str) -> None:
    """A figure that was wrapped to a line of its own, or is the last of a column, is no page number."""
    assert remove_page_numbers(EditedText.of(lines)).text == lines


def joined(text: str) -> str:
    return join_broken_lines(EditedText.of(text)).text


def test_a_sentence_broken_by_a_line_end_is_joined() -> None:
    """A line of prose that ends in mid-sentence, or with a comma, goes on with the next."""
    assert joined(f"{FIRST[:33]}\n{FIRST[33:]}") == FIRST
    assert joined(f"{SECOND[:-20]}\n\n{SECOND[-20:]}") == f"{SECOND[:-20]}\n\n{SECOND[-20:]}"


def test_a_text_wrapped_at_one_width_is_joined() -> None:
    """Where lines have one width, full lines are joined, and headings and short last lines are not."""
    body = FIRST * 5
    wrapped = [body[start : start + 30] for start in range(0, len(body), 30)]
    assert (
        joined("\n".join(["一、主要做法", *wrapped, "二、几点体会", *wrapped]))
        == f"一、主要做法\n{body}\n二、几点体会\n{body}"
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{FIRST[:-1]}\n一、主要做法", id="numbered_heading"),
        pytest.param(f"{FIRST}\n加强组织领导 压实工作责任\n{SECOND}", id="unnumbered_heading"),
        pytest.param("关键词：党建；业务；融合\n引言", id="keywords"),
        pytest.param(
            "[1]某某.支部工作研究[J].示例学刊,2021(2):55-56\n[2]某某.组织建设[J].示例学刊,2020(1):3-5", id="literature"
        ),
        pytest.param("但愿人长久，\n千里共婵娟。", id="verse"),
        pytest.param("尊敬的各位领导、各位来宾、各位乡亲，\n女士们、先生们：", id="salutation"),
        pytest.param(f"{FIRST}示例社记者 某某摄\n{SECOND}", id="caption"),
        pytest.param("示例市示例区示例街道党工委书记某某，\n2023年5月6日", id="signature"),
    ],
)
def test_what_stands_on_its_own_is_not_joined(text: str) -> None:
    """Headings, labels, lists, verses, salutations, captions and signatures keep their lines."""
    assert joined(text) == text


@pytest.mark.parametrize(
    "lines",
    [
        [f"值班电话：0575-8500100{n}" for n in range(9)],
        [f"党费账号6222020000123456780{n}" for n in range(9)],
        [f"第{n}支部书记张某 副书记李某 委员王某" for n in range(9)],
    ],
)
def test_a_list_of_even_lines_is_no_wrapped_text(lines: list[str]) -> None:
    """Lines of one width without a mark of a sentence are entries: no two are glued together."""
    assert joined("\n".join(lines)) == "\n".join(lines)


@pytest.mark.parametrize(
    ("above", "below"), [("完成改造共计12", "34户居民受益，群众"), ("累计服务群众2024", "18人次，较上年增")]
)
def test_two_figures_never_become_one(above: str, below: str) -> None:
    """Where a line ends with a figure and the next begins with one, nobody knows whether it is one number."""
    body = [FIRST[:24], FIRST[24:48], f"{SECOND[:12]}，{above}", f"{below}{SECOND[:10]}，"] * 3
    assert f"{above}\n{below}" in joined("\n".join(body))


@pytest.mark.parametrize(
    "button",
    [
        "微信扫一扫",
        "微信扫一扫关注该公众号",
        "关注该公众号",
        "继续滑动看下一个",
        "轻触阅读原文",
        "赞 在看 分享",
        "分享 留言 收藏",
    ],
)
def test_buttons_of_a_messenger_go(button: str) -> None:
    """As a whole line; a sentence with the same words stays."""
    prose = "各支部按月通报工作进展情况，接受全体党员的监督，年底统一考核。"
    assert remove_page_tail(EditedText.of(f"论落实\n{prose}\n{button}\n{prose}")).text == f"论落实\n{prose}\n{prose}"
    kept = f"论落实\n请党员{button}后登记，{prose}"
    assert remove_page_tail(EditedText.of(kept)).text == kept


def test_buttons_behind_the_last_sentence_go() -> None:
    """What a page glued to the end of a report goes with a receipt; a sentence that only begins so stays."""
    prose = "各支部按月通报工作进展情况，接受全体党员的监督，年底统一考核。"
    edited = remove_page_tail(EditedText.of(f"论落实\n{prose}返回搜狐，查看更多责任编辑："))
    assert edited.text == f"论落实\n{prose}"
    kept = f"{prose}代表们返回首页讨论的议题，逐条作了说明，会后印发各支部执行，并要求按季度报告。"
    assert remove_page_tail(EditedText.of(kept)).text == kept


def test_running_heads_beside_page_numbers_go() -> None:
    """A line that stands beside two page numbers is the paper's; the title, and a heading beside one, stay."""
    page = "示例规定\n第一条 甲。\n示例规定\n— 3 —\n二、抓落实\n乙。\n示例规定\n— 4 —\n第二条 丙。"
    assert remove_page_numbers(EditedText.of(page)).text == "示例规定\n第一条 甲。\n二、抓落实\n乙。\n第二条 丙。"


def test_a_wrapped_reference_goes_on_with_its_sentence() -> None:
    """依照 before a line that begins with 第十条规定的 is one sentence; the next article stays apart."""
    lines = (
        "第三条　党支部书记应当按照本规定",
        "第十条规定的程序选举产生，任期三年，依照",
        "第十二条、第十三条设立党小组。",
    )
    text = "\n".join((*lines, "第四条　党小组每月开会。"))
    assert join_broken_lines(EditedText.of(text)).text == "".join(lines) + "\n第四条　党小组每月开会。"


def test_a_table_below_a_title_is_no_menu() -> None:
    """Rows of short cells, with figures or three alike, are the paper's; a cell at the end may be empty."""
    table = "2024年度计划分配表\n序号 | 组织名称 | 计划数 | 备注\n1 | 甲支部 | 13\n2 | 乙支部 | 9 | 另行通知\n"
    text = f"{table}说明：本表由各党组织负责填写，于每季度末报组织部备案，逾期未报的视为自动放弃。\n"
    assert remove_page_head(EditedText.of(text)).text == text
