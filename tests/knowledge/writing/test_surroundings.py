"""Tests of sentences whose matter stands before them."""

from __future__ import annotations

from pathlib import Path

from knowledge.answers import Answer, NoAnswer
from tests.builders import source_file
from tests.knowledge.answering import answerer_over, asked, library_of

COURSE = (
    "青澜市税务局第三党支部把“流动党课”搬进办税大厅，每月12日固定开课，课后由支部委员认领销号。",
    "截至目前，已销号问题58个，平均办理时间由26分钟压缩到17分钟。",
)
ROWS = ("窗口先锋岗\n序号：1\n单位：青澜市人社局\n做法：设立先锋岗12个，限时办结\n成效：满意率98.6%",)


def test_results_are_found_after_what_was_done(tmp_path: Path) -> None:
    """有什么成效 is answered by the sentence on what came of it, which names nothing of the question."""
    with library_of(tmp_path, source_file("/m/c.txt", *COURSE, title="青澜市税务局的流动党课", kind="case")) as library:
        _, reply = asked(answerer_over(library), "青澜市税务局流动党课取得了什么成效")
        _, refused = asked(answerer_over(library), "青澜市消防支队夜间巡查取得了什么成效")
    assert isinstance(reply, Answer)
    assert reply.text.startswith("截至目前，已销号问题58个")
    assert isinstance(refused, NoAnswer)


def test_a_row_of_a_list_is_quoted_whole(tmp_path: Path) -> None:
    """Whose practice it is, what was done and what came of it stand together."""
    with library_of(tmp_path, source_file("/m/r.txt", *ROWS, title="窗口党建案例表", kind="case")) as library:
        _, reply = asked(answerer_over(library), "窗口先锋岗的满意率有多少")
    assert isinstance(reply, NoAnswer | Answer)
    assert "单位：青澜市人社局；做法：设立先锋岗12个，限时办结；成效：满意率98.6%" in reply.text
