"""Requests for examples, taken apart by rules."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.practices.requests import asks_for_examples, read_request

TODAY = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("question", "sectors", "count"),
    [
        ("给我五个医院党建和业务结合的例子", ("医院",), 5),
        ("五个医院和学校党建带业务的例子，讲课用", ("医院", "高校", "中小学"), 5),
        ("服务企业、优化营商环境的做法有哪些例子", (), None),
        ("给我300个农村的例子", ("农村",), 20),
    ],
)
def test_sector_and_number_are_read_from_the_words(question: str, sectors: tuple[str, ...], count: int | None) -> None:
    """Who is served is not who acts, and no more than a page is given."""
    request = read_request(question, today=TODAY)

    assert request.filters.sectors == sectors
    assert request.count == count


def test_what_is_not_wanted_is_left_out() -> None:
    """不要社区的 excludes a sort of unit; it asks for none."""
    request = read_request("给我五个机关的例子，不要社区的", today=TODAY)

    assert (request.filters.sectors, request.filters.excluded) == (("机关",), ("街道社区",))


def test_what_is_left_is_the_subject() -> None:
    """Words that every card is about say nothing of the subject; place and years are conditions."""
    request = read_request("2023年以后上海的社区党建解决停车难的例子", today=TODAY)

    assert (request.filters.places, request.filters.since) == (("上海",), 2023)
    assert request.content == ("停车难",) or "停车" in "".join(request.content)
    assert "物业停车" in request.wanted


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("给我五个医院党建和业务结合的例子", True),
        ("哪些医院把党建和业务结合得好", True),
        ("高校的考核挂钩做法", True),
        ("大学党委把办学特色和科研队伍建设结合起来的案例", True),
        ("社区怎么解决停车难，给几个例子", True),
        ("银行怎么和社区共建", False),
        ("国企怎么推动党建和生产经营融合？有没有现成做法", False),
        ("国企怎么推动党建和业务融合", False),
        ("案例汇编是什么", False),
        ("党支部可以决定业务吗，举例子说明规定", False),
    ],
)
def test_requests_for_examples_are_told_from_questions(question: str, asks: bool) -> None:  # noqa: FBT001
    """Only who asks for examples gets a list of them."""
    assert asks_for_examples(question) is asks
