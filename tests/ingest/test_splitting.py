from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.outline import find_headings
from ingest.splitting import LONGEST, split
from knowledge.documents import Passage
from knowledge.sentences import sentence_spans

SENTENCE = "各支部结合实际制定年度计划，明确责任人和完成时限，按月通报工作进展情况。"


def passages(text: str, document_id: str = "d1") -> list[Passage]:
    return split(text, find_headings(text), document_id)


def test_an_article_is_one_passage() -> None:
    """Each article, with its items, is one passage under its chapter; the chapter's heading goes with its first."""
    text = "办法\n第一章 总则\n第一条 制定本办法。\n第二条 适用于：\n（一）机关；\n（二）单位。\n第三条 自发布日施行。"
    found = passages(text)
    assert [passage.locator for passage in found] == [f"第一章 总则 › 第{n}条" for n in "一二三"]
    assert found[0].text.startswith("办法\n第一章 总则")
    assert found[1].text == "第二条 适用于：\n（一）机关；\n（二）单位。"


def test_a_long_article_is_cut_between_its_paragraphs() -> None:
    """An article too long for one passage is cut where a 款 ends, under one locator."""
    text = "第一条 " + "\n".join(SENTENCE * 8 for _ in range(3)) + "\n第二条 甲。\n第三条 乙。"
    found = [passage for passage in passages(text) if passage.locator == "第一条"]
    assert len(found) == 3
    assert all(text[passage.end] == "\n" for passage in found)


def test_a_long_section_is_cut_into_even_passages() -> None:
    """A section is cut at sentence ends into passages of 100 to 500 characters."""
    lengths = [len(passage.text) for passage in passages(SENTENCE * 40)]
    assert len(lengths) > 2
    assert all(100 <= length <= LONGEST for length in lengths)


def test_a_heading_goes_with_the_passage_it_heads() -> None:
    """The locator is the path of headings, and a heading without text joins the next."""
    found = passages(f"一、主要做法\n（一）抓学习\n{SENTENCE * 3}\n（二）抓落实\n{SENTENCE * 3}")
    assert [passage.locator for passage in found] == ["一、主要做法 › （一）抓学习", "一、主要做法 › （二）抓落实"]
    assert found[0].text.startswith("一、主要做法\n（一）抓学习\n")


def test_literature_makes_no_passages() -> None:
    """What stands under 参考文献 is not cited, and what follows it is."""
    text = (
        f"一、背景\n{SENTENCE * 3}\n参考文献\n[1]某某.研究[J].示例学刊,2021.\n[2]某某.党建[M].示例社.\n结语\n{SENTENCE}"
    )
    assert not any("示例学刊" in passage.text for passage in passages(text))
    assert passages(text)[-1].text == f"结语\n{SENTENCE}"


def test_unchanged_text_keeps_its_id() -> None:
    """An id depends on the document and the passage's text, not on what stands before it; twins differ."""
    same = f"一、做法\n{SENTENCE * 3}"
    before = passages(same)[-1].id
    assert passages(f"{SENTENCE * 4}\n{same}")[-1].id == before
    assert passages(same, "d2")[-1].id != before
    twins = passages(f"{same}\n{same}")
    assert twins[0].text == twins[1].text
    assert twins[0].id != twins[1].id


@given(
    st.lists(
        st.sampled_from(["一、做法", "第一条 甲", SENTENCE, SENTENCE * 9, "（一）点", "短句。", "甲" * 700]),
        max_size=12,
    )
)
def test_passages_follow_one_another_and_cut_no_sentence(lines: list[str]) -> None:
    """Passages are in order and read as the text does; every sentence lies in exactly one, and none is cut."""
    text = "\n".join(lines)
    found = passages(text)
    for start, end in sentence_spans(text):
        holders = [passage for passage in found if passage.start < end and start < passage.end]
        assert len(holders) == 1
        assert holders[0].start <= start
        assert end <= holders[0].end
    assert all(text[passage.start : passage.end] == passage.text for passage in found)
