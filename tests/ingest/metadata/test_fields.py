"""Titles, kinds, bodies, numbers, dates, classes and scripts, read from small texts of every sort."""

from __future__ import annotations

import pytest

from ingest.metadata.fields import Metadata, Surroundings, read_metadata
from ingest.metadata.titles import find_title
from knowledge.documents import Kind, Script, SourceClass, Status

PROSE = "各支部结合实际制定年度计划，明确责任人和完成时限，按月通报工作进展情况。"
RULES = "第一条 为了规范管理，制定本条例。\n第二条 本条例适用于机关。\n第三条 本条例由示例办负责解释。"


def read(text: str, *, raw: str | None = None, **stated: str) -> Metadata:
    return read_metadata(text, Surroundings(raw=raw or text, file=raw or text), stated)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param(f"抓学习 促落实\n{PROSE}", "抓学习 促落实", id="first_line"),
        pytest.param(f"# 示例办法（试行）\n\n{PROSE}", "示例办法（试行）", id="markdown"),
        pytest.param(f"用好学习成果\n——示例局的做法\n{PROSE}", "用好学习成果——示例局的做法", id="subtitle"),
        pytest.param(f"中共示例市委\n关于抓落实的意见\n{PROSE}", "中共示例市委关于抓落实的意见", id="body_above"),
        pytest.param(f"支部工作研究摘要:{PROSE}", "支部工作研究", id="glued_to_its_abstract"),
        pytest.param(
            f"2023-05-06\n原标题：支部建在网格上5月6日，记者看到，{PROSE}", "支部建在网格上", id="news_without_breaks"
        ),
        pytest.param(f"（2023年5月6日）\n2022年工作总结报告\n{PROSE}", "2022年工作总结报告", id="year_in_title"),
    ],
)
def test_the_printed_title(text: str, title: str) -> None:
    """A printed title is found whole and nothing is reported."""
    metadata = read(text)
    assert metadata.title == title
    assert metadata.problems == ()


def test_a_missing_title_is_made_of_the_first_words_and_reported() -> None:
    """Codes and labels are passed over; the opening words stand in, with a remark."""
    metadata = read(f"[中图分类号] D267 [文章编号] 0000-0000(2025)02-0001-02\n{PROSE}")
    assert metadata.title.startswith("各支部结合实际")
    assert [problem.code for problem in metadata.problems] == ["missing_title"]


@pytest.mark.parametrize(
    ("text", "kind", "issuer", "date"),
    [
        pytest.param(
            f"示例工作条例\n（2010年6月4日中共中央发布　2019年11月29日中共中央政治局会议修订）\n{RULES}",
            Kind.REGULATION,
            "中共中央",
            "2019-11-29",
            id="party_rules_revised",
        ),
        pytest.param(
            f"示例法\n2018年3月20日 第十三届全国人民代表大会第一次会议通过\n{RULES}",
            Kind.LAW,
            "全国人民代表大会",
            "2018-03-20",
            id="law",
        ),
        pytest.param(
            f"示例条例\n2014年1月17日 中华人民共和国国务院令第900号公布\n{RULES}",
            Kind.LAW,
            "国务院",
            "2014-01-17",
            id="decree",
        ),
        pytest.param(
            f"示例市机关管理办法\n{RULES}\n示例市机关事务管理局\n2021年5月6日",
            Kind.NORMATIVE,
            "示例市机关事务管理局",
            "2021-05-06",
            id="local_rules_signed",
        ),
        pytest.param(
            f"中共示例市委关于抓落实的意见\n{PROSE}\n中共示例市委\n2021年5月",
            Kind.NORMATIVE,
            "中共示例市委",
            "2021-05",
            id="opinion",
        ),
        pytest.param(f"在推进会上的讲话\n（2023年5月6日）\n{PROSE}", Kind.SPEECH, None, "2023-05-06", id="speech"),
        pytest.param(f"示例局开展主题党日活动\n{PROSE}", Kind.CASE, None, None, id="activity"),
        pytest.param(
            f"关于支部建设的思考\n{PROSE}\n（供稿单位：示例市委机关工委）",
            Kind.ARTICLE,
            "示例市委机关工委",
            None,
            id="article",
        ),
    ],
)
def test_kind_body_and_date(text: str, kind: Kind, issuer: str | None, date: str | None) -> None:
    """Kind, issuer and date follow from the header, the signature and the supplier; who explains did not issue."""
    metadata = read(text)
    assert (metadata.kind, metadata.issuer, metadata.date) == (kind, issuer, date)


