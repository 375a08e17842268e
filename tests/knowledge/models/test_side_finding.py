"""Tests of the head that finds the sides of a question."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from torch import nn

from knowledge.models.judging import AdaptedJudge
from knowledge.models.side_finding import BEGINS, GOES_ON, INNER, OUTSIDE, SIDE_SHAPES, WIDTH, SideHead, spans_of
from knowledge.questions.sides import sides_of

TOKENS = st.integers(1, 30)


def test_the_head_says_what_torch_says() -> None:
    """A layer norm, a gated recurrent unit in both directions, a linear layer."""
    chance = np.random.default_rng(3)
    weights = {name: (chance.standard_normal(shape) * 0.2).astype(np.float32) for name, shape in SIDE_SHAPES.items()}
    head = nn.ModuleDict(
        {
            "norm": nn.LayerNorm(WIDTH),
            "gru": nn.GRU(WIDTH, INNER, bidirectional=True, batch_first=True),
            "said": nn.Linear(2 * INNER, 3),
        }
    )
    head.load_state_dict({name: torch.from_numpy(each) for name, each in weights.items()})
    states = chance.standard_normal((17, WIDTH)).astype(np.float32)
    with torch.no_grad():
        wanted = head["said"](head["gru"](head["norm"](torch.from_numpy(states)[None]))[0])[0]
    assert SideHead(weights).logits(states) == pytest.approx(wanted.numpy(), abs=1e-3)


@given(TOKENS.flatmap(lambda n: arrays(np.float32, (n, 3), elements=st.floats(-20, 20, width=32))))
def test_whatever_is_said_of_the_tokens_sides_are_lawful(
    logits: np.ndarray[tuple[int, int], np.dtype[np.float32]],
) -> None:
    """In order, apart, none empty, and never only one."""
    offsets = [(place, place + 1) for place in range(len(logits))]
    spans = spans_of(logits, offsets)
    assert len(spans) != 1
    assert all(start < end for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


def test_two_sides_that_touch_are_two() -> None:
    """【党组】【机关党委】, and what is between and after them is neither."""
    labels = [BEGINS, GOES_ON, BEGINS, GOES_ON, OUTSIDE]
    logits = np.eye(3, dtype=np.float32)[labels] * 9
    assert spans_of(logits, [(0, 1), (1, 2), (2, 4), (4, 6), (6, 8)]) == [(0, 2), (2, 6)]


@pytest.mark.parametrize(
    "question",
    [
        "党组和机关党委有什么区别",
        "信访条例和信访工作条例对办理期限的规定一样吗",
        "公益市集想办一场，柳塘镇和河阳社区各请了哪些单位摆摊",
        "国企和医院分别怎么抓党建",
    ],
)
def test_sides_are_found_in_peoples_own_words(judge: AdaptedJudge, question: str) -> None:
    """With the trained head."""
    assert len(sides_of(question, judge.sides(question))) == 2


@pytest.mark.parametrize("question", ["国企怎么推动党建和业务融合", "预备期多久", "党支部怎么设置"])
def test_what_belongs_together_is_one(judge: AdaptedJudge, question: str) -> None:
    """党建和业务 are one matter."""
    assert judge.sides(question) == []


def test_a_long_text_is_read_as_far_as_the_network_reads(judge: AdaptedJudge) -> None:
    """Pasted text of a thousand characters is no error."""
    assert isinstance(judge.sides("支部每季度研究一次融合事项，形成清单并逐项销号。" * 45), list)
