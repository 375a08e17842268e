from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.numerals import printed
from knowledge.regulations.references import LAST, UNREADABLE, Place, document_number, parse_references

NAMES = st.sampled_from(["示例市河道管理办法", "看守所条例", "公务员法", "关于做好某事的规定", "甲乙法实施细则"])
NUMBERS = st.integers(min_value=1, max_value=999)


def one(text: str) -> tuple[str, Place]:
    (reference,) = parse_references(text)
    return reference.name, reference.place


@given(NAMES, NUMBERS, st.sampled_from(["{n}第{k}条", "《{n}》第 {k} 条", "请问{n}第{k}条是什么？", "第{k}条 {n}"]))
def test_a_reference_survives_its_spellings(name: str, number: int, pattern: str) -> None:
    """Name and number come out whatever the marks, digits and politeness around them."""
    for numeral in (str(number), printed(number)):
        (reference,) = parse_references(pattern.format(n=name, k=numeral))
        assert any(spelling.endswith(name) for spelling in reference.spellings)
        assert reference.place == Place(article=number)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_printed_place_is_read_back(article: int, paragraph: int, item: int) -> None:
    """第X条第X款第X项, as citations print it, names the same place."""
    place = Place(article=article, paragraph=paragraph, item=item)
    assert one(f"公务员法{place}")[1] == place


@given(st.text(max_size=300))
def test_anything_may_be_written(text: str) -> None:
    """No text makes the parser fail."""
    parse_references(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("公务员法第59条第（三）项", Place(article=59, item=3)),
        ("公务員法第五十九條第二款", Place(article=59, paragraph=2)),
        ("公务员法１２条", Place(article=12)),
        ("公务员法第二十三条之一", Place(article=23, branch=1)),
        ("公务员法最后一条", Place(article=LAST)),
        ("公务员法第三章第二节", Place(chapter=3, section=2)),
        ("公务员法第十十条", Place(article=UNREADABLE)),
    ],
)
def test_places(text: str, place: Place) -> None:
    """Articles, branches, paragraphs, items, chapters, the last one, and numbers that are none."""
    assert one(text)[1] == place


def test_several_at_once() -> None:
    """A name holds for the places after it until another one comes; ranges are written out."""
    found = parse_references("公务员法第五条、第八至十条和监察法最后一条")
    assert [(reference.place.article) for reference in found] == [5, 8, 9, 10, LAST]
    assert "公务员法" in found[3].spellings
    assert "监察法" in found[4].spellings


def test_versions_and_topics() -> None:
    """A year, an old version and a topic are told from the name."""
    assert parse_references("2018年的监察法第三条")[0].year == 2018
    assert parse_references("旧监察法第三条")[0].old
    reference = parse_references("党章关于党员义务")[0]
    assert (reference.name, reference.topic) == ("党章", "党员义务")


def test_document_numbers() -> None:
    """A 文号 is found in any brackets; other numbers are none."""
    for written in ("示办发（2019）5号", "示办发〔2019〕5号第三条", "示办发[2019]第5号"):
        assert document_number(written) == "示办发[2019]5号"
    assert document_number("公务员法第5条") is None
