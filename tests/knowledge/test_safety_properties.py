"""T-S6: what holds of marks, of the log and of sentences that speak to a program, whatever stands around them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.logs import redacted
from knowledge.chat.outgoing import masked
from knowledge.grounding.instructions import speaks_to_a_program
from knowledge.secrecy import mark_of, mark_of_question

TEXT = st.text(max_size=300)


@given(before=TEXT, after=TEXT, grade=st.sampled_from(["绝密", "机密", "秘密"]), star=st.sampled_from("★☆⭐"))
def test_a_starred_grade_is_found_whatever_surrounds_it(before: str, after: str, grade: str, star: str) -> None:
    """On a line of its own in any text at all."""
    mark = mark_of(f"{before}\n{grade}{star}10年\n{after}")
    assert mark is not None
    assert mark.grade.is_absolute


@given(text=TEXT, name=TEXT)
def test_examining_never_fails(text: str, name: str) -> None:
    """Any text, any name: a mark or none, and never a word of it in the mark."""
    for mark in (mark_of(text, name), mark_of_question(text)):
        assert mark is None or set(mark.model_dump()) == {"grade", "rule"}
    assert speaks_to_a_program(text) in {True, False}


@given(text=TEXT)
def test_redacting_twice_is_redacting_once(text: str) -> None:
    """What was hidden stays hidden and nothing new is made of it."""
    assert redacted(redacted(text)) == redacted(text)


@given(before=st.text(alphabet="甲乙 ，。：", max_size=50), after=st.text(alphabet="甲乙 ，。：", max_size=50))
def test_a_number_is_hidden_whatever_surrounds_it(before: str, after: str) -> None:
    """In the log and in what goes to a model elsewhere."""
    for number in ("13800138000", "11010519491231002X"):
        assert number not in redacted(f"{before}{number}{after}")
        assert number not in masked(f"{before}{number}{after}")
