"""`ask`, `search` and `keyword`, over the bundled model and the sample documents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.bot.ronghe import Ronghe

pytestmark = pytest.mark.slow


def test_an_answer_carries_its_sources(ronghe: Ronghe) -> None:
    """Every marker has its citation and the reverse, and each quotation is the source file's text at its span."""
    reply = ronghe.json("ask", "四融四促是什么")
    assert reply["reply"] == "answer"
    assert {int(n) for n in re.findall(r"\[(\d+)\]", reply["text"])} == {c["marker"] for c in reply["citations"]}
    for part in ("组织融合", "工作融合", "力量融合", "责任融合"):
        assert part in reply["text"]
    for citation in reply["citations"]:
        source = citation["source"]
        raw = Path(source["path"]).read_bytes().decode(source["encoding"])
        assert citation["quote"] in raw[source["start"] : source["end"]]


@pytest.mark.parametrize(
    "question", ["国企怎么推动党建和业务融合？", "医院怎么把党建和业务结合起来", "采购部门降本，党建怎么抓"]
)
def test_a_fresh_machine_answers_something_sensible(ronghe: Ronghe, question: str) -> None:
    """The samples are enough to see what an answer looks like, and are marked as samples."""
    reply = ronghe.json("ask", question)
    assert reply["reply"] == "answer"
    assert all(citation["sample"] for citation in reply["citations"])
    assert "示例" in reply["text"]


@pytest.mark.parametrize("question", ["个人所得税起征点是多少", "上海市今年的GDP是多少", "Python怎么读取表格"])
def test_what_the_documents_do_not_say_is_not_said(ronghe: Ronghe, question: str) -> None:
    """Without support there is no answer, but what is nearest is shown."""
    reply = ronghe.json("ask", question)
    assert reply["reply"] == "no_answer"
    assert reply["citations"] == []
    assert reply["nearest"]


def test_a_greeting_is_answered_without_looking_anything_up(ronghe: Ronghe) -> None:
    """“你能做什么” gets a notice with questions to try."""
    reply = ronghe.json("ask", "你能做什么？")
    assert reply["reply"] == "notice"
    assert reply["candidates"]


def test_a_follow_up_is_understood_within_its_session(ronghe: Ronghe) -> None:
    """那医院呢？ asks the same of hospitals, and the reply says what was looked for."""
    ronghe.json("ask", "国企怎么推动党建和业务融合", "--session", "备课")
    reply = ronghe.json("ask", "那医院呢？", "--session", "备课")
    assert reply["standalone_question"] == "医院怎么推动党建和业务融合"


def test_search_returns_passages_best_first(ronghe: Ronghe) -> None:
    """Ranks count from 1 and scores fall."""
    hits = ronghe.json("search", "考核怎么和绩效挂钩", "--limit", "5")["hits"]
    assert [hit["rank"] for hit in hits] == [1, 2, 3, 4, 5]
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)


def test_a_second_page_continues_the_first(ronghe: Ronghe) -> None:
    """Offset and limit page through one ranking."""
    first = ronghe.json("search", "党员突击队", "--limit", "4")["hits"]
    second = ronghe.json("search", "党员突击队", "--limit", "2", "--offset", "2")["hits"]
    assert [hit["passage_id"] for hit in second] == [hit["passage_id"] for hit in first[2:]]


def test_search_keeps_to_a_kind(ronghe: Ronghe) -> None:
    """Who asks for cases gets cases."""
    hits = ronghe.json("search", "党员先锋岗", "--kind", "case")["hits"]
    assert hits
    assert {hit["kind"] for hit in hits} == {"case"}


def test_an_answer_keeps_to_the_documents_that_were_named(ronghe: Ronghe) -> None:
    """Who wants speeches gets no case cited, and an unknown sort of unit is named with those there are."""
    asked = ronghe.json("ask", "采购降本，党建怎么抓", "--kind", "speech")
    assert {citation["kind"] for citation in asked["citations"]} <= {"speech"}
    assert ronghe.json("ask", "采购降本，党建怎么抓", "--kind", "case")["reply"] == "answer"
    assert ronghe.fault("ask", "采购降本，党建怎么抓", "--sector", "工厂") == (2, "bad_request")


def test_keyword_marks_what_it_found(ronghe: Ronghe) -> None:
    """Each highlight, cut from its snippet, is the word that was looked for, whatever its script."""
    found = ronghe.json("keyword", "三會一課")
    assert found["passages"] >= len(found["hits"]) > 0
    for hit in found["hits"]:
        assert {hit["snippet"][start:end] for start, end in hit["highlights"]} == {"三会一课"}


def test_an_empty_library_says_so(empty: Ronghe) -> None:
    """A question to an empty home is no fault: it is told that there is nothing to search."""
    reply = empty.json("ask", "国企怎么推动党建和业务融合")
    assert reply["reply"] == "no_answer"
    assert "空" in reply["text"]


def test_a_question_that_names_a_provision(rules: Ronghe) -> None:
    """It is answered with the whole provision from the newest text, and nothing stands in for what is not held."""
    reply = rules.json("ask", "示例市河道管理办法第二条怎么规定？")
    assert reply["reply"] == "answer"
    assert "每旬巡河" in reply["text"]
    assert "（二）督促整改。[1]" in reply["text"]
    assert "核验" in reply["notice"]
    refused = rules.json("ask", "支部工作条例第二条")
    assert refused["reply"] == "no_answer"
    assert "库内未收录" in refused["text"]
    hits = rules.json("search", "河长多久巡河一次")["hits"]
    assert not any("每月" in hit["text"] for hit in hits)
