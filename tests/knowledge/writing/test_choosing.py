"""Tests of what makes an answer of what was judged."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from knowledge.documents import Document, Hit
from knowledge.grounding.statements import Statement, statements_of
from knowledge.writing.choosing import (
    PER_DOCUMENT,
    POINTS,
    STRETCH,
    STRETCHES,
    Judged,
    Strength,
    direct_points,
    related_points,
    says_the_same,
    standing_alone,
    strength_of,
)
from knowledge.writing.extractive import flat, stretches
from tests.builders import document, passage, summary

MONTHLY = "党支部每月召开一次支部委员会会议。"
OTHERS = (
    "采购清单由财务科按季度公开。",
    "值班表张贴在服务大厅门口处。",
    "车间主任同时兼任党小组组长。",
    "意见箱的钥匙由纪检委员保管。",
    "新进职工都安排了导师来带教。",
    "项目进度在每周例会上做通报。",
    "食堂的菜价由职工代表们商定。",
)


def judged(
    whole: Document, answers: Sequence[float], *, bears: float = 0.0, leading: Sequence[int] = ()
) -> list[Judged]:
    """Return the statements of a document of one passage; those that lead are followed by the next."""
    own = passage(whole)
    said = statements_of(own, summary(whole), whole)
    hit = Hit(rank=1, score=1.0, passage=own, document=summary(whole), source=whole.source_of(own.start, own.end))
    leads = [said[i - 1] if i - 1 in leading else None for i in range(len(said))]
    return [
        Judged(statement=one, hit=hit, answers=share, bears=max(bears, share), lead=lead)
        for one, share, lead in zip(said, answers, leads, strict=True)
    ]


def of(text: str, answers: float, identifier: str, *, bears: float = 0.0) -> Judged:
    (one,) = judged(document(text, id=identifier), [answers], bears=bears)
    return one


def readings(chosen: Sequence[Judged]) -> list[str]:
    return [one.statement.reading for one in chosen]


@pytest.mark.parametrize(
    ("answers", "bears", "strength"),
    [
        (0.5, 0.5, Strength.DIRECT),
        (0.49, 0.5, Strength.RELATED),
        (0.1, 0.3, Strength.RELATED),
        (0.1, 0.29, Strength.NONE),
    ],
)
def test_the_best_statement_makes_the_strength(answers: float, bears: float, strength: Strength) -> None:
    """A sentence that is likely to answer makes it direct, a passage that bears on the matter related."""
    assert strength_of([of(MONTHLY, answers, "a", bears=bears), of(OTHERS[0], 0.0, "b")]) is strength
    assert strength_of([]) is Strength.NONE


def test_points_come_best_first_and_nothing_twice() -> None:
    """What another text says in almost the same words is left out; another figure is another thing."""
    again = of("本党支部每月召开一次支部委员会会议。", 0.8, "b")
    weekly = of("党支部每月召开两次支部委员会会议。", 0.7, "c")
    found = [weekly, of(OTHERS[0], 0.6, "d"), again, of(MONTHLY, 0.9, "a")]
    assert readings(direct_points(found)) == [MONTHLY, weekly.statement.reading, OTHERS[0]]


def test_a_point_has_a_fair_share_of_the_best() -> None:
    """What answers far less likely than the best is no point of the answer, nor is what hardly answers at all."""
    found = [of(MONTHLY, 0.9, "a"), of(OTHERS[0], 0.37, "b"), of(OTHERS[1], 0.35, "c")]
    assert readings(direct_points(found)) == [MONTHLY, OTHERS[0]]
    assert readings(direct_points([of(MONTHLY, 0.5, "a"), of(OTHERS[0], 0.24, "b")])) == [MONTHLY]
    assert direct_points([of(MONTHLY, 0.2, "a")]) == direct_points([]) == []


def test_one_document_does_not_fill_an_answer() -> None:
    """Some points of each, and not more of all together than are read on a telephone."""
    own = judged(document("".join(OTHERS), id="a"), [0.9] * len(OTHERS))
    others = ("邮政营业厅延长了晚间服务时间。", "火车站的候车室增设母婴休息间。", "市图书馆在双休日开放自习座位。")
    chosen = direct_points([*own, *(of(text, 0.8, text[:2]) for text in others)])
    assert sum(one.statement.document.id == "a" for one in chosen) == PER_DOCUMENT
    assert len(chosen) == POINTS


def test_what_was_shown_is_not_a_point_again() -> None:
    """Whoever asks for more gets what was not said; neither strength repeats anything."""
    found = [of(MONTHLY, 0.9, "a"), of(OTHERS[0], 0.8, "b")]
    assert readings(direct_points(found, [MONTHLY])) == readings(related_points(found, [MONTHLY])) == [OTHERS[0]]


def test_related_is_one_statement_a_text() -> None:
    """The most telling one of each text that bears on the matter, of few texts."""
    first = judged(document(f"{OTHERS[0]}{OTHERS[1]}", id="a"), [0.1, 0.3], bears=0.6)
    others = [of(text, 0.2, f"d{number}", bears=0.5) for number, text in enumerate(OTHERS[2:])]
    far = of(MONTHLY, 0.1, "far", bears=0.29)
    chosen = related_points([far, *others, *first])
    assert readings(chosen)[0] == OTHERS[1]
    assert len(chosen) == STRETCHES == len({one.statement.document.id for one in chosen})
    assert related_points([far]) == []


LEANING = document("项目部设立党员先锋岗，由班组推荐人选。其中青年党员不少于三分之一。", id="l")


def test_what_leans_takes_the_sentence_before_along() -> None:
    """其中 says nothing without what went before; what stands by itself is quoted alone, and without a lead all is."""
    first, second = judged(LEANING, [0.2, 0.9], leading=(0,))
    assert standing_alone(second, LEANING).quote == LEANING.text
    assert standing_alone(first, LEANING) == first.statement
    assert standing_alone(second.model_copy(update={"lead": None}), LEANING) == second.statement


def test_a_related_stretch_goes_on_and_marks_what_tells_most() -> None:
    """The sentences that follow in the passage go along as far as is read at a glance; the words stay the source's."""
    text = "".join(f"{place}成立了临时党支部，每晚八点前向指挥部报告当天的巡查情况。" for place in "甲乙丙丁戊己庚辛")
    whole = document(text, id="s", title="防汛中的党支部")
    found = judged(whole, [0.1, 0.4, *[0.1] * 6], bears=0.5, leading=range(8))
    ((part),) = stretches(related_points(found), found, {whole.id: whole})
    (point,) = part.points
    assert (part.heading, point.lead) == (None, "《防汛中的党支部》：")
    assert whole.text[point.statement.start : point.statement.end] == point.statement.quote
    assert len(point.statement.quote) <= STRETCH
    assert point.statement.quote.startswith("乙成立了")
    assert point.telling is not None
    assert point.statement.reading[slice(*point.telling)] == found[1].statement.reading


