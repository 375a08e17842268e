"""Traces of answers: their steps and ids, and none of their words."""

from __future__ import annotations

from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bot.logs import request
from bot.services.events import Replied
from bot.tracing import Traces
from knowledge.answers import NoAnswer
from knowledge.callers import OPERATOR
from knowledge.trace import Step

STEPS = (Step(name="检索", seconds=0.2, detail="3段，首位《秘密的标题》"), Step(name="判断", seconds=0.5, detail=""))
REPLY = NoAnswer(question="谁的问题", standalone_question="谁的问题", text="没有找到。", trace=STEPS)


def test_an_answer_leaves_its_steps_and_no_words() -> None:
    """One span an answer with the request's id, one a step within it, and nothing of what was asked or found."""
    spans = InMemorySpanExporter()
    with request("web") as number:
        Traces(SimpleSpanProcessor(spans), "web-1")(Replied(by=OPERATOR, reply=REPLY, first_seconds=0.6, seconds=0.8))
    *steps, whole = spans.get_finished_spans()
    assert [(step.name, step.parent and step.parent.span_id) for step in steps] == [
        (name, whole.context.span_id) for name in ("检索", "判断")
    ]
    assert whole.attributes == {
        "ronghe.request": number,
        "ronghe.channel": "web",
        "ronghe.outcome": "no_answer",
        "ronghe.passages": (),
    }
    assert "秘密" not in "".join(span.to_json() for span in spans.get_finished_spans())
    assert whole.start_time
    assert whole.end_time
    assert round((whole.end_time - whole.start_time) / 1e9, 1) == 0.8
