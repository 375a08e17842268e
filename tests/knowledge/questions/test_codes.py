"""Tests of numbers of contracts and papers: they are looked up like anything else that is named exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.answers import Answer
from knowledge.questions.queries import codes_of, parse_query
from tests.builders import source_file
from tests.knowledge.answering import answerer_over, asked, library_of

ROWS = tuple(f"{name}支部负责合同QX-2023-00{number}，做法为联系制度。" for number, name in enumerate("一二三四", 11))


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("QX-2023-0013是哪个支部的合同", ("qx-2023-0013",)),
        ("第3条怎么规定", ()),
        ("B2B业务怎么管", ()),
    ],
)
def test_codes_are_named_exactly(question: str, codes: tuple[str, ...]) -> None:
    """As a whole, and not as the numbers in them."""
    query = parse_query(question)
    assert codes_of(query.folded) == codes
    assert set(codes) <= set(query.specifics)


def test_a_code_alone_is_a_question(tmp_path: Path) -> None:
    """Whoever types nothing else gets the row that has it."""
    with library_of(tmp_path, source_file("/m/a.txt", *ROWS, title="合同台账")) as library:
        reply = asked(answerer_over(library), "QX-2023-0013")[1]
    assert isinstance(reply, Answer)
    assert "三支部负责合同QX-2023-0013" in reply.text
