"""Tests of taking a model's draft apart."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.writing.drafting import Piece, pieces

DRAFT = (
    "<think>先看资料。</think>**医院**把党建列入要点。[1][2] 每月开会。【3】\n\n## 实践参考\n- 提出“先学再做”[^1]。\n"
    "2. 第二点［1］。\n· 3人以上[1,3]、[2]；再看[2-4]。\n"
)
PIECES = [
    Piece("sentence", "医院把党建列入要点。", (1, 2), running=False),
    Piece("sentence", "每月开会。", (3,), running=True),
    Piece("heading", "实践参考", (), running=False),
    Piece("item", "提出“先学再做”。", (1,), running=False),
    Piece("item", "第二点。", (1,), running=False),
    Piece("item", "3人以上；再看。", (1, 3, 2, 4), running=False),
]


@given(st.lists(st.integers(min_value=0, max_value=len(DRAFT)), max_size=30))
def test_a_draft_is_the_same_however_it_is_cut(cuts: list[int]) -> None:
    """Where the endpoint cuts its pieces does not matter, nor which brackets the model uses."""
    bounds = [0, *sorted(cuts), len(DRAFT)]
    assert list(pieces(DRAFT[a:b] for a, b in itertools.pairwise(bounds))) == PIECES


@pytest.mark.parametrize("draft", ["", "   \n\n", "<think>没有写完", "***\n---\n"])
def test_nothing_comes_of_nothing(draft: str) -> None:
    """A draft without words has no pieces, or a thought that never ended."""
    assert list(pieces([draft])) == []
