"""Tests of numbers of contracts and papers: they are looked up like anything else that is named exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.answers import Answer
from tests.builders import source_file
from tests.knowledge.answering import answerer_over, asked, library_of

ROWS = tuple(f"{name}支部负责合同QX-2023-00{number}，做法为联系制度。" for number, name in enumerate("一二三四", 11))


@pytest.mark.parametrize("question", ["QX-2023-0013", "QX-2023-0013是哪个支部的合同"])
def test_a_number_of_a_contract_finds_its_row(tmp_path: Path, question: str) -> None:
    """Also where nothing else is typed; the row stands first, its neighbours have other numbers."""
    with library_of(tmp_path, source_file("/m/a.txt", *ROWS, title="合同台账")) as library:
        reply = asked(answerer_over(library), question)[1]
    assert isinstance(reply, Answer)
    assert "三支部负责合同QX-2023-0013" in reply.citations[0].quote
