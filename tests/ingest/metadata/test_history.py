"""Who did what to a document and when, read from headers, notices, last articles, signatures and front matter."""

from __future__ import annotations

import pytest

from ingest.metadata.fields import Surroundings, read_metadata
from knowledge.particulars import Bodies, Dates, Particulars, Sector, Speech

RULES = "第一条 为了规范管理，制定本条例。\n第二条 本条例适用于机关。\n第三条 本条例由示例办负责解释。"
PROSE = "各支部结合实际制定年度计划，明确责任人和完成时限，按月通报工作进展情况。"


def read(text: str, **stated: str) -> Particulars:
    return read_metadata(text, Surroundings(raw=text, file=text), stated).particulars


def rules(header: str, last: str = "本条例自发布之日起施行。", title: str = "示例工作条例") -> Particulars:
    return read(f"{title}\n{header}\n{RULES}\n第四条 {last}")


def test_each_date_and_body_of_a_header_is_kept_for_what_it_is() -> None:
    """Approval, issue and revision are three days; the body that issues is not the one that approves."""
    told = rules("（2013年3月8日中共中央政治局常委会会议审议批准 2013年7月9日中共中央发布 2018年2月5日中共中央修订）")
    assert told.bodies == Bodies(enacting="中共中央", approving="中共中央政治局常委会", issuing="中共中央")
    assert told.dates == Dates(approved="2013-03-08", issued="2013-07-09", revised=("2018-02-05",))


def test_a_law_is_enacted_by_whose_assembly_adopted_it() -> None:
    """第十届……第三次会议 is no part of the name; the title of an amending decision tells of no revision of its own."""
    told = rules(
        "2003年3月11日 第十届全国人民代表大会常务委员会第四次会议通过\n"
        "2016年8月3日 第十二届全国人民代表大会常务委员会第二十二次会议《关于修改〈示例法〉\n"
        "〈另一法〉的决定》第一次修正",
        "本法自2006年1月1日起施行。",
        "中华人民共和国示例法",
    )
    assert told.bodies == Bodies(enacting="全国人民代表大会常务委员会")
    assert told.dates == Dates(adopted="2003-03-11", revised=("2016-08-03",))


@pytest.mark.parametrize(
    ("header", "last", "effective"),
    [
        pytest.param("（2019年5月6日示例市委员会印发）", "本条例自发布之日起施行。", None, id="perhaps_the_first"),
        pytest.param("", "本条例自发布之日起施行。\n示例市委员会\n2019年5月6日", "2019-05-06", id="on_the_day_signed"),
        pytest.param("（2019年5月6日示例市委员会通过）", "本条例自公布之日起施行。", None, id="issue_not_printed"),
        pytest.param("（2019年5月6日国务院令第900号公布）", "本条例自2019年7月1日起施行。", "2019-07-01", id="day"),
        pytest.param(
            "（1998年5月6日国务院令第20号发布 2019年5月6日修订）",
            "本条例自1998年7月1日起施行。",
            None,
            id="of_the_first",
        ),
        pytest.param("（2018年修订，自2018年10月1日起施行）", "本条例由示例办解释。", "2018-10-01", id="in_the_header"),
    ],
)
def test_the_day_from_which_this_version_applies(header: str, last: str, effective: str | None) -> None:
    """A day that is older than the version is that of the first one, and is left out."""
    assert rules(header, last).dates.effective == effective


def test_a_notice_tells_of_what_it_passes_on() -> None:
    """已经……会议审议通过，现印发 is adoption; the signature issues."""
    told = read(
        "关于印发示例管理办法的通知\n各支部：\n《示例管理办法》已经2023年5月6日示例集团党委第8次会议审议通过，现印发给你们，"
        f"请认真执行。\n{PROSE}\n示例集团党委\n2023年5月9日"
    )
    assert told.bodies == Bodies(enacting="示例集团党委", issuing="示例集团党委")
    assert (told.dates.adopted, told.dates.issued) == ("2023-05-06", "2023-05-09")


def test_front_matter_wins_field_by_field() -> None:
    """What a person stated is taken over what rules read, whatever the field."""
    told = read(
        f"示例办法（试行）\n（2019年5月6日示例集团党委印发）\n{RULES}",
        effective="2019-06-01",
        enacting="示例集团",
        sector="国企",
        trial="否",
    )
    assert (told.dates.effective, told.dates.issued) == ("2019-06-01", "2019-05-06")
    assert (told.bodies.enacting, told.bodies.issuing) == ("示例集团", "示例集团党委")
    assert (told.sector, told.trial) == (Sector.ENTERPRISE, False)


def test_trial_rules_are_marked() -> None:
    """试行 in the title is a field of its own."""
    assert rules("（2019年5月6日示例市委员会印发）", title="示例工作条例（试行）").trial


SAID = "会议听取了汇报。王某强调，要抓好落实。王某指出，要加强学习。李某要求，各支部要按期完成。"


@pytest.mark.parametrize(
    ("text", "speech", "occasion"),
    [
        pytest.param(f"在示例市工作会议上的讲话\n同志们：\n{PROSE}", Speech.FULL, "示例市工作会议", id="whole"),
        pytest.param(
            f"在示例市工作会议上的讲话\n{PROSE}\n（这是王某在示例市工作会议上讲话的一部分。）",
            Speech.EXCERPT,
            "示例市工作会议",
            id="excerpt",
        ),
        pytest.param(
            f"推动工作走深走实\n新华社示例5月6日电 示例市5月6日召开会议。王某出席示例市工作会议并讲话。{SAID}",
            Speech.REPORT,
            "示例市工作会议",
            id="report",
        ),
        pytest.param(f"谈谈怎样抓落实\n{PROSE}", None, None, id="none"),
    ],
)
def test_in_whose_words_a_speech_is_given(text: str, speech: Speech | None, occasion: str | None) -> None:
    """The speaker's own words and a reporter's are told apart, and the meeting is named."""
    told = read(text)
    assert (told.speech, told.occasion) == (speech, occasion)


@pytest.mark.parametrize(
    ("text", "unit", "sector", "place"),
    [
        pytest.param(
            f"青澜市第六人民医院：支部参与科室管理\n{PROSE}",
            "青澜市第六人民医院",
            Sector.HOSPITAL,
            "青澜市",
            id="title",
        ),
        pytest.param(
            f"党建引领增活力\n青澜市讯（记者 王某）近日，云岭县河口镇上坪村党支部组织党员清理河道。{PROSE}",
            "云岭县河口镇上坪村党支部",
            Sector.VILLAGE,
            "云岭县河口镇上坪村",
            id="opening",
        ),
        pytest.param(
            f"五月主题党日活动纪实\n我校各支部开展了主题党日活动。{PROSE}", None, None, None, id="nobody_named"
        ),
    ],
)
def test_the_setting_of_a_case(text: str, unit: str | None, sector: Sector | None, place: str | None) -> None:
    """Unit, sort of unit and place are read from the title or the opening; 我校 names nobody."""
    told = read(text)
    assert (told.unit, told.sector, told.place) == (unit, sector, place)
