"""Tests of the program that measures answers: what it counts, and that it leaves the rest of the page alone."""

from __future__ import annotations

from benchmarks.answering import BEGIN, END, judged_statement, with_section
from tests.bot.telegram import replies


def test_a_statement_is_held_against_what_it_cites() -> None:
    """Its own words support it, others do not; a second citation that adds nothing to it is not precise."""
    own = replies.citation(1, replies.document(1))
    other = own.model_copy(update={"marker": 2, "quote": "天气晴朗。"})
    other = other.model_copy(update={"document": replies.document(2, title="无关")})
    assert judged_statement(f"{own.quote}[1]", [own]) == (1, 1, 1, 1)
    assert judged_statement(f"{own.quote}[1][2]", [own, other]) == (1, 1, 2, 1)
    assert judged_statement("与所引材料毫无关系的一句断言。[1]", [own]) == (1, 0, 1, 0)
    assert judged_statement("制度依据", []) == (0, 0, 0, 0)


def test_only_the_own_section_is_replaced() -> None:
    """The section is added at the end, then put in its own place; what stands around it stays."""
    once = with_section("# Page\n\ntext\n", "old\n")
    assert once == f"# Page\n\ntext\n\n{BEGIN}old\n{END}"
    assert with_section(f"{once}more\n", "new\n") == f"# Page\n\ntext\n\n{BEGIN}new\n{END}more\n"