@pytest.mark.parametrize(
    ("title", "date"),
    [
        ("示例区2024年党员发展计划", "2024"),
        ("示例县2024年3月份党费收缴情况通报", "2024-03"),
        ("示例镇2023年度党建工作要点（试行）", "2023"),
        ("2023年工作总结和2024年计划", None),
        ("示例市2021年以来工作的通报", None),
        ("示例区2035年远景目标", None),
    ],
)
def test_a_yearly_paper_is_of_the_year_in_its_title(title: str, date: str | None) -> None:
    """Where nothing else dates it; two years, or one from which on, date nothing."""
    assert read(f"{title}\n{PROSE}").date == date


def test_the_number_of_the_version_is_the_last_in_the_header() -> None:
    """A revised decree carries the number of its revision; a 文号 stands on its own line."""
    text = f"示例条例\n2004年11月30日 国务院令第800号公布\n2017年8月26日 国务院令第900号修订\n{RULES}"
    assert read(text).number == "国务院令第900号"
    assert read(f"关于抓落实的通知\n示办发〔2021〕3号\n{PROSE}").number == "示办发〔2021〕3号"
    assert read(f"关于抓落实的通知\n{PROSE}按示办发〔2021〕3号执行。").number is None


@pytest.mark.parametrize(
    ("raw", "source_class", "date"),
    [
        pytest.param(
            f"发布者:办公室 发布时间:2021-09-07 09:36:19 阅读:7次\n{PROSE}", SourceClass.SITE, "2021-09-07", id="site"
        ),
        pytest.param(
            f"示例公文之家\n2022-12-10 23:48:28 写作素材\n{PROSE}", SourceClass.TEMPLATE, "2022-12-10", id="template"
        ),
        pytest.param(f"下面是小编为大家整理的范文。\n{PROSE}", SourceClass.TEMPLATE, None, id="collected"),
    ],
)
def test_the_page_around_a_text_tells_its_date_and_class(raw: str, source_class: SourceClass, date: str | None) -> None:
    """What the page says of publishing is read from the unrepaired text."""
    metadata = read(f"论支部建设\n{PROSE}", raw=raw)
    assert (metadata.source_class, metadata.date) == (source_class, date)


def test_a_journal_article_has_its_year_and_script() -> None:
    """Classification codes show a journal; the article number gives the year."""
    metadata = read(
        f"[文章編號] 0000-1445(2025)02-0058\n黨建和業務融合，關鍵在於機關領導帶頭，這個問題要講清楚。\n{PROSE}"
    )
    assert (metadata.source_class, metadata.date) == (SourceClass.JOURNAL, "2025")


def test_the_script_is_that_of_most_telling_characters() -> None:
    """A Traditional text is known as such, and its kind is still recognised."""
    metadata = read("關於加強機關黨的建設的意見\n各級黨組織要將學習與業務結合起來，讓這項工作經得起檢驗。")
    assert (metadata.script, metadata.kind) == (Script.TRADITIONAL, Kind.NORMATIVE)


def test_front_matter_wins() -> None:
    """What the file itself states goes before every rule; a full printed name goes before its short form."""
    metadata = read(
        f"中华人民共和国示例法\n{RULES}",
        title="示例法",
        kind="law",
        issuer="示例机关",
        version="2020-01-02修订",
        status="现行有效",
        checked_on="2024-01-01",
    )
    assert metadata.title == "中华人民共和国示例法"
    assert (metadata.issuer, metadata.date, metadata.status) == ("示例机关", "2020-01-02", Status.IN_FORCE)
    assert metadata.checked_on == "2024-01-01"


@pytest.mark.parametrize(
    ("written", "date"),
    [("2024-05", "2024-05"), ("2025", "2025"), ("2024-5-6", "2024-05-06"), ("2024年5月", "2024-05")],
)
def test_a_stated_date_is_as_precise_as_it_is_written(written: str, date: str) -> None:
    """Front matter with a month or a year alone gives just that."""
    assert read(f"论学习\n{PROSE}", date=written).date == date


def test_a_class_stated_as_none_holds() -> None:
    """Who writes `source_class: null` wants no guess."""
    page = f"示例公文之家\n2022-12-10 23:48:28 写作素材\n{PROSE}"
    assert read(page, source_class="null").source_class is None


@pytest.mark.parametrize(
    "mention",
    [
        "他说，不能照抄“范文大全”里的句子，也不要把文章编号当成文号来用，各单位要自己动手写材料。",
        "个别单位的总结从范文网上抄来，连单位名称都没有改，这样的材料要退回重写，并予以通报。",
    ],
)
def test_a_mention_inside_a_sentence_decides_nothing(mention: str) -> None:
    """A text that speaks of model texts or of journals is none itself."""
    assert read(f"关于改进文风的几点体会\n{PROSE}\n{mention}\n{PROSE}").source_class is None


