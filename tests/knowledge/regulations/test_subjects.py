"""Provisions asked for by what they are about; the rules are ours."""

from __future__ import annotations

import pytest

from knowledge.regulations.findings import Finding
from knowledge.regulations.replies import standalone
from knowledge.regulations.subjects import looked_up, stands_in_parts
from tests.rule_texts import ANYBODY, DITCH, NEW, OLD, lookup, rules

WATER = rules(
    """示例市供水条例
第一章 总 则
第一条 为了保障供水，制定本条例。
第二章 水源保护
第二条 水源地由水务部门划定。
第三条 用户享有下列权利：
（一）查询水质；
（二）投诉。
第四条 用户的义务、责任和费用，适用本条例。
第五条 用户应当履行下列义务：
（一）按时缴费。
""",
    id="water",
    date="2021-01-01",
)
RULES = lookup(OLD, NEW, DITCH, WATER)


def find(text: str) -> Finding:
    return looked_up(RULES, text, ANYBODY)


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("用户权利", "第三条"),
        ("用户的权利有哪些", "第三条"),
        ("用户义务", "第五条"),
        ("河长职责", "第三条"),
    ],
)
def test_an_article_is_found_by_what_it_opens_with(text: str, article: str) -> None:
    """The one that announces the list, of the text in force alone; it is said that no rule is called so."""
    finding = find(text)
    assert [match.article.heading for match in finding.matches] == [article]
    assert {match.document.id for match in finding.matches} <= {"water", NEW.id}
    assert "没有名为" in (finding.reason or "")
    assert standalone(text, finding) == f"《{finding.matches[0].title}》{article}"


def test_a_heading_opens_what_stands_below_it() -> None:
    """水源保护 is a chapter of one rule; 总则 of several, which are offered by name."""
    assert [match.article.heading for match in find("水源保护").matches] == ["第二条", "第三条", "第四条", "第五条"]
    offered = find("总则")
    assert (offered.outcome, len(offered.candidates)) == ("clarify", 2)
    assert all(find(each).outcome == "found" for each in offered.candidates)


@pytest.mark.parametrize("text", ["星际航行", "飞天管理条例", "示例市供水条例第九条", "用户", "", "供水条例"])
def test_nothing_else_is_taken_for_a_subject(text: str) -> None:
    """An unknown title, a place, a word too common: as if there were no such look-up."""
    assert find(text) == RULES.find(text, ANYBODY)


def test_words_stand_in_their_order() -> None:
    """In parts of two characters or more."""
    assert stands_in_parts("党员权利", "党员享有下列权利")
    assert not stands_in_parts("权利党员", "党员享有下列权利")
    assert not stands_in_parts("党员权利", "党的权利")
