"""Tests of our own question sets: what the issue asks of them, and that the corpus has what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.own_questions import CORPUS, questions
from knowledge.tokens import fold

REGULATIONS = CORPUS / "regulations"


def test_the_set_is_large_and_mixed_enough() -> None:
    """At least 150 questions in three wordings, 40 that nothing answers and 30 follow-ups, each with its own id."""
    asked = questions()
    assert len({each.id for each in asked}) == len(asked) >= 150
    assert {each.wording for each in asked} == {"lay", "official", "keywords"}
    assert sum(not each.facts for each in asked) >= 40
    assert sum(each.previous is not None for each in asked) >= 30


def test_facts_are_short_and_stand_in_their_documents() -> None:
    """A fact is a few words, and the document that should answer has it."""
    if not REGULATIONS.is_dir():
        pytest.skip("the corpus is not beside the checkout")
    for each in questions():
        if each.facts:
            (path,) = REGULATIONS.glob(f"{each.document}_*")
            text = "".join(fold(Path(path).read_text(encoding="utf-8")).split())
            assert all(len(fact) <= 12 and fold(fact) in text for fact in each.facts), each.id
