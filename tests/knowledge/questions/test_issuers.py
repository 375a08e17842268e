from __future__ import annotations

import pytest

from knowledge.questions.issuers import papers_asked


@pytest.mark.parametrize(
    ("question", "papers"),
    [
        ("示例市委组织部2024年印发了几条融合措施？", "示例市委组织部2024年"),
        ("请问云岭市国资委出台过哪些办法", "云岭市国资委"),
        ("青澜市财政局在2023年以来发布了什么", "青澜市财政局2023年"),
        ("国企怎么推动党建和业务融合？", None),
        ("党支部制定计划要注意什么", None),
        ("四融四促是什么", None),
    ],
)
def test_whose_papers_are_asked_for(question: str, papers: str | None) -> None:
    """A body with a year is read from a question that begins with it; other questions ask for nobody's papers."""
    asked = papers_asked(question)
    assert (None if asked is None else str(asked)) == papers
