from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messenger import callbacks
from bot.messenger.callbacks import Opening

REPLY_IDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12)


@given(
    st.builds(
        Opening,
        st.sampled_from(["s", "n"]),
        REPLY_IDS,
        st.integers(min_value=1, max_value=99),
        st.integers(min_value=1, max_value=999),
        st.integers(min_value=-9999, max_value=9999),
    )
)
def test_an_opening_survives_the_way_through_telegram(opening: Opening) -> None:
    """What a button sends back says what it was made for, within 64 bytes."""
    assert callbacks.opening(opening.data()) == opening
    original = re.fullmatch(callbacks.ORIGINAL, callbacks.original(opening))
    assert original
    assert callbacks.opening_of(original) == opening._replace(page=1, step=0)
    assert len(callbacks.original(opening).encode()) <= len(opening.data().encode()) + 2 <= 64


@given(REPLY_IDS)
def test_the_way_back_names_the_reply(reply_id: str) -> None:
    """返回 leads to the reply it stood under."""
    found = re.fullmatch(callbacks.BACK, callbacks.back(reply_id))
    assert found
    assert found[1] == reply_id


@pytest.mark.parametrize(
    "data", ["", "s:r1", "s:r1:1:1:0", "s:r1:1:1:+1", "x:r1:1:1", "s:R1:1:1", "s:r1:１:1", "s:../x:1:1", "s:r1:1:1\n"]
)
def test_forged_data_is_no_opening(data: str) -> None:
    """Anything else than what we wrote is refused before it reaches the core."""
    assert callbacks.opening(data) is None


def test_questions_are_told_apart_by_number() -> None:
    """A question's button carries its number, never its words."""
    assert re.match(callbacks.ASK, callbacks.asking(3))
