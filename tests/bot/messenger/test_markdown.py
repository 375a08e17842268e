"""Screens as Markdown: nothing lost, nothing read as markup that was not meant."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from bot.messenger.markdown import markdown_of, pieces_within, plain_of
from bot.messenger.markup import BOLD, FOLDED, ITALIC, Run, messages


def test_bold_italics_quotations_and_markers() -> None:
    """Markers stay as they are read; signs of Markdown stand for themselves."""
    (part,) = messages(
        [Run("标题", BOLD), Run("\n正文[1]，2*3_4\n"), Run("第一行\n第二行", FOLDED), Run("按原样", ITALIC)]
    )
    assert markdown_of(part) == "**标题**\n正文[1]，2\\*3\\_4\n\n> 第一行\n> 第二行\n*按原样*"
    assert plain_of(part) == "标题\n正文[1]，2*3_4\n第一行\n第二行按原样"


def test_what_begins_a_line_like_a_list_is_none() -> None:
    """1. stays 1., also where Markdown would count anew."""
    assert markdown_of("3. 第三条\n- 破折号") == "3\\. 第三条\n\\- 破折号"


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=300))
@example("\\<")
def test_every_letter_is_there(text: str) -> None:
    """Whatever a document says reaches the reader, in order."""
    shown = "".join(plain_of(part) for part in messages([Run(text)]))
    said = re.sub(r"\\([\\`*_\[\]<>#~|.+-])", r"\1", "".join(markdown_of(part) for part in messages([Run(text)])))
    assert "".join(said.split()) == "".join(shown.split())


@given(st.text(alphabet="党员大会。；\n、一", max_size=400), st.integers(min_value=12, max_value=200))
def test_pieces_fit_and_join(text: str, most: int) -> None:
    """No piece is larger than was allowed, and nothing but line ends at the cuts is lost."""
    pieces = pieces_within(text, most)
    assert all(len(piece.encode()) <= most for piece in pieces)
    assert "".join(pieces).replace("\n", "") == text.replace("\n", "")
