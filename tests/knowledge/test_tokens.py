"""Tests of the normaliser and tokenizer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.numerals import number_of
from knowledge.tokens import (
    arabic_numerals,
    fold,
    fold_with_offsets,
    grams,
    literal_grams,
    simplified,
    words,
)

CHINESE = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Z", "S"]), max_size=60)


def test_traditional_full_width_and_quotation_marks_fold_together() -> None:
    """A Traditional, full-width text folds to what a person types."""
    assert fold("「第一議題」ＡＢＣ１２") == fold("“第一议题”abc12")


@given(CHINESE, CHINESE)
def test_folding_goes_character_by_character(first: str, second: str) -> None:
    """Folding two texts and joining them is folding them joined, so literal search finds every occurrence."""
    assert fold(first) + fold(second) == fold(first + second)


@given(CHINESE)
def test_offsets_lead_back_to_the_text(text: str) -> None:
    """Each folded character knows the character of the text that it came from."""
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded)
    assert all(folded[i] in fold(text[offset]) for i, offset in enumerate(offsets))


def test_a_literal_string_is_a_phrase_of_its_grams() -> None:
    """The grams of a string follow one another wherever it stands."""
    text, sought = grams("落实三会一课制度"), literal_grams("三會一課")
    assert sought == ["三会", "会一", "一课"]
    assert any(text[i : i + 3] == sought for i in range(len(text)))


def test_every_character_begins_a_gram() -> None:
    """A single character can be looked up, also the last one before a comma."""
    assert grams("党课，") == ["党课", "课"]


def test_long_words_bring_the_words_inside_them() -> None:
    """A question for 所得税 finds 个人所得税."""
    assert {"个人所得税", "所得税"} <= set(words("个人所得税"))


def test_domain_words_stay_whole() -> None:
    """A formula of the lexicon is one word."""
    assert "四融四促" in words("“四融四促”工作机制")


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("十二", 12), ("一百〇二", 102), ("两千", 2000), ("一百十二", 112), ("二十", 20), ("九", 9), ("一千零一十", 1010)],
)
def test_chinese_numerals_have_their_value(numeral: str, value: int) -> None:
    """Numerals as regulations write them are read."""
    assert number_of(numeral) == value


def test_articles_and_years_are_found_by_either_numeral() -> None:
    """第十二条 and 第12条 are one, and so are 二〇一九年 and 2019年."""
    assert arabic_numerals("二〇一九年第一百零二条") == "2019年第102条"
    assert words("第十二条") == words("第12条")


def test_formulas_keep_their_numerals() -> None:
    """四融四促 counts nothing."""
    assert arabic_numerals("四融四促，六聚焦六强化") == "四融四促，六聚焦六强化"


def test_reading_converts_whole_phrases() -> None:
    """For reading, a phrase keeps the form that Simplified text gives it."""
    assert simplified("乾隆年間的機關") == "乾隆年间的机关"
