from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from knowledge.catalog.standing_words import StandingWords
from knowledge.questions.slips import Slip, mended_slips
from tests.builders import source_file
from tests.knowledge.answering import PUBLIC, library_of

TEXTS = (
    "支部每月开会。",
    "支部定期换届。",
    "支部讨论发展党员。",
    "方案列入年度计划。",
    "党建带团建的案例。",
    "案例一例。",
    "案例两例。",
    "党建带团建见成效。",
    "党建带团建再深入。",
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("支布怎么换届", "支部怎么换届"), ("给我三个案列", "给我三个案例"), ("党建帯团建", "党建带团建")],
)
def test_a_slip_is_mended_and_told(tmp_path: Path, typed: str, meant: str) -> None:
    """By sound, by shape, and a character of another script; 案列 does not stand in 方案列入."""
    file = source_file("/m/a.txt", *TEXTS)
    with library_of(tmp_path, file) as library:
        words = StandingWords(library.catalog.database)
        found = mended_slips(typed, lambda word: words.passages_with(word, PUBLIC))
        assert found.text == meant
        assert found.notice.startswith("库内未见“")
        assert mended_slips(typed, lambda word: words.passages_with(word, frozenset())).text == typed


@pytest.mark.parametrize(
    ("question", "stands"),
    [
        ("支布怎么换届", {"支布": 1, "支部": 90}),  # it stands as it was typed
        ("支布怎么换届", {"支部": 2}),  # hardly anybody writes it otherwise
        ("彩礼多少合适", {"财力": 90}),  # a word of its own
        ("帮我一捋", {"一律": 90}),  # a count is no part of a slip
        ("支布" + "怎么换届" * 20, {"支部": 90}),  # enough else to search by
    ],
)
def test_nothing_else_is_mended(question: str, stands: Mapping[str, int]) -> None:
    """What stands, what the dictionary has, counts and long questions stay as they were typed."""
    assert mended_slips(question, lambda word: stands.get(word, 0)).slips == ()


def test_what_was_mended_is_named() -> None:
    """The line names both spellings."""
    found = mended_slips("支布怎么换届", lambda word: {"支部": 90}.get(word, 0))
    assert found.slips == (Slip(typed="支布", mended="支部"),)
    assert found.notice == "库内未见“支布”，已按“支部”查找。"
