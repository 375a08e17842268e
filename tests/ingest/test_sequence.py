from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.outline import find_headings
from ingest.sequence import irregularities, repeated_headings
from knowledge.numerals import number_of, printed

WORDS = "各支部按照职责落实本项工作。"


def messages(*numbers: str) -> list[str]:
    text = "示例办法\n" + "\n".join(f"第{number}　{WORDS}" for number in numbers)
    return [each.message for each in irregularities(find_headings(text))]


def test_missing_and_repeated_articles_are_named() -> None:
    """Each gap and each repeat is reported by its number."""
    assert messages("一条", "二条", "四条", "五条", "五条", "八条") == [
        "缺第三条。",
        "第五条重复。",
        "缺第六条、第七条。",
    ]


def test_what_counts_on_is_regular() -> None:
    """第十条之一, 第一百〇二条 and a second text that begins at one are no faults."""
    assert messages("一条", "二条", "二条之一", "三条", "一条", "二条", "三条") == []


def test_an_excerpt_is_called_one() -> None:
    """A wide gap is one remark."""
    assert messages("一条", "二条", "九十九条") == ["第三条至第九十八条不在文中，可能只是节选。"]


def test_a_heading_numbered_like_the_one_before_is_named() -> None:
    """（二） twice under one 一、 is a slip; （一） under the next one is none."""
    headings = ("一、加强学习", "（一）学什么", "（二）怎么学", "（二）谁来学", "二、推动工作", "（一）定任务")
    text = "示例思考\n" + "\n".join(f"{heading}\n{WORDS}" for heading in headings)
    assert [each.message for each in repeated_headings(find_headings(text))] == ["标题序号“（二）”重复。"]


@given(st.integers(min_value=1, max_value=9999))
def test_numerals_are_read_back(number: int) -> None:
    """Writing a number and reading it is the identity."""
    assert number_of(printed(number)) == number


@pytest.mark.parametrize(
    ("numeral", "number"), [("一百〇二", 102), ("两千", 2000), ("二〇", 20), ("十", 10), ("17", 17)]
)
def test_other_spellings_are_read(numeral: str, number: int) -> None:
    """Zero as a circle, 两, digits in a row."""
    assert number_of(numeral) == number
