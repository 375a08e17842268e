"""Formulas out of documents; the formulas are ours."""

from __future__ import annotations

import pytest

from ingest.formulas import formulas_of
from knowledge.practices.formulas import formula_key
from tests.builders import document, passage


def expansions(text: str) -> dict[str, list[str]]:
    whole = document(text)
    return {
        formula_key(one.name.text): [item.text for item in one.items] for one in formulas_of(whole, [passage(whole)])
    }


@pytest.mark.parametrize(
    ("text", "key", "items"),
    [
        (
            "市水务系统总结形成坚持组织联建促目标同心，坚持难题联解促责任同担的“二联二同”工作机制。",
            "二联二同",
            ["坚持组织联建促目标同心", "坚持难题联解促责任同担"],
        ),
        (
            "形成“聚焦任务，强化支部；聚焦短板，强化攻关；聚焦考核，强化兑现”的“三聚焦三强化”机制。",
            "三聚焦三强化",
            ["聚焦任务，强化支部", "聚焦短板，强化攻关", "聚焦考核，强化兑现"],
        ),
        ("建立健全党建和业务同商议、同安排、同督办的“三同”工作机制。", "三同", ["同商议", "同安排", "同督办"]),
        (
            "做到“三个融合”。一是目标融合。两本账并成一本。二是力量融合。三是考核融合。",
            "三个融合",
            ["目标融合", "力量融合", "考核融合"],
        ),
        ("开展“两个一”活动：上一堂党课、办一件实事。", "两个一", ["上一堂党课", "办一件实事"]),
        (
            "“两联两促”是县水务局总结的支部工作机制，共两项：坚持难题联解促供水，坚持队伍联建促服务。",
            "两联两促",
            ["坚持难题联解促供水", "坚持队伍联建促服务"],
        ),
        (
            "4个“一起”\n坚持党建和业务一起想、一起干、一起查、一起评。",
            "四个一起",
            ["一起想", "一起干", "一起查", "一起评"],
        ),
        ("形成“联商联办联评”机制，联合商议难题、联手办理诉求、联席评估成效的做法。", "联商联办联评", None),
    ],
)
def test_a_formula_has_all_its_items_or_none(text: str, key: str, items: list[str] | None) -> None:
    """The list beside the name is taken whole, in the words of the text; one that does not fit is not taken at all."""
    assert expansions(text).get(formula_key(key)) == items


@pytest.mark.parametrize(
    "text",
    [
        "推行“三个清单”，用好任务清单、决策清单。",
        "认真贯彻市“两会”精神，部署会议，落实会议要求。",
        "落实“四同步四对接”工作法，把支部建在项目上。",
        "推行“一周一题”，每周一由班组提出一个难题，支部书记牵头认领，7天内给出办法。",
    ],
    ids=["one item short", "a meeting", "only the name", "one item"],
)
def test_nothing_is_completed(text: str) -> None:
    """Too few items, or only the name, is no expansion."""
    assert expansions(text) == {}


def test_a_formula_knows_whose_it_is() -> None:
    """The unit is the subject of the sentence; every part is verbatim."""
    text = "云溪市水务局党组总结形成抓学习、抓难题、抓考核的“三抓”工作法。"
    whole = document(text, date="2024-05")

    (formula,) = formulas_of(whole, [passage(whole)])

    assert formula.unit is not None
    assert formula.unit.text == "云溪市水务局党组"
    assert formula.date == "2024-05"
    assert whole.text[formula.quote.start : formula.quote.end] == formula.quote.text
    assert formula.quote.text.startswith("抓学习")
