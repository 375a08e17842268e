"""Tests of questions in Traditional script."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.services.assistant import assistant_of
from knowledge.library import Library
from knowledge.people import People
from tests.builders import source_file
from tests.fakes import BigramEmbedder
from tests.operator import by_operator

CASE = ("青澜市第六人民医院党委每月召开一次科室联席会，研究怎么改进急诊。", "党员突击队做了三件事：分流、陪护、回访。")


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("第六人民医院怎么开科室联席会", "第六人民醫院怎麼開科室聯席會"),
        ("党员突击队做了什么", "黨員突擊隊做了什麼"),
        ("那医院呢", "那醫院呢"),
        ("你能做什么", "你能做什麼"),
    ],
)
def test_the_script_of_a_question_changes_nothing(tmp_path: Path, simplified: str, traditional: str) -> None:
    """The same question in the other script gets the same reply, under the question as it was asked."""
    with Library.open_reader(tmp_path, BigramEmbedder()) as library:
        library.replace_file(*source_file("/case.txt", *CASE, title="青澜市第六人民医院的做法", kind="case"))
        database = library.catalog.database
        assistant = assistant_of(library, People(database))
        one, other = (assistant.asking.ask(by_operator(asked)) for asked in (simplified, traditional))
    assert (type(one), one.text) == (type(other), other.text)
    assert other.question == traditional
