"""Tests of filters, and of reading them from a question."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.documents import DocumentSummary, Kind, Script, Status
from knowledge.particulars import Particulars, Sector
from knowledge.questions.filters import Filters
from knowledge.questions.question_filters import read_filters, without_years
from knowledge.questions.restricting import restricted

TODAY = date(2026, 11, 22)


def summary(date: str | None, kind: Kind = Kind.CASE) -> DocumentSummary:
    return DocumentSummary(
        id="d", path="/d", title="d", kind=kind, issuer=None, date=date, status=Status.UNKNOWN, checked_on=None,
        source_class=None, label="public", script=Script.SIMPLIFIED, sample=False, passages=1,
    )  # fmt: skip


def test_years_are_whole_years() -> None:
    """Both bounds belong to the range, and a document without a date is in no range."""
    since_2023 = Filters(since=2023, until=2023)
    assert since_2023.admits(summary("2023-12-31"))
    assert not since_2023.admits(summary("2024"))
    assert not since_2023.admits(summary(None))


def test_a_kind_admits_only_itself() -> None:
    """Who asks for cases gets no speeches."""
    assert not Filters(kind=Kind.CASE).admits(summary("2023", Kind.SPEECH))


def test_a_sector_admits_the_cases_of_its_units() -> None:
    """Who asks for hospitals gets no case of another sort of unit, nor one whose unit is not known."""
    wanted = Filters(sector=Sector.HOSPITAL)
    hospital = summary("2023").model_copy(update={"particulars": Particulars(sector=Sector.HOSPITAL)})
    village = summary("2023").model_copy(update={"particulars": Particulars(sector=Sector.VILLAGE)})
    assert wanted.admits(hospital)
    assert not wanted.admits(village)
    assert not wanted.admits(summary("2023"))


def test_one_document_may_be_wanted_alone() -> None:
    """Searching in one document finds nothing in another."""
    assert Filters(document="d").admits(summary("2023"))
    assert not Filters(document="other").admits(summary("2023"))


@pytest.mark.parametrize(
    ("question", "text", "filters"),
    [
        ("2023年以后医院的案例", "医院", Filters(kind=Kind.CASE, sector=Sector.HOSPITAL, since=2023)),
        ("2020年至2022年国企降本的讲话", "国企降本", Filters(kind=Kind.SPEECH, since=2020, until=2022)),
        ("二〇二一年以前的社区治理案例", "社区治理", Filters(kind=Kind.CASE, until=2021)),
        ("近三年采购怎么管", "采购怎么管", Filters(since=2023)),
        ("醫院的案例", "医院", Filters(kind=Kind.CASE, sector=Sector.HOSPITAL)),
        ("国企党建的案例", "国企党建", Filters(kind=Kind.CASE, sector=Sector.ENTERPRISE)),
    ],
)
def test_conditions_are_read_from_the_question(question: str, text: str, filters: Filters) -> None:
    """Years and kinds become filters, and the rest is what is searched for."""
    wanted = read_filters(question, today=TODAY)
    assert (wanted.text, wanted.filters) == (text, filters)


@pytest.mark.parametrize("question", ["2023年印发了哪些制度", "怎么写案例分析报告", "考核怎么挂钩"])
def test_what_is_no_condition_stays_in_the_question(question: str) -> None:
    """A year or a kind that the question is about is no filter."""
    assert read_filters(question, today=TODAY).conditions == ()


def test_a_question_of_conditions_alone_is_searched_as_it_stands() -> None:
    """Something is searched for even where nothing but conditions was written."""
    wanted = read_filters("2023年以后的案例", today=TODAY)
    assert wanted.text == "2023年以后的案例"
    assert wanted.filters == Filters(kind=Kind.CASE, since=2023)


@pytest.mark.parametrize(
    "question",
    ["1996年至2001年时他在哪里就读？", "市里评出了多少个优秀案例", "2020年前后党员人数"],
)
def test_what_happened_then_is_no_condition(question: str) -> None:
    """A time at which something happened, or a number that is asked for, keeps no document out."""
    assert read_filters(question, today=TODAY).conditions == ()


@pytest.mark.parametrize(
    ("asked", "previous", "understood"),
    [
        ("只看2023年以后的", "国企怎么抓党建", "2023年以后国企怎么抓党建"),
        ("2019年以前的呢？", "2023年以后国企怎么抓党建", "2019年以前国企怎么抓党建"),
        ("近三年的有吗", "国企怎么抓党建", "近三年国企怎么抓党建"),
        ("不限年份", "近三年国企怎么抓党建", "国企怎么抓党建"),
        ("2023年以后党费怎么交", "国企怎么抓党建", None),
        ("医院呢", "国企怎么抓党建", None),
    ],
)
def test_years_alone_restrict_the_question_before(asked: str, previous: str, understood: str | None) -> None:
    """Years by themselves are of the question before; with a matter of their own they are another question."""
    assert restricted(asked, previous) == understood


def test_years_go_and_the_question_stays() -> None:
    """What is left when the years are taken away can be asked as it is."""
    assert without_years("2020年至2022年国企怎么抓党建") == "国企怎么抓党建"
    assert without_years("国企怎么抓党建") == "国企怎么抓党建"
