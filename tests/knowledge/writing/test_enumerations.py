"""Tests of finding the items of a list in running text."""

from __future__ import annotations

from knowledge.sentences import sentence_spans
from knowledge.writing.enumerations import items_after


def items(text: str) -> list[str]:
    return [text[start:end] for start, end in items_after(sentence_spans(text), text, 0)]


def test_all_items_of_an_announced_list_are_found() -> None:
    """Each item gives its first sentence, however much stands between them."""
    text = "要做到“三个结合”。一是目标结合。年初同定。二是力量结合。三是考核结合。年底同评。此后另说。"
    assert items(text) == ["一是目标结合。", "二是力量结合。", "三是考核结合。"]


def test_a_sentence_that_announces_nothing_has_no_items() -> None:
    """一是 after an ordinary sentence is no answer to it."""
    assert items("会议在周一召开。一是学习。二是讨论。") == []


def test_the_next_list_is_not_the_same_list() -> None:
    """A second 一是 begins another list, whose items do not belong to the first."""
    assert items("做到两个坚持。一是坚持学。二是坚持做。一是另一张单子。二是又一项。三是再一项。") == [
        "一是坚持学。",
        "二是坚持做。",
    ]


def test_one_item_is_no_list() -> None:
    """A lone 一是 is not shown as a list of one."""
    assert items("有以下几点。一是抓早。以后再说。") == []


def test_a_list_may_begin_in_its_announcement() -> None:
    """首先 in the announcing sentence is its first item; the others are counted in mixed words."""
    text = "主要体现在三个方面：首先，融入管理。其次，融入选拔。从严把关。最后，融入监督。此后另说。"
    assert items(text) == ["其次，融入选拔。", "最后，融入监督。"]


def test_as_many_names_as_announced_are_a_list() -> None:
    """“三个清单” with just three sentences that each name one in quotes."""
    text = "支部实行“三个清单”。用“任务清单”定目标。用“决策清单”定权限。另抓培训。用“考核清单”定奖惩。"
    assert items(text) == ["用“任务清单”定目标。", "用“决策清单”定权限。", "用“考核清单”定奖惩。"]
    assert items(text.replace("三个清单", "四个清单")) == []