def test_the_issuer_is_who_the_particulars_name() -> None:
    """A body that the header tells of is the issuer, whoever it is; a spokesman and an inner office are none."""
    header = "（2019年3月1日中共示例市委常委会会议审议批准 2019年3月8日中共示例市委印发）"
    assert read(f"示例市机关工作条例（试行）\n{header}\n{RULES}").issuer == "中共示例市委"
    assert read(f"中央某办公室负责人就关于加强工作的意见答记者问\n{PROSE}").issuer is None
    assert read(f"示例小学活动纪实\n（供稿：党政办）\n{PROSE}").issuer is None
    assert read(f"中共中央 国务院关于加强工作的意见\n{PROSE}").issuer == "中共中央、国务院"


def test_a_red_head_is_no_title() -> None:
    """The head of an official paper and its number stand over the title; the number is kept."""
    text = f"中共示例市委文件\n示委发〔2023〕4号\n关于推进融合的意见\n各支部：\n{PROSE}\n中共示例市委\n2023年2月8日"
    metadata = read(text)
    found = (metadata.title, metadata.number, metadata.kind, metadata.issuer)
    assert found == ("关于推进融合的意见", "示委发〔2023〕4号", Kind.NORMATIVE, "中共示例市委")


def test_a_red_head_with_who_signed_over_a_title_in_two_lines() -> None:
    """A copy number, the urgency and a signer change nothing; a title is read to the end of what it opened."""
    head = "000123\n特急\n中共示例市委文件\n示委发〔2023〕4号　　　　签发人：李某某"
    title = "中共示例市委关于印发《融合工作考\n核办法（试行）》的通知"
    text = f"{head}\n{title}\n各支部：\n{PROSE}\n中共示例市委\n2023年2月8日"
    metadata = read(text)
    found = (metadata.title, metadata.number, metadata.kind)
    assert found == (title.replace("\n", ""), "示委发〔2023〕4号", Kind.NORMATIVE)


def test_an_exclamation_may_open_a_headline() -> None:
    """收藏！ in front of a headline is one; an address with such a mark is none."""
    assert read(f"收藏！支部书记必知的时间节点\n{PROSE}").title == "收藏！支部书记必知的时间节点"
    assert read(f"同志们！\n支部建设要点\n{PROSE}").title == "支部建设要点"


def test_a_place_is_neither_a_newspaper_nor_cut_off_by_a_community() -> None:
    """示例区示例街道某社区 is at the street; 湖北日报 in front of a report says nothing of where it happened."""
    text = "荆楚网（湖北日报网）讯（记者 某某）近日，武昌区示例街道星火社区开展清廉建设，各支部按月通报进展。"
    assert read(text).particulars.place == "武昌区示例街道"


@pytest.mark.parametrize(
    ("stated", "date"),
    [
        ({"issued": "2018-03-01"}, "2018-03-01"),
        ({"issued": "2018-03-01", "revised": "2020-05-06、2022-07"}, "2022-07"),
        ({"issued": "2018-03-01", "date": "2019"}, "2019"),
    ],
)
def test_front_matter_dates_the_version(stated: dict[str, str], date: str) -> None:
    """Its date, else its last revision, else its issue is the date of the document."""
    assert read(f"# 示例办法\n\n{RULES}", **stated).date == date


def test_the_mark_of_a_released_paper_is_no_title() -> None:
    """A paper that an administrator let in has its own title, not the mark printed above it."""
    text = "内部资料\n注意保存\n\n关于开展联系服务群众活动的通知\n\n各支部：\n一、每名党员联系三户群众。"
    assert find_title(text).title == "关于开展联系服务群众活动的通知"


def test_a_title_wrapped_within_a_word_is_whole() -> None:
    """Print wraps 关于……的通知 wherever the line is full."""
    text = "关于认真学习贯彻有关法律法规进一步加强机\n关作风建设的通知\n各支部：\n现将有关事项通知如下。"
    assert find_title(text).title == "关于认真学习贯彻有关法律法规进一步加强机关作风建设的通知"
    assert (
        find_title("东海市关于做好2\n024年度培训工作的通报\n各支部：").title == "东海市关于做好2024年度培训工作的通报"
    )
    text = text.replace("的通知\n", "的工作方案\n")
    assert find_title(text).title == "关于认真学习贯彻有关法律法规进一步加强机关作风建设的工作方案"
