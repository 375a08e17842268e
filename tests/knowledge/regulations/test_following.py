"""Tests of what goes on from a provision."""

from __future__ import annotations

import pytest

from knowledge.regulations.findings import Finding
from knowledge.regulations.following import asks_for_chapter, step_of
from tests.rule_texts import ANYBODY, DITCH, NEW, lookup

BEFORE = "示例市河道管理办法第三条第一款第一项"


def go_on(text: str, previous: str | None = BEFORE) -> Finding:
    return lookup(NEW, DITCH).find(text, ANYBODY._replace(previous=previous))


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("下一条", ["第三条之一"]),
        ("上一条呢？", ["第二条"]),
        ("那第四条呢", ["第四条"]),
        ("所在章", ["第三条", "第三条之一", "第四条"]),
    ],
)
def test_neighbours_are_those_of_the_last_provision(text: str, headings: list[str]) -> None:
    """The article before, the article after and the chapter are found from the question before."""
    assert [match.article.heading for match in go_on(text).matches] == headings


def test_a_place_inside_an_article_is_taken_in_the_last_one() -> None:
    """第二项呢 is the second item of the article and the paragraph that were spoken of."""
    (match,) = go_on("第二项呢").matches
    assert match.text == "（二）记录发现的问题；"


def test_there_is_nothing_before_the_first_article() -> None:
    """The ends of an instrument are said to be its ends."""
    for before in ("沟渠管理规定第一条", "示例市沟渠管理规定第一条"):
        found = go_on("上一条", before)
        assert (found.outcome, "第一条" in (found.reason or "")) == ("not_found", True)


@pytest.mark.parametrize("text", ["下一条", "第二款呢", "所在章"])
def test_without_a_provision_before_the_name_is_asked_for(text: str) -> None:
    """What goes on from nothing is no reference to anything."""
    assert go_on(text, None).outcome == "clarify"


@pytest.mark.parametrize("text", ["下一条街怎么走", "第一条", "上一章节的内容很多", "党章"])
def test_other_questions_go_on_from_nothing(text: str) -> None:
    """Only the whole question counts."""
    assert step_of(text) is None
    assert not asks_for_chapter(text)
