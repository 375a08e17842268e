"""A request for examples over several turns."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.practices.pages import another_page, compared_numbers, is_request, page_of

ASKED = "给我三个医院的例子"


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("对比1和3", (1, 3)),
        ("请对比一下第二个和第四个", (2, 4)),
        ("比较1、2、5", (1, 2, 5)),
        ("1和3并排对比", (1, 3)),
        ("/对比 1 3", (1, 3)),
        ("对比保密法2010年版和2024年版", ()),
        ("“四个一起”和“四同”对比", ()),
        ("1和3", ()),
    ],
)
def test_numbers_of_examples_are_read_and_nothing_else(words: str, numbers: tuple[int, ...]) -> None:
    """Only examples are compared by number; rules and formulas are compared by those who know them."""
    assert compared_numbers(words) == numbers


def test_another_batch_goes_on_from_the_last() -> None:
    """换一批 twice is the third page, of as many examples as were asked for."""
    third = another_page("再换一批", another_page("换一批", ASKED))
    page = page_of(third, today=date(2026, 5, 1))

    assert (page.number, page.count, page.offset) == (3, 3, 6)
    assert is_request(third)


def test_another_batch_of_nothing_is_a_question_like_others() -> None:
    """Without a request for examples before it, 换一批 stays as it is."""
    assert another_page("换一批", None) == another_page("换一批", "三会一课是什么") == "换一批"
