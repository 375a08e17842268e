"""Formulas in the many ways in which reports write them; the passages are ours."""

from __future__ import annotations

import pytest

from knowledge.practices.formulas import formula_key
from tests.ingest.test_formulas import expansions

WHOLE = {
    "inline, counted": (
        "县供销社推行“三联”工作法，一是组织联建，二是队伍联育，三是难题联解，效果明显。",
        "三联",
        ["组织联建", "队伍联育", "难题联解"],
    ),
    "quotations in a row": (
        "港务集团建立“四个一”，即“一本台账”“一张清单”“一支队伍”“一套评价”，每月对账。",
        "四个一",
        ["一本台账", "一张清单", "一支队伍", "一套评价"],
    ),
    "numbered lines": (
        "总结出“三带三争”：\n1. 书记带头讲课，争做示范岗\n2. 骨干带头听课，争做导师\n3. 党员带头磨课，争做先锋\n完。",
        "三带三争",
        ["书记带头讲课，争做示范岗", "骨干带头听课，争做导师", "党员带头磨课，争做先锋"],
    ),
    "headings over paragraphs": (
        "水务局做到“三个贯通”。\n（一）目标贯通\n把漏损指标写进支部目标。\n（二）队伍贯通\n党员编入抢修班组。\n（三）考核贯通\n同一张表评分。",
        "三个贯通",
        ["目标贯通", "队伍贯通", "考核贯通"],
    ),
    "headings with 一、": (
        "医院坚持“两个同步”\n一、查房与走访同步\n每周三下午进行。\n二、质控与评议同步\n每月底进行。",
        "两个同步",
        ["查房与走访同步", "质控与评议同步"],
    ),
    "letters of a name": (
        "机关工委开展“学比帮”活动，即：集中学、岗位比、结对帮，年底评优。",
        "学比帮",
        ["集中学", "岗位比", "结对帮"],
    ),
    "name behind its quotation": (
        "开展“支部共进步、难题共商量，服务同标准、成果同检验”行动，即“两共两同”行动。",
        "两共两同",
        ["支部共进步", "难题共商量", "服务同标准", "成果同检验"],
    ),
    "brackets": (
        "车间党支部落实“三查”（班前查设备、班中查操作、班后查隐患），形成闭环。",
        "三查",
        ["班前查设备", "班中查操作", "班后查隐患"],
    ),
    "one core and more": (
        "街道形成“一核两翼三支撑”格局，即：以党建联盟为核，以商圈为翼、以楼宇为翼，网格支撑、平台支撑、机制支撑。",
        "一核两翼三支撑",
        ["以党建联盟为核", "以商圈为翼", "以楼宇为翼", "网格支撑", "平台支撑", "机制支撑"],
    ),
    "different counts": (
        "推行“两学一做”课堂，分别是：学规程、学案例、做诊断。",
        "两学一做",
        ["学规程", "学案例", "做诊断"],
    ),
    "before the name": (
        "以“讲一堂课，办一件事，访一户人”为内容的“三个一”主题党日按月开展。",
        "三个一",
        ["讲一堂课", "办一件事", "访一户人"],
    ),
    "without quotation marks": (
        "采购部门建立目标联定、供应商联评、风险联控的三联机制，党员全程跟进。",
        "三联",
        None,
    ),
    "dash": (
        "“三进”服务——进班组、进工地、进宿舍，由党员轮流牵头。",
        "三进",
        ["进班组", "进工地", "进宿舍"],
    ),
    "ordinals": (
        "落实“三个到位”：第一，责任到位，签订清单。第二，资源到位，列入预算。第三，督办到位，按月通报。",
        "三个到位",
        ["责任到位", "资源到位", "督办到位"],
    ),
    "two kinds of marks": (
        "推行“三亮三评”做法，亮身份、亮职责、亮承诺，群众评、同事评、领导评。",
        "三亮三评",
        ["亮身份", "亮职责", "亮承诺", "群众评", "同事评", "领导评"],
    ),
    "nested numbers": (
        "做到“两个延伸”。一是向班组延伸。（一）每组一名指导员。（二）每周一次学习。二是向外协单位延伸。",
        "两个延伸",
        ["向班组延伸", "向外协单位延伸"],
    ),
    "Traditional": (
        "市水務系統總結形成堅持計劃聯編促方向一致，堅持隊伍聯訓促本領過硬的「二聯二促」工作機制。",
        "二联二促",
        ["堅持計劃聯編促方向一致", "堅持隊伍聯訓促本領過硬"],
    ),
}

NOT_WHOLE = {
    "one too few": "推行“四联”工作法，一是组织联建，二是队伍联育，三是难题联解。",
    "one too many": "推行“三个同步”。一是谋划同步。二是部署同步。三是落实同步。四是检查同步。",
    "other words": "建立“三项清单”，即问题台账、责任台账、整改台账。",
    "spoken of only": "阐述了“两个延伸”与“两个延伸”的关系、“两个延伸”与支部建设的关系。",
    "cut off": "落实“四个到位”：责任到位、资源到位……",
    "two names beside each other": "坚持“三查三改”和“四比四看”相结合，抓好落实。",
}


@pytest.mark.parametrize(("text", "name", "items"), WHOLE.values(), ids=WHOLE)
def test_each_style_gives_all_items_in_the_words_of_the_text(text: str, name: str, items: list[str] | None) -> None:
    """However a report writes them, the items are all there and verbatim; an unclear list gives nothing."""
    assert expansions(text).get(formula_key(name)) == items


@pytest.mark.parametrize("text", NOT_WHOLE.values(), ids=NOT_WHOLE)
def test_what_does_not_count_up_is_not_stored(text: str) -> None:
    """Too few, too many, other words: no expansion is made of them."""
    assert expansions(text) == {}
