"""Tests of the line that stands before what is only related."""

from __future__ import annotations

import pytest

from knowledge.writing import wording
from knowledge.writing.choosing import LIKELY, MAY_ANSWER


@pytest.mark.parametrize(
    ("promise", "line"),
    [
        (LIKELY, wording.LIKELY),
        (LIKELY - 0.01, wording.MAY_ANSWER),
        (MAY_ANSWER, wording.MAY_ANSWER),
        (MAY_ANSWER - 0.01, wording.RELATED),
        (0.0, wording.RELATED),
        (-1.0, wording.RELATED),
    ],
)
def test_the_first_line_says_how_likely_it_answers(promise: float, line: str) -> None:
    """What may well answer is not called beside the point, and what hardly does is not called an answer."""
    assert wording.reservation(promise) == line
