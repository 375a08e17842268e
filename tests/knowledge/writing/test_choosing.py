"""Tests of what makes an answer of what was judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from knowledge.documents import Document, Hit
from knowledge.grounding.statements import Statement, statements_of
from knowledge.writing.choosing import (
    ANSWERED,
    BESIDE,
    DIRECT,
    NEAR_BY,
    RELATED,
    Judged,
    Point,
    Strength,
    direct_points,
    further_points,
    related_points,
    says_the_same,
    strength_of,
)
from knowledge.writing.extractive import flat, titled
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


Found = tuple[list[Judged], Document]


def judged(whole: Document, answers: Sequence[float], *, bears: float = 0.0) -> Found:
    """Return the statements of a document of one passage, and the document."""
    own = passage(whole)
    said = tuple(statements_of(own, summary(whole), whole))
    hit = Hit(rank=1, score=1.0, passage=own, document=summary(whole), source=whole.source_of(own.start, own.end))
    found = [
        Judged(statement=one, hit=hit, answers=share, holds=max(answers), bears=max(bears, share), beside=said)
        for one, share in zip(said, answers, strict=True)
    ]
    return found, whole


def of(text: str, answers: float, identifier: str, *, bears: float = 0.0) -> Found:
    return judged(document(text, id=identifier), [answers], bears=bears)


def points(choose: Callable[..., list[Point]], *found: Found, shown: Sequence[str] = ()) -> list[Point]:
    """Return what is chosen of all that was found."""
    every = [one for each, _ in found for one in each]
    return choose(every, {whole.id: whole for _, whole in found}, shown)


def readings(chosen: Sequence[Point]) -> list[str]:
    return [one.judged.statement.reading for one in chosen]


@pytest.mark.parametrize(
    ("answers", "bears", "strength"),
    [
        (DIRECT, DIRECT, Strength.DIRECT),
        (DIRECT - 0.01, DIRECT, Strength.RELATED),
        (0.01, RELATED, Strength.RELATED),
        (0.01, RELATED - 0.01, Strength.NONE),
    ],
)
def test_the_best_passage_makes_the_strength(answers: float, bears: float, strength: Strength) -> None:
    """A passage that is likely to have an answer makes it direct, one that bears on the matter related."""
    assert strength_of([*of(MONTHLY, answers, "a", bears=bears)[0], *of(OTHERS[0], 0.0, "b")[0]]) is strength
    assert strength_of([]) is Strength.NONE


def test_points_come_best_first_and_nothing_twice() -> None:
    """What another text says in almost the same words is left out; another figure is another thing."""
    again = of("本党支部每月召开一次支部委员会会议。", 0.8, "b")
    weekly = "党支部每月召开两次支部委员会会议。"
    chosen = points(direct_points, of(weekly, 0.7, "c"), of(OTHERS[0], 0.65, "d"), again, of(MONTHLY, 0.9, "a"))
    assert readings(chosen) == [MONTHLY, weekly, OTHERS[0]]


def test_a_point_has_a_fair_share_of_the_best() -> None:
    """What answers far less likely than the best is no point of the answer."""
    chosen = points(direct_points, of(MONTHLY, 0.9, "a"), of(OTHERS[0], 0.65, "b"), of(OTHERS[1], 0.5, "c"))
    assert readings(chosen) == [MONTHLY, OTHERS[0]]
    assert points(direct_points) == []


def test_below_an_answer_stands_what_comes_next() -> None:
    """What was not likely enough for the answer, and nothing of it again; what has next to nothing is left out."""
    found = [of(MONTHLY, 0.9, "a"), of(OTHERS[0], 0.5, "b"), of(OTHERS[1], 0.3, "c"), of(OTHERS[2], 0.01, "d")]
    chosen = points(direct_points, *found)

    def further(judged: list[Judged], documents: dict[str, Document], shown: Sequence[str]) -> list[Point]:
        return further_points(judged, documents, shown, chosen)

    assert readings(points(further, *found)) == [OTHERS[0], OTHERS[1]]
    many = [*found, *(of(text, 0.4, text[:2]) for text in OTHERS[3:])]
    assert len(points(further, *many)) == BESIDE.points - ANSWERED.points


def test_one_document_does_not_fill_an_answer() -> None:
    """Some points of each, and not more of all together than are read on a telephone."""
    long = [f"{text[:-1]}，{'并逐项登记备查，' * 20}由办公室负责。" for text in OTHERS]
    own = judged(document("".join(long), id="a"), [0.9] * len(long))
    others = ("邮政营业厅延长了晚间服务时间。", "火车站的候车室增设母婴休息间。", "市图书馆在双休日开放自习座位。")
    chosen = points(direct_points, own, *(of(text, 0.8, text[:2]) for text in others))
    assert sum(one.stretch.document.id == "a" for one in chosen) <= ANSWERED.per_document
    assert len(chosen) <= ANSWERED.points


def test_what_was_shown_is_not_a_point_again() -> None:
    """Whoever asks for more gets what was not said; neither strength repeats anything."""
    found = of(MONTHLY, 0.9, "a"), of(OTHERS[0], 0.8, "b")
    for choose in (direct_points, related_points):
        assert readings(points(choose, *found, shown=[MONTHLY])) == [OTHERS[0]]


def test_related_is_what_bears_on_the_matter() -> None:
    """The most telling first, of few texts; what does not bear on the matter is not shown."""
    first = judged(document(f"{OTHERS[0]}{OTHERS[1]}", id="a"), [0.1, 0.3], bears=0.6)
    others = [of(text, 0.2, f"d{number}", bears=0.5) for number, text in enumerate(OTHERS[2:])]
    far = of(MONTHLY, 0.01, "far", bears=RELATED - 0.01)
    chosen = points(related_points, far, *others, first)
    assert readings(chosen)[0] == OTHERS[1]
    assert len(chosen) == NEAR_BY.points
    assert points(related_points, far) == []


def test_a_point_takes_its_neighbours_along_and_marks_what_tells() -> None:
    """What leans on the sentence before it is never alone; the words stay the source's, as far as a glance reads."""
    text = "".join(f"{place}成立了临时党支部，每晚八点前向指挥部报告当天的巡查情况。" for place in "甲乙丙丁戊己庚辛")
    found = judged(document(text * 2, id="s", title="防汛中的党支部"), [0.1, 0.4, *[0.1] * 14], bears=0.5)
    (point,) = points(related_points, found)[:1]
    whole = found[1]
    assert whole.text[point.stretch.start : point.stretch.end] == point.stretch.quote
    assert point.stretch.end - point.stretch.start <= NEAR_BY.first
    assert point.telling is not None
    assert point.stretch.reading[slice(*point.telling)] == found[0][1].statement.reading
    ((part),) = titled([point], {whole.id: whole})
    assert part.points[0].lead == "《防汛中的党支部》："


