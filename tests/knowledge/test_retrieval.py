"""Tests of fusion and diversity; retrieval as a whole is tested over a library in test_answerer.py."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.diversity import PER_DOCUMENT, spread
from knowledge.fusion import fuse, shares, weights_for
from knowledge.queries import Form, parse_query

RANKING = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.floats(-50, 50)), max_size=8, unique_by=lambda p: p[0])
DIFFERENT = ("春耕备耕抓早抓实", "夏季防汛演练到村", "秋粮收购不打白条", "冬修水利人人上阵", "年终盘点逐项对账")


def test_agreement_beats_one_loud_signal() -> None:
    """A passage that both signals like stands before one that only one of them likes."""
    first = shares([("loud", 90), ("both", 80), ("x", 0)])
    fused = fuse((0.5, first), (0.5, shares([("both", 3.0), ("y", 1.0)])))
    assert next(passage for passage, _ in fused) == "both"


@given(RANKING, RANKING, RANKING)
def test_fused_scores_are_between_nought_and_one(
    first: list[tuple[str, float]], second: list[tuple[str, float]], third: list[tuple[str, float]]
) -> None:
    """Whatever the scales of the signals, scores stay comparable, in 0 to 1, best first, each passage once."""
    fused = fuse((0.4, shares(first)), (0.3, shares(second)), (0.3, shares(third)))
    scores = [score for _, score in fused]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 + 1e-9 for score in scores)
    assert len({passage for passage, _ in fused}) == len(fused)


def test_equal_scores_have_one_order() -> None:
    """The same question gives the same order, run after run."""
    assert fuse((1.0, shares([("b", 1), ("a", 1)]))) == [("a", 1.0), ("b", 1.0)]


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("土地承包；合同效力", Form.KEYWORDS),
        ("考核 绩效 挂钩", Form.KEYWORDS),
        ("支部换届要提前多久准备？", Form.QUESTION),
        ("谋划、部署、检查怎么一起做", Form.QUESTION),
        ("采购降本", Form.QUESTION),
    ],
)
def test_keywords_are_told_from_sentences(question: str, form: Form) -> None:
    """Words parted by marks or spaces are keywords, unless something is asked."""
    assert parse_query(question).form is form


@pytest.mark.parametrize("question", ["土地承包；合同效力", "支部换届要提前多久准备？"])
def test_the_signals_share_one_weight(question: str) -> None:
    """Whatever the form, the weights of the three signals sum to 1, so that scores stay in 0 to 1."""
    weights = weights_for(parse_query(question))
    assert weights.dense + weights.words + weights.grams == pytest.approx(1)


def test_no_document_crowds_out_the_others() -> None:
    """After a few passages of one document the next document has its turn."""
    ranked = [("long", text) for text in DIFFERENT] + [("short", "另一份材料")]
    assert spread(ranked)[PER_DOCUMENT] == 5


def test_a_reprint_stands_behind_what_is_new() -> None:
    """The same words from another document come after what has not been said yet."""
    ranked = [("original", DIFFERENT[0]), ("reprint", DIFFERENT[0]), ("other", DIFFERENT[1])]
    assert spread(ranked) == [0, 2, 1]


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=20))
def test_spreading_loses_nothing(documents: list[str]) -> None:
    """Every position is kept exactly once."""
    ranked = [(document, f"第{position}段") for position, document in enumerate(documents)]
    assert sorted(spread(ranked)) == list(range(len(documents)))
