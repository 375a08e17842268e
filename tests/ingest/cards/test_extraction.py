"""Cards out of reports; the reports are ours."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.cards.extraction import cards_of
from ingest.cards.units import subjects
from ingest.outline import find_headings
from ingest.splitting import split
from knowledge.documents import Document, Kind, SourceClass
from knowledge.practices.cards import Card
from tests.builders import document

REPORT = (
    "为解决老旧小区停车难题，近日，云溪市柳河区东塘街道梧桐社区党委整合物业、城管力量，开展“一位难求·众人想办法”专项行动。"
    "社区党支部组织党员逐楼登记车辆，建立“错时停车”台账。"
    "截至目前，新增车位46个，投诉由每月31件降到4件。"
    "居民王阿姨说：“现在回家不用转圈了。”"
    "下一步，梧桐社区党委将继续完善长效机制。"
)


def report(text: str, **fields: object) -> Document:
    return document(text, kind=Kind.CASE, outline=find_headings(text), **fields)


def cards(whole: Document) -> list[Card]:
    return cards_of(whole, split(whole.text, whole.outline, whole.id))


def test_a_card_says_who_did_what_with_which_result() -> None:
    """A report of one unit gives one card in its own words; speech and intent stay out."""
    (card,) = cards(report(REPORT))

    assert card.unit is not None
    assert card.unit.text == "云溪市柳河区东塘街道梧桐社区党委"
    assert card.place is not None
    assert card.place.text == "云溪市柳河区"
    assert [one.text[:7] for one in card.measures] == ["为解决老旧小区", "社区党支部组织"]
    assert [one.text[:4] for one in card.results] == ["截至目前"]
    assert card.labels.sector == "街道社区"
    assert "物业停车" in card.labels.tasks


def test_who_looks_into_others_heads_its_own_report() -> None:
    """Of a text without a headline the body that acts in its first words is the one told of, not the one it audits."""
    text = (
        "云溪市审计局坚持把党建融入审计，组织党员下沉一线。七月以来，云溪市审计局在对该市司法局的审计中，延伸审计普法资金。"
        "云溪市司法局针对问题整改，云溪市司法局建立台账，细化资金管理办法，组织党员核对每一笔支出。云溪市司法局开展普法培训。"
    )
    (card,) = cards(report(text, title="云溪市审计局坚持把党建融入审计……"))
    assert card.unit is not None
    assert card.unit.text == "云溪市审计局"


def test_dots_do_not_shift_the_unit() -> None:
    """What folding lengthens (……, ㈠) leaves the unit's name where it stands."""
    (card,) = cards(report("停车难、行车难……近日，东塘街道党工委组织党员登记车辆，开展停车治理。"))

    assert card.unit is not None
    assert card.unit.text == "东塘街道党工委"


def test_a_card_is_named_as_the_practice_names_itself() -> None:
    """The name is the practice's own, with the quotation marks of the text."""
    (card,) = cards(report(REPORT))

    assert card.name is not None
    assert card.name.text == "“一位难求·众人想办法”专项行动"


def test_sections_tell_what_their_sentences_do() -> None:
    """Under 问题 stands what was wrong, under 措施 what was done, under 成效 what came of it."""
    text = (
        "云溪市第二人民医院是公立医院，有12个党支部。\n一、问题\n夜间找不到能定床位的人，科室之间互相推诿。\n"
        "二、措施\n云溪市第二人民医院党委建立党员总值班制度，由中层党员干部调配全院床位。\n"
        "三、成效\n急诊滞留时间由7小时降到4小时。\n四、启示\n指标不宜多，支部抓住一两项即可推广。"
    )

    (card,) = cards(report(text))

    assert card.problem is not None
    assert card.problem.text.startswith("夜间找不到")
    assert [one.text[:6] for one in card.measures] == ["云溪市第二人"]
    assert [one.text[:4] for one in card.results] == ["急诊滞留"]
    assert card.labels.sector == "医院"


def test_a_headline_names_the_unit_that_the_text_leaves_to_it() -> None:
    """Counted measures without a subject belong to the unit before the headline's colon."""
    text = (
        "近年来，夜班党员分散是云溪港务集团党委面临的难题。\n"
        "一是把支部建在码头班组，推行“一线双岗”工作法。\n二是成立党员突击队，重点攻关夜间作业。"
    )

    (card,) = cards(report(text, title="云溪港务集团：支部建在码头上"))

    assert card.unit is not None
    assert card.unit.text == "云溪港务集团党委"
    assert card.name is not None
    assert card.name.text == "“一线双岗”工作法"


