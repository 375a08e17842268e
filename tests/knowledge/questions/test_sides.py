"""Tests of questions with several sides: what is looked up, once it is known where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.questions.sides import MOST, sides_of


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a question without its marks, and where they stood."""
    pieces = text.replace("】", "【").split("【")
    ends = [sum(map(len, pieces[: n + 1])) for n in range(len(pieces))]
    return "".join(pieces), [(ends[n] - len(pieces[n]), ends[n]) for n in range(1, len(pieces), 2)]


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("【党组】和【机关党委】有什么区别", ["党组是什么", "机关党委是什么"]),
        ("【国企】和【医院】分别怎么抓党建", ["国企怎么抓党建", "医院怎么抓党建"]),
        ("信访【老条例】跟【新条例】对办理期限说的一样吗", ["信访老条例对办理期限说", "信访新条例对办理期限说"]),
        ("入党【要几个介绍人】？【预备期多长】？", ["入党要几个介绍人？", "入党预备期多长？"]),
        ("【浙江】搞工坊，【山东】搞公司，村民怎么参与", ["浙江搞工坊，村民怎么参与", "山东搞公司，村民怎么参与"]),
        ("请问【党组】和【机关党委】有什么区别", ["党组是什么", "机关党委是什么"]),
        (
            "【党组】和【党委】怎么产生，【党支部】怎么换届",
            ["党组怎么产生", "党委怎么产生", "党支部怎么换届"],
        ),
    ],
)
def test_each_side_is_looked_up_with_what_is_common(question: str, sides: list[str]) -> None:
    """The other sides go, and what asks for the comparison."""
    assert [side.question for side in sides_of(*marked(question))] == sides


def test_a_side_stands_under_its_name() -> None:
    """Without the marks at its ends."""
    question, spans = marked("想要两个例子：【一个老党员带徒弟的，】【一个抢工期的】")
    assert [side.heading for side in sides_of(question, spans)] == ["一个老党员带徒弟的", "一个抢工期的"]


@given(st.text(min_size=1, max_size=60), st.data())
def test_a_question_with_one_side_or_too_many_stays_whole(question: str, data: st.DataObject) -> None:
    """Whatever the spans: none, one, or more than can be read."""
    places = st.integers(0, len(question))
    spans = data.draw(st.lists(st.tuples(places, places).map(lambda ends: (min(ends), max(ends))), max_size=1))
    assert sides_of(question, spans) == ()
    assert sides_of(question * (MOST + 1), [(n, n + 1) for n in range(MOST + 1)]) == ()
