"""Where the sides of a question stand: the judge's network reads it alone, and a small head goes over its tokens.

【党组】和【机关党委】有什么区别 has two sides: each is looked up by itself, with what is common to both. The head, a
gated recurrent unit in both directions (Cho et al. (2014), arXiv:1406.1078), says of a token that a side begins with
it, goes on with it, or neither (Ramshaw and Marcus (1995), “Text Chunking using Transformation-Based Learning”); the
likeliest lawful row of these is found by Viterbi's algorithm. `benchmarks/judging/sides.py` trains it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from knowledge.models.fast_tokenizer import FastTokenizer
from knowledge.models.numbers import Floats, sigmoid

OUTSIDE, BEGINS, GOES_ON = range(3)

WIDTH, INNER = 384, 96
"""Of a token's state, and of the head's own state in each direction."""

PREFIX = "query: "
"""What the encoder was trained to see before a question."""

_DIRECTIONS = ("", "_reverse")

SIDE_SHAPES: dict[str, tuple[int, ...]] = {
    "norm.weight": (WIDTH,),
    "norm.bias": (WIDTH,),
    **{f"gru.weight_ih_l0{direction}": (3 * INNER, WIDTH) for direction in _DIRECTIONS},
    **{f"gru.weight_hh_l0{direction}": (3 * INNER, INNER) for direction in _DIRECTIONS},
    **{f"gru.bias_{part}_l0{direction}": (3 * INNER,) for part in ("ih", "hh") for direction in _DIRECTIONS},
    "said.weight": (3, 2 * INNER),
    "said.bias": (3,),
}
"""Shapes of the head's weights, by the names that torch gives them."""


class Cut(NamedTuple):
    """A question as tokens."""

    ids: list[int]
    """With the markers around them."""

    offsets: list[tuple[int, int]]
    """In characters of the question, of its own tokens: the last ones before the end marker."""


class SideHead:
    """Finds the sides of a question in what the network made of its tokens.

    Args:
        weights: As in `SIDE_SHAPES`.
    """

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._weights = weights

    def spans(self, asked: Cut, states: Floats) -> list[tuple[int, int]]:
        """Return where the sides stand, in characters; nothing where there are fewer than two.

        Args:
            asked: The question as tokens.
            states: Of its own tokens, shape (tokens, width).
        """
        return spans_of(self.logits(states), asked.offsets)

    def logits(self, states: Floats) -> Floats:
        """Return three logits a token, shape (tokens, 3)."""
        weights = self._weights
        spread = np.sqrt(states.var(axis=1, keepdims=True) + 1e-5)
        given = (states - states.mean(axis=1, keepdims=True)) / spread * weights["norm.weight"] + weights["norm.bias"]
        forward, backward = self._passed(given, ""), self._passed(given[::-1], "_reverse")[::-1]
        said = np.concatenate((forward, backward), axis=1) @ weights["said.weight"].T + weights["said.bias"]
        return np.asarray(said, dtype=np.float32)

    def _passed(self, given: Floats, direction: str) -> Floats:
        """Return the unit's state after each token."""
        weights = self._weights
        own = given @ weights[f"gru.weight_ih_l0{direction}"].T + weights[f"gru.bias_ih_l0{direction}"]
        state, states = np.zeros(INNER, dtype=np.float32), []
        for row in own:
            kept = weights[f"gru.weight_hh_l0{direction}"] @ state + weights[f"gru.bias_hh_l0{direction}"]
            reset, update = (sigmoid(row[part] + kept[part]) for part in (slice(INNER), slice(INNER, 2 * INNER)))
            new = np.tanh(row[2 * INNER :] + reset * kept[2 * INNER :])
            state = (1 - update) * new + update * state
            states.append(state)
        return np.array(states, dtype=np.float32).reshape(len(states), INNER)


def cut(tokenizer: FastTokenizer, question: str) -> Cut:
    """Return a question as the network reads it alone."""
    ids, offsets = tokenizer.encode_with_offsets(PREFIX + question)
    own = [(max(start - len(PREFIX), 0), end - len(PREFIX)) for start, end in offsets if end > len(PREFIX)]
    return Cut(ids, own)


def own_tokens(one: Cut) -> slice:
    """Return where the question's own tokens stand in its ids."""
    return slice(len(one.ids) - 1 - len(one.offsets), len(one.ids) - 1)


def spans_of(logits: Floats, offsets: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where sides stand in a question; nothing where there are fewer than two.

    Args:
        logits: Shape (tokens, 3), of the tokens of the question.
        offsets: Of these tokens, in characters.
    """
    found: list[tuple[int, int]] = []
    for label, (start, end) in zip(_lawful(logits), offsets, strict=True):
        if label == BEGINS:
            found.append((start, end))
        elif label == GOES_ON:
            found[-1] = (found[-1][0], end)
    return found if len(found) > 1 else []


def _lawful(logits: Floats) -> list[int]:
    """Return the likeliest labels in which nothing goes on that has not begun."""
    if not len(logits):
        return []
    scores = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    kinds = np.arange(3)
    forbidden = np.where((kinds[:, None] == OUTSIDE) & (kinds[None, :] == GOES_ON), -np.inf, 0.0)
    best = np.where(kinds == GOES_ON, -np.inf, scores[0])
    came = []
    for row in scores[1:]:
        through = best[:, None] + forbidden
        came.append(through.argmax(0))
        best = through.max(0) + row
    labels = [int(best.argmax())]
    for before in reversed(came):
        labels.append(int(before[labels[-1]]))
    return labels[::-1]