def test_an_overview_gives_a_card_for_each_unit() -> None:
    """Sentences in a row that each open with a unit of their own are practices of their own."""
    text = (
        "各单位党组织积极探索。比如，云溪钢铁集团党委聚焦技术改造，组织党员揭榜攻关。"
        "云溪师范大学党委把支部建在科研团队，推动师生联合攻关。云溪市第三医院党委将业务工作融入党委要点，每周会商。"
    )

    found = cards(report(text))

    assert [card.unit.text if card.unit else None for card in found] == [
        "云溪钢铁集团党委",
        "云溪师范大学党委",
        "云溪市第三医院党委",
    ]
    assert [card.labels.sector for card in found] == ["企业", "高校", "医院"]


def test_a_collection_gives_a_card_for_each_heading_with_a_unit() -> None:
    """案例一, 案例二 …: the heading says whose it is, also where one sentence is all that is told."""
    text = (
        "案例一 云溪师范大学数学学院党委：导师带团队\n学院党委建立双带机制，由党员导师带团队攻关。\n"
        "案例二 东塘镇柳湾村党支部\n将全村划为9个网格，组织党员中心户联系农户，建立议事制度。\n"
        "案例三 湖路派出所党支部：夜间警务室\n组织民警党员与社区结对，推行夜间党课。"
    )

    found = cards(report(text, title="基层党建案例汇编"))

    assert [card.unit.text if card.unit else None for card in found] == [
        "云溪师范大学数学学院党委",
        "东塘镇柳湾村党支部",
        "湖路派出所党支部",
    ]
    assert [card.labels.sector for card in found] == ["高校", "农村", "机关"]


@pytest.mark.parametrize(
    "text",
    [
        "7月3日，云溪市农业局召开半年工作会。会议强调，要抓好党建引领，要压实责任，要狠抓落实。",
        "近日，市委常委、组织部长李某某到云溪钢铁集团调研基层党建，走进车间了解生产情况。",
        "党的建设是各项事业的根本保证，必须坚持和加强党的全面领导，推动党建和业务深度融合。",
        "云溪市东塘街道梧桐社区开展灭蚊行动，组织居民清理积水，发放驱蚊用品。",
    ],
    ids=["a meeting", "a visit", "an essay", "nothing of the party"],
)
def test_what_is_no_practice_gives_no_card(text: str) -> None:
    """Meetings, visits, essays and work without a party organisation are no examples."""
    assert cards(report(text)) == []


@pytest.mark.parametrize(
    "beside",
    [
        "下一步，梧桐社区党委将组织党员逐户回访，完善议事机制。",
        "接下来，梧桐社区党委还要开展培训，健全台账。",
        "梧桐社区党委拟于年底前建立评议制度，开展考核。",
        "强党建、促业务、惠民生，奋力开创融合工作新局面。",
        "坚持党建引领，凝聚奋进力量，书写高质量发展新篇章。",
        "让党旗在基层一线高高飘扬！",
        "图为梧桐社区党委组织党员开展入户走访。",
        "图为：党员志愿者在小区清理楼道（李某 摄）。",
        "图1 梧桐社区党委召开议事会，组织党员讨论。",
        "（图片说明：梧桐社区党委召开议事会）",
        "2024年是全面落实规划的关键之年，社区面临新的任务和要求。",
        "如何推动党建与业务融合，是梧桐社区一直探索的课题。",
        "基层治理是国家治理的基石，加强基层组织建设意义重大。",
        "居民们参加楼道讨论，学习垃圾分类的办法。",
        "每位党员围绕小区停车问题展开讨论，现场气氛十分热烈。",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_what_is_no_measure(beside: str, *, first: bool) -> None:
    """Intent, slogans, captions, openings and what guests do stay out of the measures."""
    done = "近日，东塘街道梧桐社区党委开展“邻里议事”专项行动。社区党委组织党员逐楼收集意见，建立销号台账。"

    (card,) = cards(report(f"{beside}\n{done}" if first else f"{done}\n{beside}"))

    assert [one.text[:6] for one in card.measures] == ["近日，东塘街", "社区党委组织"]


def test_a_model_essay_from_the_net_gives_no_card() -> None:
    """网络范文 are never an example."""
    assert cards(report(REPORT, source_class=SourceClass.TEMPLATE)) == []


def test_a_report_of_its_own_unit_leaves_the_unit_empty() -> None:
    """我校 names nobody: the practice is kept, the unit stays empty."""
    (card,) = cards(report("本周，我校各党支部开展主题党日活动，组织党员教师到实验室结对帮扶青年教师备课。"))

    assert card.unit is None


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("近日,江州市柳河区委“两新”工委联合东塘街道开展活动。", "江州市柳河区委“两新”工委"),
        ("2023年,国家税务总局柳河县税务局成立党员服务队。", "国家税务总局柳河县税务局"),
        ("柳河县和平村党总支充分发挥作用,邀请讲师授课。", "柳河县和平村党总支"),
        ("对外经济合作大学党委坚持把党建引领与办学特色融合。", "对外经济合作大学党委"),
    ],
)
def test_the_subject_is_named_in_full(sentence: str, unit: str) -> None:
    """A unit is the subject of its clause, with its place and party organisation, without what leads up to it."""
    assert [one.name for one in subjects(sentence)] == [unit]


