from __future__ import annotations

import pytest

from ingest.compilation import part_names, split_compilation
from ingest.edited_text import EditedText


def parts(text: str) -> list[str]:
    return [part.text for part in split_compilation(EditedText.of(text))]


def test_a_compilation_is_taken_apart() -> None:
    """The preface and the dividing lines go; each document begins with its own title."""
    text = (
        "支部工作体会2篇，供大家参考。\n篇一:支部工作体会\n论抓学习\n正文甲。\n篇二:支部工作体会\n论抓落实\n正文乙。\n"
    )
    assert parts(text) == ["论抓学习\n正文甲。\n", "论抓落实\n正文乙。\n"]


def test_a_title_on_the_dividing_line_is_kept() -> None:
    """Where the dividing lines carry the titles, they stay as titles."""
    assert parts("第一篇：支部总结\n正文甲。\n第二篇：宣传总结\n正文乙。") == [
        "支部总结\n正文甲。\n",
        "宣传总结\n正文乙。",
    ]


def test_documents_partition_the_file() -> None:
    """The stretches of the file follow one another from its start to its end, and every removal has a receipt."""
    text = "前言。\n【篇一】\n甲文。\n【篇二】\n乙文。\n【篇三】\n丙文。"
    found = split_compilation(EditedText.of(text))
    assert [part.raw_end for part in found[:-1]] == [part.raw_start for part in found[1:]]
    assert (found[0].raw_start, found[-1].raw_end) == (0, len(text))
    assert "".join(repair.before for part in found for repair in part.repairs).count("篇") == 3


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("全文分三篇，篇一讲学习。\n篇二讲落实。", id="mentioned"),
        pytest.param("篇一：学习\n只有一篇。", id="one"),
        pytest.param("篇二：学习\n正文。\n篇三：落实\n正文。", id="not_from_one"),
    ],
)
def test_one_document_stays_one(text: str) -> None:
    """Without dividing lines that count from one, a file is one document."""
    assert parts(text) == [text]


def test_parts_without_a_title_are_called_as_the_compilation() -> None:
    """Where all dividing lines bear one title, each part has it with its number; titles of their own win elsewhere."""
    assert part_names(EditedText.of("篇一：支部体会\n甲。\n篇二：支部体会\n乙。")) == [
        "支部体会（篇一）",
        "支部体会（篇二）",
    ]
    assert part_names(EditedText.of("篇一：支部总结\n甲。\n篇二：宣传总结\n乙。")) == []
