from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def test_final_marks_and_line_breaks_end_sentences() -> None:
    """。！？ and line breaks end a sentence; ； does not."""
    assert sentences("先谋划；再部署。谁来抓？\r\n二、抓落实\n结束") == [
        "先谋划；再部署。",
        "谁来抓？",
        "二、抓落实",
        "结束",
    ]


def test_a_quotation_is_not_cut() -> None:
    """Marks inside a quotation belong to the sentence around it, and its closing quote to its end."""
    text = "书记说：“先学起来。再干起来。”大家都记住了。"
    assert sentences(text) == ["书记说：“先学起来。再干起来。”", "大家都记住了。"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("围绕“谁来干？”“怎么干？”的问题开展讨论。", id="quoted_questions"),
        pytest.param("支部书记（兼任科长。）、副书记到会。", id="bracket"),
        pytest.param("详见 http://a.example/p?id=3 一页。", id="link"),
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    """A mark inside a sentence does not end it."""
    assert sentences(text) == [text]


def test_a_quote_that_never_closes_hides_nothing() -> None:
    """An opening quote without its partner does not swallow the sentence ends after it."""
    assert sentences("他讲“先学。再做。\n第三句。") == ["他讲“先学。", "再做。", "第三句。"]


@given(st.text(alphabet='党建 。！？!?“”（）(\n\r　"；', max_size=60))
def test_every_visible_character_is_in_exactly_one_sentence(text: str) -> None:
    """Sentences are in order, do not overlap, and leave out white space only."""
    spans = sentence_spans(text)
    covered = "".join(text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
