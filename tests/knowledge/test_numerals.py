from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.numerals import numeral_value, printed

NUMBERS = st.integers(min_value=0, max_value=9999)


@given(NUMBERS)
def test_a_printed_number_is_read_back(number: int) -> None:
    """What official texts print is understood, as are 〇 and 两 in it and plain digits."""
    numeral = printed(number)
    assert numeral_value(numeral) == number
    assert numeral_value(numeral.replace("零", "〇")) == number
    assert numeral_value(str(number)) == number


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("一百二", 120), ("一百零二", 102), ("一〇二", 102), ("五九", 59), ("廿三", 23), ("两千", 2000), ("一十二", 12)],
)
def test_spoken_numbers(numeral: str, value: int) -> None:
    """Numbers said digit by digit, or with the last unit left out, have the value that is meant."""
    assert numeral_value(numeral) == value


@given(st.text("零一二三四五六七八九十百千〇两", min_size=1, max_size=8))
def test_a_numeral_means_one_number_or_none(numeral: str) -> None:
    """What is read as a number is no other number when printed: nothing like 十十 is guessed at."""
    value = numeral_value(numeral)
    assert value is None or numeral_value(printed(value)) == value


@pytest.mark.parametrize("numeral", ["十十", "百千", "", "百分", "123456"])
def test_what_is_no_number(numeral: str) -> None:
    """Impossible numerals have no value."""
    assert numeral_value(numeral) is None
