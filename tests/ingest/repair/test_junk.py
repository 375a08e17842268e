from __future__ import annotations

import pytest

from ingest.edited_text import EditedText
from ingest.repair.junk import remove_junk

BROKEN = (
    "各支部对照清单开展自查，逐项说明问题的由来，并提出下一步的改进办",
    "法。自查之后由机关党委组织复核，对反复出现的问题，",
    "在第二次自查时书面说明。",
)


def junked(*lines: str) -> str:
    return remove_junk(EditedText.of("\n".join(lines))).text


def test_a_meaningless_line_goes_wherever_it_stands() -> None:
    """The string is removed as a line, glued to the front of a line, and inside one."""
    junk = "文档分享77777777哈喽哈喽"
    text = junked(
        f"支部自查的做法 {junk} 摘自网络", f"{junk}支部自查的做法", BROKEN[0], junk, BROKEN[1], junk, BROKEN[2]
    )
    assert "哈喽" not in text
    assert text.split("\n") == ["支部自查的做法 摘自网络", "支部自查的做法", *BROKEN]


def test_a_running_head_goes_though_its_page_number_changes() -> None:
    """A line that keeps interrupting sentences is no part of the text, even if it has a meaning."""
    pages = [[line.replace("自查", f"第{page}轮自查") for line in BROKEN] for page in "一二三"]
    headed = [[first, f"示例机关党建 第{number}页", *rest] for number, (first, *rest) in enumerate(pages, 1)]
    assert junked(*(line for page in headed for line in page)) == "\n".join(line for page in pages for line in page)


def test_what_never_fills_a_line_is_no_junk() -> None:
    """Noise that is only ever glued to lines may be meant."""
    lines = [f"zzzzzzzzz资料群{line}" for line in BROKEN]
    assert junked(*lines) == "\n".join(lines)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([f"未经批准，任何单位不得{what}。" for what in ("占用库房", "带走原卷", "拍摄目录")], id="ban"),
        pytest.param([f"未经许可不得{what}" for what in ("进入配电间", "移动铭牌", "更改线路")], id="ban_without_stop"),
        pytest.param([f"支部代码：4400000010{n}" for n in ("07", "08", "19", "20")], id="codes"),
        pytest.param([f"值班电话 0000000000{n}" for n in range(4)], id="telephones"),
        pytest.param([f"{n}00000000001" for n in range(1, 5)], id="bare_numbers"),
        pytest.param([f"微信号登记表{n}号" for n in range(3)], id="numbered"),
        pytest.param(["值班电话：88888888", "甲站在城东，管六个村"] * 4, id="a_telephone_again_and_again"),
        pytest.param(["未经许可不得入内", "甲室在一楼，放档案"] * 4, id="a_ban_again_and_again"),
        pytest.param(["330000001 001", "330000001 002", "330000001 003"], id="digits_in_two_groups"),
    ],
)
def test_what_lines_begin_with_is_never_cut(lines: list[str]) -> None:
    """A label, a ban and the front of a number are no junk, though several lines share them."""
    assert junked(*lines) == "\n".join(lines)


def test_nothing_is_cut_in_two() -> None:
    """Junk that fills lines stays where it is a part of a longer number or of a sentence."""
    junk = "仅供参考的资料文档"
    kept = f"{junk}室规定，应当登记后借阅。"
    assert junked(junk, BROKEN[0], junk, BROKEN[1], junk, kept).endswith(kept)
    number = "资料888888888"
    kept = f"登记在{number}7号。"
    assert junked(number, BROKEN[0], number, BROKEN[1], number, kept).endswith(kept)


def test_lines_that_repeat_for_a_reason_stay() -> None:
    """Bylines, dates, sources and headings may come again and again."""
    lines = []
    for day in (1, 2, 3):
        lines += [
            f"加强支部建设是一项长期任务之{day}",
            f"时间：2023年5月{day}日",
            "来源：示例日报",
            "习近平",
            "各支部要抓好落实。",
        ]
    assert junked(*lines) == "\n".join(lines)


def test_a_wrapped_line_of_a_sentence_that_recurs_stays() -> None:
    """Three articles with the same clause, wrapped alike, keep it whole."""
    first = "第{}条　支部书记应当在{}季度末公布难点清单，由党员认领，"
    clause = "限期三十日内反馈。责任区内发生生产安全事故的，当年不得评为先"
    lines = [
        line for one in "一二三" for line in (first.format(one, one), clause, f"进，并在第{one}次党员大会上说明。")
    ]
    assert junked(*lines) == "\n".join(lines)
