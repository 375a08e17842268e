"""Tests of the other ways to write the same."""

from __future__ import annotations

import pytest

from knowledge.variants import MOST, variants_of


def test_an_abbreviation_is_looked_up_with_what_it_stands_for() -> None:
    """三会一课 brings its parts along, in quotation marks or in Traditional script too."""
    assert variants_of("三会一课")[0] == "支部党员大会"
    assert variants_of("“三會一課”") == variants_of("三会一课")
    assert "三会一课" in variants_of("党小组会")


@pytest.mark.parametrize("words", ["", "没有这个词", "%", "三会一课三会一课"])
def test_other_words_have_none(words: str) -> None:
    """What the lists do not know is looked up alone."""
    assert variants_of(words) == ()


def test_a_variant_never_contains_the_words() -> None:
    """What contains the words is found by them anyway."""
    assert all("第一议题" not in one for one in variants_of("第一议题"))
    assert len(variants_of("三会一课")) <= MOST
