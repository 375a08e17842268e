from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from knowledge.answers import Inquiry, NoAnswer, Notice, Progress, Reply, finished
from knowledge.documents import DocumentSummary
from knowledge.inventory.answerer import LibraryAnswerer
from knowledge.inventory.telling import NOT_TOLD
from knowledge.inventory.understanding import Understanding
from knowledge.inventory.wanted import wanted_of
from knowledge.models.embedding import SentenceEmbedder
from tests.builders import document, summary

TODAY = date(2026, 11, 30)
HELD = [
    summary(document("甲", id="a", title="示例市保密工作条例", kind="normative", date="2021-03-01")),
    summary(document("乙", id="b", title="在示例市年度会议上的讲话", kind="speech", date="2024-05-06")),
    summary(document("丙", id="c", title="某医院的做法", kind="case", label="unit")),
    summary(document("丁", id="d", title="中华人民共和国保守国家秘密法（2024年修订）", kind="law", date="2024-02-27")),
]


class _Others:
    """Who answers everything else."""

    def stream(self, asked: Inquiry) -> Progress:
        yield NoAnswer(question=asked.text, standalone_question=asked.text, text="库内没有。")


def _visible(labels: frozenset[str]) -> Sequence[DocumentSummary]:
    return [each for each in HELD if each.label in labels]


@pytest.fixture(scope="module")
def understanding(models: Path) -> Understanding:
    return Understanding(SentenceEmbedder("bundled", models=models))


def _reply(understanding: Understanding, question: str, *labels: str, previous: str | None = None) -> Reply:
    answerer = LibraryAnswerer(documents=_visible, understanding=understanding, others=_Others())
    return finished(answerer.stream(Inquiry(question, labels=frozenset(labels or {"public"}), previous=previous)))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("库里有多少份文件", "共3份"),
        ("你们有哪些讲话", "讲话有1份"),
        ("有没有2022年以后的材料", "2022年及以后的材料有2份"),
        ("有几份关于保密的文件", "标题含“保密”的文件有2份"),
        ("最新的是哪份", "最新的是《在示例市年度会议上的讲话》（2024年5月6日）"),
        ("你能回答什么", "每句话都注明出处"),
        ("这些材料是谁放进来的", NOT_TOLD),
    ],
)
def test_the_library_answers_for_itself(understanding: Understanding, question: str, told: str) -> None:
    """How much, of what, from when, on what, how recent, what for: a notice; who put it in is not told."""
    reply = _reply(understanding, question)
    assert isinstance(reply, Notice)
    assert told in reply.text


@pytest.mark.slow
def test_only_what_the_asker_may_see_is_counted(understanding: Understanding) -> None:
    """What carries another label is neither counted nor named."""
    assert "医院" not in _reply(understanding, "库里有哪些材料").text
    assert "共4份" in _reply(understanding, "库里有哪些材料", "public", "unit").text


@pytest.mark.slow
@pytest.mark.parametrize(
    "question", ["党费有多少种", "有哪些讲话提到两张皮", "给我三个案例", "有几份关于禁毒的文件", "为什么", "你好"]
)
def test_what_asks_for_content_goes_on(understanding: Understanding, question: str) -> None:
    """Matters, examples, topics that no title names and fillers are for others to answer."""
    assert isinstance(_reply(understanding, question), NoAnswer)


@pytest.mark.slow
def test_within_a_conversation_the_library_must_be_named(understanding: Understanding) -> None:
    """有哪些规定 after a question asks for rules on its matter; 库里有哪些规定 does not."""
    assert isinstance(_reply(understanding, "有哪些规定", previous="发展党员要走哪些程序"), NoAnswer)
    assert isinstance(_reply(understanding, "库里有哪些规定", previous="发展党员要走哪些程序"), Notice)


def test_sorts_and_years_are_read_and_masked() -> None:
    """What is asked of them is what is left; a word on anything else makes it no question about the library."""
    wanted = wanted_of("有没有2022年以后的讲话？", today=TODAY)
    assert wanted is not None
    assert (wanted.name, wanted.since, wanted.masked) == ("讲话", 2022, "有没有2020年以后的材料")
    assert wanted_of("有哪些规定要求谈心谈话", today=TODAY) is None
