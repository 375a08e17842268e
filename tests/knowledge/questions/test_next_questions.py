"""What may be asked next comes from what was answered."""

from __future__ import annotations

from knowledge.answers import Answer
from knowledge.blocks import StatementBlock
from knowledge.documents import Kind
from knowledge.questions.next_questions import candidates
from tests.bot.telegram import replies


def answer(question: str, text: str, *, kind: Kind, locator: str = "") -> Answer:
    cited = replies.citation(1, replies.document(1, kind=kind, title="融合办法"), locator=locator)
    blocks = (StatementBlock(text=text, markers=(1,)),)
    return Answer(question=question, standalone_question=question, blocks=blocks, citations=(cited,))


def labels(reply: Answer) -> list[str]:
    return [each.asked.label for each in candidates(reply)]


def test_different_answers_lead_on_to_different_questions() -> None:
    """Practice of one kind of unit leads to others and to rules; a rule to its article, examples and its validity."""
    practice = answer("国企怎么抓融合", "党员揭榜攻关。", kind=Kind.CASE)
    rule = answer("融合例会怎么开", "每季度召开一次。", kind=Kind.NORMATIVE, locator="第二章 › 第四条")
    assert labels(practice)[:3] == ["那机关呢？", "有什么规定？", "那医院呢？"]
    assert labels(rule) == ["看第四条", "举几个例子", "这份文件还有效吗？"]


def test_a_term_that_was_mentioned_may_be_asked_about() -> None:
    """Not the one that was asked about."""
    reply = answer("“四融四促”是什么", "“四融四促”与“三会一课”结合。", kind=Kind.ARTICLE)
    assert "三会一课是什么？" in labels(reply)
    assert "四融四促是什么？" not in labels(reply)
