"""Tests of the official words for what people call otherwise."""

from __future__ import annotations

import pytest

from knowledge.lexicon.reader import lexicon_lines
from knowledge.questions.official import official_words
from knowledge.questions.queries import parse_query


def test_a_question_is_searched_for_in_the_words_of_rules_too() -> None:
    """Who asks about a 房东 finds what a 出租人 must do, and an answer must be about the 出租人: rules know no 房东."""
    query = parse_query("房东不退押金怎么办")
    assert query.sought.startswith(query.text)
    assert {"房东", "出租人"} <= set(query.words)
    assert "出租人" in query.content
    assert "房东" not in query.content


def test_what_the_question_has_is_not_added() -> None:
    """Official words that are there already are not said twice."""
    assert official_words("房东也就是出租人") == ()


@pytest.mark.parametrize("question", ["开除党籍以后能否重新申请", "公务员辞退的条件", "党员培训班怎么安排"])
def test_official_wording_stays_as_it_is(question: str) -> None:
    """What rules say themselves is nobody's name for something else."""
    assert parse_query(question).sought == question


def test_every_line_is_a_pair() -> None:
    """Each way to say it stands once, with official words beside it."""
    pairs = [line.split("\t") for line in lexicon_lines("official_words.txt")]
    assert all(len(pair) == 2 and pair[0] != pair[1] for pair in pairs)
    assert len({said for said, _ in pairs}) == len(pairs)
