from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messenger.markup import BOLD, FOLDED, Run, messages, split_html, units
from tests.bot.telegram.telegram_html import check, parse

TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs", "Cc"]),
        st.sampled_from("<>&;\n。！？“”[]1😀𠮷👨‍💻／"),
    ),
    max_size=120,
)
RUNS = st.lists(st.builds(Run, TEXTS, st.sampled_from(["", BOLD, FOLDED])), max_size=8)


def without_space(text: str) -> str:
    return "".join(text.split())


@given(RUNS, st.integers(min_value=2, max_value=60))
def test_every_piece_is_sound_and_nothing_is_lost(runs: list[Run], limit: int) -> None:
    """Whatever is split, each piece parses, keeps its limit, and together they hold all but white space."""
    pieces = [parse(piece) for piece in split_html(runs, limit=limit)]
    assert all(units(piece.text) <= limit for piece in pieces)
    assert without_space("".join(piece.text for piece in pieces)) == without_space("".join(run.text for run in runs))


@given(RUNS)
def test_styles_stay_on_their_words(runs: list[Run]) -> None:
    """What was bold is bold afterwards, however the text was cut."""
    pieces = [parse(piece) for piece in split_html(runs, limit=20)]
    bold = "".join(text for piece in pieces for tag, text in piece.tagged if tag == BOLD)
    assert without_space(bold) == without_space("".join(run.text for run in runs if run.tag == BOLD))


@settings(max_examples=30)
@given(st.sampled_from(["<", "&", "党", "😀", "𠮷", "\u00a0x", "<b>&amp;"]), st.integers(min_value=0, max_value=20_000))
def test_any_length_of_any_character_is_accepted(character: str, length: int) -> None:
    """However long and however costly to escape, each message stays within all limits of Telegram."""
    text = (character * length)[:20_000]
    parsed = [check(message) for message in messages([Run(text)])]
    assert sum(piece.text.count(character[0]) for piece in parsed) == text.count(character[0])


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param("甲乙丙丁。\n\n戊己庚。辛\n壬癸子丑", "甲乙丙丁。", id="paragraph"),
        pytest.param("甲乙丙丁。戊己\n庚辛壬癸子丑", "甲乙丙丁。戊己", id="line"),
        pytest.param("甲乙丙丁戊“己。”庚辛壬癸子丑", "甲乙丙丁戊“己。”", id="sentence_with_its_closing_quote"),
        pytest.param("甲乙丙丁戊己庚辛壬癸子丑", "甲乙丙丁戊己庚辛壬癸", id="nowhere"),
    ],
)
def test_text_is_cut_where_a_reader_would_pause(text: str, first: str) -> None:
    """Paragraphs go before lines, lines before sentences; a text without any is cut at the limit."""
    assert split_html([Run(text)], limit=10)[0] == first


def test_a_character_of_two_units_is_never_halved() -> None:
    """𠮷 and emoji count two units and stay whole."""
    assert split_html([Run("𠮷😀𠮷")], limit=3) == ("𠮷", "😀", "𠮷")


def test_a_lone_surrogate_is_replaced() -> None:
    """Half a character, which no JSON can carry, becomes a replacement mark instead of an error."""
    assert split_html([Run("甲\ud83d乙")], limit=10) == ("甲\ufffd乙",)


def test_a_tag_is_closed_in_each_message() -> None:
    """A folded list that spans two messages is folded in both."""
    pieces = split_html([Run("来源\n" + "甲" * 10, FOLDED)], limit=8)
    assert [piece.startswith("<blockquote expandable>") for piece in pieces] == [True, True]
    assert all(piece.endswith("</blockquote>") for piece in pieces)


def test_several_messages_are_numbered() -> None:
    """A reader sees that more is to come; a single message carries no number."""
    first, second = messages([Run("党" * 5000)])
    assert first.endswith("（1/2）")
    assert second.endswith("（2/2）")
    assert messages([Run("党")]) == ("党",)


def test_blank_text_gives_no_message() -> None:
    """Telegram refuses empty messages, so none is made."""
    assert messages([Run(" \n"), Run("", BOLD)]) == ()