def test_a_stretch_of_one_sentence_marks_nothing() -> None:
    """Where all of it tells, nothing stands out."""
    (point,) = points(related_points, of(MONTHLY, 0.4, "a", bears=0.5))
    assert point.telling is None


def test_a_rule_is_named_once() -> None:
    """Its title stands before the first of its articles; what others say has none."""
    long = "支部每月开会一次研究工作" + "，形成记录并交由上级党组织备查" * 12 + "。"
    rule = judged(document(f"{long}{long[::-1][1:]}。", id="r", title="某条例", kind="regulation"), [0.9, 0.8])
    case = of(OTHERS[0], 0.7, "c")
    documents = {whole.id: whole for _, whole in (rule, case)}
    chosen = [Point(judged=one, stretch=one.statement) for each, _ in (rule, case) for one in each]
    ((part),) = flat(chosen, documents)
    assert [said.lead for said in part.points] == ["《某条例》：", "", ""]


def test_the_same_needs_the_same_figures() -> None:
    """Two sentences that differ in a number say different things."""

    def statement(text: str) -> Statement:
        return of(text, 0.5, "a")[0][0].statement

    assert says_the_same(statement("市直机关党委每届任期五年。"), statement("市直机关党委的每届任期五年。"))
    assert not says_the_same(statement("市直机关党委每届任期五年。"), statement("市直机关党委每届任期三年。"))
    assert not says_the_same(statement(OTHERS[0]), statement(OTHERS[1]))
