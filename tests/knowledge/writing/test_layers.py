from __future__ import annotations

from typing import Any

from knowledge.documents import Document, Hit, Kind
from knowledge.grounding.statements import statements_of
from knowledge.writing.choosing import Judged
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


def judged(text: str, answers: float, **fields: Any) -> tuple[Judged, Document]:
    """Return a sentence with how likely it answers, and its document."""
    whole = whole_document(text, **fields)
    own = passage(whole)
    (statement,) = statements_of(own, summary(whole), whole)
    hit = Hit(rank=1, score=1.0, passage=own, document=summary(whole), source=whole.source_of(own.start, own.end))
    return Judged(statement=statement, hit=hit, answers=answers, bears=answers), whole


def test_beside_the_points_stand_only_rules_and_speeches_that_may_answer() -> None:
    """What else was found of practices, or of rules that are unlikely to answer, is left out."""
    best, one = judged("支部把降本任务列入清单逐项销号。", 0.9, id="d1")
    other, two = judged("车间开展了内容丰富的主题党日活动。", 0.4, id="d2")
    near, three = judged("党支部应当围绕降本任务开展工作。", 0.3, id="d3", kind=Kind.NORMATIVE)
    far, four = judged("会议室的使用应当提前三天提出申请。", 0.1, id="d4", kind=Kind.NORMATIVE)
    parts = layered([best], [best, other, near, far], {each.id: each for each in (one, two, three, four)})
    assert [(part.heading, len(part.points)) for part in parts] == [(None, 1), (Track.BASIS.value, 1)]
    assert parts[1].points[0].statement == near.statement
