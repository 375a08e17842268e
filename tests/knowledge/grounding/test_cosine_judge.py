"""Tests of what stands in for the judge."""

from __future__ import annotations

from knowledge.grounding.cosine_judge import MOST, CosineJudge
from knowledge.ports import Window
from tests.fakes import BigramEmbedder

QUESTION = "支部多久召开一次会议"
TEXT = "支部每月召开一次会议。食堂菜价由职工商定。"
WINDOW = Window("", TEXT, ((0, 11), (11, len(TEXT))))


def test_what_is_nearer_answers_more_likely() -> None:
    """Each span has its likelihood, and a window bears as much as its best span."""
    (said,) = CosineJudge(BigramEmbedder()).judge(QUESTION, [WINDOW])
    near, far = said.answers
    assert 0 < far < near < 1
    assert said.bears == near


def test_a_window_without_spans_bears_nothing() -> None:
    """One judgement a window, in order, whatever it has."""
    judge = CosineJudge(BigramEmbedder())
    empty = Window("标题", "标题", ())
    assert [len(one.answers) for one in judge.judge(QUESTION, [empty, WINDOW, empty])] == [0, 2, 0]
    assert [one.bears for one in judge.judge(QUESTION, [empty])] == [0.0]
    assert judge.judge(QUESTION, []) == []


def test_only_the_first_spans_are_compared() -> None:
    """Embedding takes time and the answer waits: what comes later is said not to answer."""
    embedder = BigramEmbedder()
    said = CosineJudge(embedder).judge(QUESTION, [WINDOW] * MOST)
    assert len(embedder.embedded) == MOST
    assert all(likely > 0 for one in said[: MOST // 2] for likely in one.answers)
    assert all(one.answers == (0.0, 0.0) for one in said[MOST // 2 :])


def test_the_bundled_model_has_a_scale_of_its_own() -> None:
    """E5 puts any two texts near each other: the same cosine says less of them."""
    (usual,) = CosineJudge(BigramEmbedder()).judge(QUESTION, [WINDOW])
    (bundled,) = CosineJudge(BigramEmbedder("bundled-e5-small-abc")).judge(QUESTION, [WINDOW])
    assert bundled.answers[0] < usual.answers[0]
