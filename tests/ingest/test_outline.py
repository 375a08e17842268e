from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.outline import find_headings
from ingest.splitting import split

PROSE = "各支部结合实际制定计划，明确责任人和完成时限，按月通报进展，年底组织考核评议。"


def outline(text: str) -> list[tuple[int, str]]:
    return [(heading.level, heading.heading) for heading in find_headings(text)]


def test_rules_have_parts_chapters_and_articles() -> None:
    """Articles stand under their chapters, and what is numbered inside an article is no heading."""
    text = (
        "第一章 总则\n第一条 为了规范管理，制定本办法。\n第二条 本办法适用于：\n（一）机关；\n（二）单位。\n"
        "依照第一条规定办理的，从其规定。\n第二章　附则\n第三条 本办法自发布之日起施行。"
    )
    assert outline(text) == [(1, "第一章 总则"), (2, "第一条"), (2, "第二条"), (1, "第二章　附则"), (2, "第三条")]


@pytest.mark.parametrize(
    "line",
    ["第三条规定的情形除外。", "第三条、第五条所列事项。", "第三条第二款的规定适用。", "第三条和第四条另行规定。"],
)
def test_a_reference_at_the_start_of_a_line_is_no_article(line: str) -> None:
    """A line that begins by referring to an article belongs to the article above it."""
    text = f"第一条 甲。\n第二条 乙。\n{line}\n第三条 丙。"
    assert [heading for _, heading in outline(text)] == ["第一条", "第二条", "第三条"]


def test_numbered_headings_nest() -> None:
    """一、 contains （一）, which contains 1."""
    text = f"一、做法\n（一）学习\n1.集中学习\n{PROSE}\n2.自学\n{PROSE}\n（二）落实\n{PROSE}\n二、启示\n{PROSE}"
    assert [level for level, _ in outline(text)] == [1, 2, 3, 3, 2, 1]


def test_a_run_in_heading_ends_with_its_sentence() -> None:
    """A heading that runs into its paragraph is its first sentence, without the full stop."""
    text = f"(一)从组织领导看,党建发挥引领作用。{PROSE}\n(二)坚持原则：{PROSE}"
    assert outline(text) == [(1, "(一)从组织领导看,党建发挥引领作用"), (1, "(二)坚持原则")]


def test_numbers_of_theses_and_standing_headings() -> None:
    """1, 2.1 without a point after them, 引言 and 结语 are headings; 引言 contains nothing."""
    text = f"引言\n{PROSE}\n1深度融合的重要意义\n{PROSE}\n2深度融合的具体策略\n2.1从思想上融合\n{PROSE}\n结语\n{PROSE}"
    assert outline(text) == [
        (1, "引言"),
        (1, "1深度融合的重要意义"),
        (1, "2深度融合的具体策略"),
        (2, "2.1从思想上融合"),
        (1, "结语"),
    ]


def test_unnumbered_headings_between_paragraphs() -> None:
    """Short lines without a mark that stand before paragraphs are headings, if there are several."""
    text = f"{PROSE}\n坚持问题导向 抓好整改落实\n{PROSE}\n坚持系统观念 抓好统筹协调\n{PROSE}"
    assert outline(text) == [(1, "坚持问题导向 抓好整改落实"), (1, "坚持系统观念 抓好统筹协调")]


def test_a_list_of_attachments_has_no_headings() -> None:
    """附件：1.…… goes on with 2.……; neither is a heading of the paper."""
    assert outline(f"{PROSE}\n附件：1.考核指标分解表\n2.考核结果汇总表\n一、考核范围\n{PROSE}") == [(1, "一、考核范围")]


def test_the_words_below_a_picture_are_no_heading() -> None:
    """A heading may follow them all the same."""
    prose = "各支部围绕中心工作，逐项梳理业务难点，明确责任人和完成时限。"
    lines = ["参观展馆传承精神", prose, "图1参观合影", "座谈交流共谋发展", prose]
    assert [heading for _, heading in outline("\n".join([prose, *lines]))] == [lines[0], lines[3]]


