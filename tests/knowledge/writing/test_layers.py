from __future__ import annotations

from knowledge.writing.writers import Scored

from knowledge.documents import Document, Kind
from knowledge.grounding.statements import statements_of
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


def scored(text: str, cosine: float, *, coverage: float = 1.0, **fields: object) -> tuple[Scored, Document]:
    """Return a sentence with what speaks for it, and its document."""
    whole = whole_document(text, **fields)
    (statement,) = statements_of(passage(whole), summary(whole), whole)
    return Scored(statement=statement, coverage=coverage, cosine=cosine, score=cosine), whole


def test_beside_the_points_stand_only_rules_and_speeches_that_are_near() -> None:
    """What else was found of practices, or of rules far from the question, is left out."""
    best, one = scored("支部把降本任务列入清单逐项销号。", 0.92, id="d1")
    other, two = scored("车间开展了内容丰富的主题党日活动。", 0.93, id="d2")
    near, three = scored("党支部应当围绕降本任务开展工作。", 0.91, id="d3", kind=Kind.NORMATIVE)
    far, four = scored("会议室的使用应当提前三天提出申请。", 0.85, id="d4", kind=Kind.NORMATIVE)
    parts = layered([best], [other, near, far], {each.id: each for each in (one, two, three, four)})
    assert [(part.heading, len(part.points)) for part in parts] == [(None, 1), (Track.BASIS.value, 1)]
    assert parts[1].points[0].statement == near.statement
