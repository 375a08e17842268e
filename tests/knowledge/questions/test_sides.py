"""Tests of questions with several sides."""

from __future__ import annotations

import pytest

from knowledge.questions.sides import MOST, sides_of


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("党组和机关党委有什么区别", ["党组是什么", "机关党委是什么"]),
        ("国企和医院分别怎么抓党建", ["国企怎么抓党建", "医院怎么抓党建"]),
        ("北京和上海的做法有什么不同？", ["北京的做法", "上海的做法"]),
        (
            "《信访条例》和《信访工作条例》对办理期限的规定一样吗",
            ["《信访条例》对办理期限的规定", "《信访工作条例》对办理期限的规定"],
        ),
        ("“双联”和“三联”有什么区别", ["“双联”是什么", "“三联”是什么"]),
        ("请问，党支部书记和委员的任期一样吗", ["党支部书记的任期是什么", "委员的任期是什么"]),
        ("对比一下学校和医院的党建考核", ["学校的党建考核是什么", "医院的党建考核是什么"]),
        (
            "攒积分换东西这招，城市社区和村里用起来有啥不同",
            ["攒积分换东西这招，城市社区", "攒积分换东西这招，村里"],
        ),
    ],
)
def test_what_is_compared_is_asked_one_by_one(question: str, sides: list[str]) -> None:
    """Each side keeps what is asked of both, and the marks around its name."""
    assert [side.question for side in sides_of(question)] == sides


def test_a_side_stands_under_its_name() -> None:
    """The name in quotation marks, once."""
    assert [side.heading for side in sides_of("“双联”和“三联”有什么区别")] == ["“双联”", "“三联”"]


def test_several_questions_are_asked_one_by_one() -> None:
    """A later one takes the first along, whose subject it may share."""
    asked = sides_of("入党要几个介绍人？预备期多长？能不能延长")
    assert [side.heading for side in asked] == ["入党要几个介绍人", "预备期多长", "能不能延长"]
    assert [side.question for side in asked] == [
        "入党要几个介绍人",
        "入党要几个介绍人？预备期多长",
        "入党要几个介绍人？能不能延长",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "国企怎么推动党建和业务融合",
        "党建和业务怎么融合",
        "预备期多久",
        "我们单位刚成立，党支部怎么设置",
        "党支部和党小组",
        "",
        "？".join(f"第{number}件事怎么办" for number in range(MOST + 1)),
    ],
)
def test_one_question_has_one_side(question: str) -> None:
    """What belongs together is not taken apart, nor is what only leads up to a question; nor a whole catalogue."""
    assert sides_of(question) == ()
