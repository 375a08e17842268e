from __future__ import annotations

from typing import Any

from knowledge.documents import Document, Hit, Kind
from knowledge.grounding.statements import statements_of
from knowledge.writing.choosing import Judged, Point
from knowledge.writing.extractive import layered
from knowledge.writing.layers import Track, lead_of
from tests.bot.telegram.replies import document
from tests.builders import document as whole_document
from tests.builders import passage, summary


def test_the_article_is_named_once() -> None:
    """The lead of a rule names its article unless the quoted words begin with it."""
    rule, locator = document(title="某条例", kind=Kind.REGULATION), "第二章 组织 › 第七条"
    assert lead_of(rule, locator, Track.BASIS, "支部定期开会。") == "《某条例》第七条："
    assert lead_of(rule, locator, Track.BASIS, "第七条 支部定期开会。") == "《某条例》"
    assert lead_of(rule, "", Track.BASIS, "支部定期开会。") == "《某条例》："


def point(text: str, answers: float, **fields: Any) -> tuple[Point, Document]:
    """Return a sentence that is said, and its document."""
    whole = whole_document(text, **fields)
    own = passage(whole)
    (statement,) = statements_of(own, summary(whole), whole)
    hit = Hit(rank=1, score=1.0, passage=own, document=summary(whole), source=whole.source_of(own.start, own.end))
    judged = Judged(statement=statement, hit=hit, answers=answers, holds=answers, bears=answers)
    return Point(judged=judged, stretch=statement), whole


def test_the_best_point_leads_and_the_others_stand_by_layers() -> None:
    """A rule stands above a practice, under its heading."""
    best, one = point("支部把降本任务列入清单逐项销号。", 0.9, id="d1")
    other, two = point("车间开展了内容丰富的主题党日活动。", 0.4, id="d2")
    rule, three = point("党支部应当围绕降本任务开展工作。", 0.3, id="d3", kind=Kind.NORMATIVE)
    parts = layered([best, other, rule], {each.id: each for each in (one, two, three)})
    assert [(part.heading, len(part.points)) for part in parts] == [
        (None, 1),
        (Track.BASIS.value, 1),
        (Track.PRACTICE.value, 1),
    ]
    assert parts[1].points[0].point == rule
