"""The embedder that remembers: the same vectors, made once, and no more of them than it may keep."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.models.remembering import RememberingEmbedder
from tests.fakes import BigramEmbedder


@given(st.lists(st.lists(st.sampled_from(["支部", "学习", "走访", "换届", "考核"]), max_size=6), max_size=5))
def test_what_is_remembered_is_what_was_read(asked: list[list[str]]) -> None:
    """Whatever is asked for in whatever order, rows are those of the model, and no text is read twice."""
    model = BigramEmbedder()
    remembering = RememberingEmbedder(model)
    for texts in asked:
        assert np.array_equal(remembering.embed_passages(texts), BigramEmbedder().embed_passages(texts))
    assert len(model.embedded) == len(set(model.embedded))


def test_what_was_asked_for_longest_ago_is_forgotten_first() -> None:
    """Beyond the limit the oldest goes and is read again when it is asked for."""
    model = BigramEmbedder()
    embedder = RememberingEmbedder(model, sentences=2)
    for text in ("甲", "乙", "甲", "丙", "甲", "乙"):
        embedder.embed_passages([text])
    assert model.embedded == ["甲", "乙", "丙", "乙"]
