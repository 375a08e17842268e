from __future__ import annotations

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


def test_noise_that_is_only_ever_glued_to_lines_goes() -> None:
    """Several lines that begin with the same noise lose it."""
    assert junked(*(f"zzzzzzzzz资料群{line}" for line in BROKEN)) == "\n".join(BROKEN)


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