def test_a_heading_glued_to_its_subheading_is_taken_as_far_as_it_is_certain() -> None:
    """Of a heading run together with the 1、 below it, what stands before the 1、 is certain."""
    text = f"一、正确认识两者关系1、党建促进业务{PROSE}二、积极探索融合途径1、认真调查研究{PROSE}"
    assert outline(text) == [(1, "一、正确认识两者关系"), (1, "二、积极探索融合途径")]


def test_markdown_headings() -> None:
    """Markdown marks are not part of a heading; a number in it decides its rank."""
    text = f"# 名词解释\n## 三会一课\n{PROSE}\n## 主题党日\n{PROSE}"
    assert outline(text) == [(1, "名词解释"), (2, "三会一课"), (2, "主题党日")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"5月份，{PROSE}", id="month"),
        pytest.param("1.5亿元资金已到位\n3.2万人参加活动", id="amounts"),
        pytest.param("（一）警告；\n（二）严重警告；\n（三）撤销党内职务。", id="list_items"),
        pytest.param("[1]某某.支部工作研究[J].示例学刊,2021.\n1.某某.组织建设[M].示例出版社,2020.", id="literature"),
    ],
)
def test_what_only_looks_like_a_heading(text: str) -> None:
    """Amounts, dates, list items and literature are no headings."""
    assert outline(text) == []


@given(st.text(alphabet="一二、（）第条章1.#\n 党建工作。：", max_size=80))
def test_a_heading_is_exactly_its_span(text: str) -> None:
    """Headings are in order, do not overlap, and read as the text does at their span."""
    end = 0
    for heading in find_headings(text):
        assert heading.start >= end
        assert text[heading.start : heading.end] == heading.heading
        end = heading.end


@pytest.mark.parametrize(
    ("heading", "numbers"),
    [
        pytest.param("第十条之一", ("条", 10, 1), id="inserted"),
        pytest.param("第十条之十二", ("条", 10, 12), id="twelfth_inserted"),
        pytest.param("第一百〇二条", ("条", 102, None), id="circle"),
        pytest.param("第一百零二条", ("条", 102, None), id="zero"),
        pytest.param("第二百条", ("条", 200, None), id="hundreds"),
        pytest.param("第两千零六条", ("条", 2006, None), id="thousands"),
        pytest.param("第一千二百六十条", ("条", 1260, None), id="longest_law"),
        pytest.param("第17条", ("条", 17, None), id="digits"),
    ],
)
def test_the_number_of_an_article_is_a_field(heading: str, numbers: tuple[str, int, int | None]) -> None:
    """之一, 〇, 千 and 两 are read; two articles that differ in 之一 alone have different numbers."""
    text = f"第一章 总则\n第一条　为了规范管理，制定本办法。\n第二条 乙。\n{heading}　丙。\n附件：登记表"
    found = find_headings(text)
    assert (found[0].unit, found[0].number) == ("章", 1)
    last = found[-1]
    assert (last.heading, last.unit, last.number, last.inserted) == (heading, *numbers)


TRAPS = (
    "第一章 总则\n依照有关规定，制定本办法的前言。\n第一条　为了规范管理，依照本办法第三条规定办理。\n"
    "第二条 各支部应当执行本条例\n第三条规定的程序；第二十三条第（三）项另有规定的除外。\n"
    "第三条 本办法自印发之日起施行。\n附件1 登记表\n填报单位：示例支部"
)


def test_nothing_of_rules_is_lost_or_torn() -> None:
    """A heading on the line of its text, a preamble, an attachment, a reference inside a line or beginning one."""
    headings = find_headings(TRAPS)
    assert [each.heading for each in headings] == ["第一章 总则", "第一条", "第二条", "第三条"]
    passages = split(TRAPS, headings, "d1")
    assert "".join("".join(each.text.split()) for each in passages) == "".join(TRAPS.split())
    assert "第三条规定的程序" in next(each.text for each in passages if each.locator.endswith("第二条"))
