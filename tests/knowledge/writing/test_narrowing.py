"""Tests of answers under the conditions that a question states."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.answerer import Answerer
from knowledge.answers import Answer, NoAnswer, Reply
from knowledge.questions.next_questions import candidates
from tests.builders import source_file
from tests.knowledge.answering import answerer_over, asked, library_of

OLD = "青澜市供电局党支部每月开展一次线路巡检日，党员带头排查隐患。"
NEW = "青澜市供电局党支部每周开展一次线路巡检日，党员带班值守。"
SPEECH = "会议讲话指出，供电局线路巡检要由党员带头，把为民服务落到实处。"


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    """Answers over a text of 2016, one of 2024 and a speech of 2018."""
    home: Path = tmp_path_factory.mktemp("narrowing")
    files = (
        source_file("/m/old.txt", OLD, title="供电局巡检做法", kind="article", date="2016-05-01"),
        source_file("/m/new.txt", NEW, title="供电局巡检新做法", kind="article", date="2024-05-01"),
        source_file("/m/speech.txt", SPEECH, title="供电工作会议讲话", kind="speech", date="2018-03-01"),
    )
    with library_of(home, *files) as library:
        yield answerer_over(library)


def reply_to(one: Answerer, question: str) -> Reply:
    return asked(one, question)[1]


@pytest.mark.parametrize(
    ("question", "year", "said"),
    [
        ("2020年以后供电局党支部多久开展一次线路巡检日", "2024", "只查了2020年及以后的材料"),
        ("2017年以前供电局党支部多久开展一次线路巡检日", "2016", "只查了2017年及以前的材料"),
        ("供电局线路巡检的讲话", "2018", "只查了讲话"),
    ],
)
def test_only_what_is_wanted_is_cited(one: Answerer, question: str, year: str, said: str) -> None:
    """Whoever asks for the texts of some years gets those alone, and is told so."""
    reply = reply_to(one, question)
    assert isinstance(reply, Answer)
    assert {str(each.document.date)[:4] for each in reply.citations} == {year}
    assert reply.notice is not None
    assert said in reply.notice
    assert reply.standalone_question == question


@pytest.mark.parametrize("question", ["近一年供电局党支部多久开展一次线路巡检日", "近一年供电局党支部线路巡检日的案例"])
def test_nothing_of_those_years_is_said_above_what_else_there_is(one: Answerer, question: str) -> None:
    """Conditions narrow only where something is left; older texts answer 近一年, and it is said that they are older."""
    reply = reply_to(one, question)
    assert isinstance(reply, Answer)
    assert reply.notice is not None
    assert "及以后的材料没有可以据以回答的内容，以上出自其他材料" in reply.notice


def test_nothing_at_all_names_what_was_wanted(one: Answerer) -> None:
    """A refusal under a condition says under which."""
    reply = reply_to(one, "近一年个人所得税起征点是多少")
    assert isinstance(reply, NoAnswer)
    assert "及以后的材料没有可以据以回答的内容" in reply.text


def test_no_such_kind_is_said(one: Answerer) -> None:
    """Where no text of the kind answers, others do, and it is said that they are others."""
    reply = reply_to(one, "供电局党支部带班值守的讲话")
    assert isinstance(reply, Answer)
    assert reply.notice is not None
    assert "库内讲话没有可以据以回答的内容" in reply.notice


def test_the_years_can_be_taken_away(one: Answerer) -> None:
    """An answer under years leads on to the same question without them."""
    reply = reply_to(one, "2020年以后供电局党支部多久开展一次线路巡检日")
    assert isinstance(reply, Answer)
    first = next(candidates(reply))
    assert first.asked.question == "供电局党支部多久开展一次线路巡检日"