@pytest.mark.parametrize("sentence", ["各级党组织坚持问题导向,推动工作落实。", "东塘街道党工委书记张三主持会议。"])
def test_what_is_nobody_in_particular_is_no_unit(sentence: str) -> None:
    """各级党组织 is nobody's name, and a secretary is a person."""
    assert subjects(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "放宽或取消银行的限制,推进改革。",
        "增强全局观念,开展学习。",
        "新兴市场积极参与,推动合作。",
        "打虎上无禁区,坚持全覆盖。",
    ],
)
def test_words_that_only_end_as_organisations_do_are_no_unit(sentence: str) -> None:
    """全局, 禁区 and 新兴市场 are nobody, and a name does not begin with a verb."""
    assert subjects(sentence) == []


def test_a_unit_is_named_with_its_place_where_the_text_has_it_so() -> None:
    """民政局 acts, and elsewhere the text calls it by its full name."""
    (card,) = cards(report("记者从江苏省云溪市民政局获悉好消息。民政局组织党员开展结对帮扶，建立台账。"))

    assert card.unit is not None
    assert card.unit.text == "江苏省云溪市民政局"


def test_a_street_that_did_it_comes_before_the_district_it_lies_in() -> None:
    """A mere district is nobody in particular where a body of its own acts."""
    (card,) = cards(
        report(
            "柳河区扎实推进党建工作。东塘街道党工委整合党员力量，开展停车治理。"
            "东塘街道党工委组织党员登记车辆。柳河区持续推广。"
        )
    )

    assert card.unit is not None
    assert card.unit.text.startswith("东塘街道")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([*REPORT, "。", "\n", "“", "”", "党", "村", "…", "㈠"]), max_size=200).map("".join))
def test_every_quoted_field_is_verbatim(text: str) -> None:
    """Whatever the text, each field of each card is exactly what stands at its span."""
    whole = report(REPORT + text)

    for card in cards(whole):
        for _, part in card.parts():
            assert whole.text[part.start : part.end] == part.text


LONGER = (
    "为提升物业服务水平，云溪市柳河区东塘街道梧桐社区党委围绕小区治理下功夫。"
    "社区党委组织党员逐楼登记车辆，建立“错时停车”台账，每周公布一次。"
    "社区党委联合物业公司召开议事会，划定临时车位六十个。"
    "社区党委邀请交警到小区指导，安装路标二十处。"
    "居民王阿姨说：“现在回家不用转圈了。”"
    "图1 梧桐社区党委召开议事会，组织党员讨论。"
    "截至目前，新增车位46个，投诉由每月31件降到4件。"
    "下一步，梧桐社区党委将继续完善长效机制。"
)


def test_a_report_of_usual_length_is_told_apart_by_what_was_learned() -> None:
    """Deeds are measures; a frame may be one, but speech, a caption, a result and intent are never."""
    (card,) = cards(report(LONGER))
    told = {one.text[:6] for one in card.measures}
    assert {"社区党委组织", "社区党委联合", "社区党委邀请"} <= told
    assert not {"居民王阿姨说", "图1 梧桐社", "截至目前，新", "下一步，梧桐"} & told
    assert [one.text[:4] for one in card.results] == ["截至目前"]


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("上午八点,云溪爱心互助协会党员志愿者在河堤清淤。", "云溪爱心互助协会"),
        ("云溪市审计局工作人员走进田间宣讲政策。", "云溪市审计局"),
        ("此外,梧桐路街道还联合书局开展读书会。", "梧桐路街道"),
        ("桐一(3)居民区积极探索议事新办法。", "桐一(3)居民区"),
    ],
)
def test_who_acts_for_a_unit_acts_as_it(sentence: str, unit: str) -> None:
    """Volunteers, staff and members of a unit are the unit."""
    assert [found.name for found in subjects(sentence)] == [unit]


def test_what_came_of_a_measure_is_told_apart_from_it() -> None:
    """One sentence may say both: the last clause is the result, what stands before it the measure."""
    both = "社区党委联合物业公司召开议事会，划定临时车位六十个，受到居民好评。"
    (card,) = cards(report(LONGER.replace("社区党委联合物业公司召开议事会，划定临时车位六十个。", both)))
    assert "社区党委联合物业公司召开议事会，划定临时车位六十个，" in [one.text for one in card.measures]
    assert "受到居民好评。" in [one.text for one in card.results]