def test_a_stretch_of_one_sentence_marks_nothing() -> None:
    """Where all of it tells, nothing stands out."""
    one = of(MONTHLY, 0.4, "a", bears=0.5)
    ((part),) = stretches([one], [one], {"a": document(MONTHLY, id="a")})
    assert part.points[0].telling is None


def test_a_rule_is_named_once() -> None:
    """Its title stands before the first of its articles; what others say has none."""
    rule = document("支部每月开会一次研究工作。支部书记由党员大会选举产生。", id="r", title="某条例", kind="regulation")
    found = judged(rule, [0.9, 0.8])
    case = of(OTHERS[0], 0.7, "c")
    ((part),) = flat([*found, case], {"r": rule, "c": document(OTHERS[0], id="c")})
    assert [point.lead for point in part.points] == ["《某条例》：", "", ""]


def test_the_same_needs_the_same_figures() -> None:
    """Two sentences that differ in a number say different things."""

    def statement(text: str) -> Statement:
        return of(text, 0.5, "a").statement

    assert says_the_same(statement("市直机关党委每届任期五年。"), statement("市直机关党委的每届任期五年。"))
    assert not says_the_same(statement("市直机关党委每届任期五年。"), statement("市直机关党委每届任期三年。"))
    assert not says_the_same(statement(OTHERS[0]), statement(OTHERS[1]))
