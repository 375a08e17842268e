from __future__ import annotations

from typing import get_args

import pytest

from bot.commands.options import SectorName
from knowledge.errors import BadRequestError
from knowledge.facets import DOCUMENT_SECTORS, kinds_meant, labels_named, sector_named, sector_of, unit_spoken_of
from knowledge.particulars import Sector
from knowledge.questions.next_questions import UNITS


@pytest.mark.parametrize(
    ("unit", "label"),
    [
        ("青澜县云溪乡卫生院", "医院"),
        ("青澜市第六人民医院内科", "医院"),
        ("青澜街道木巷村党总支", "农村"),
        ("青澜市司法局机关党委", "机关"),
        ("青澜农村商业银行支行", "金融机构"),
        ("青澜志愿者", None),
    ],
)
def test_the_end_of_a_name_tells_the_kind_of_unit(unit: str, label: str | None) -> None:
    """A unit's kind shows in the last words of its name, whatever party organisation or department follows them."""
    assert sector_of(unit) == label


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("乡镇卫生院怎么抓党建", "卫生院"),
        ("国企怎么服务乡村振兴", "国企"),
        ("社区治理有哪些做法", None),
        ("干部队伍怎么建设", None),
    ],
)
def test_a_question_speaks_of_a_kind_of_unit_in_its_own_word(text: str, word: str | None) -> None:
    """Of words that belong together the last one counts; a matter that only contains such a word is none."""
    assert unit_spoken_of(text) == word


def test_a_word_of_several_kinds_is_none_of_them_alone() -> None:
    """学校 means 高校 or 中小学: for examples both count, for sorted material the person chooses."""
    assert kinds_meant("学校") == {"高校", "中小学"}
    assert labels_named("sectors", "学校") == ("高校", "中小学")
    with pytest.raises(BadRequestError, match="可以指高校、中小学，请写其中一类"):
        sector_named("学校")
    with pytest.raises(BadRequestError, match="没有按“企业”归类"):
        sector_named("企业")


def test_what_channels_offer_is_understood() -> None:
    """Every word on a button, in an option's help or in stored particulars means one kind of unit of the table."""
    assert {sector_named(word) for word in (*DOCUMENT_SECTORS, *Sector)} == set(Sector)
    assert set(UNITS) <= set(Sector)
    assert all(label in get_args(SectorName)[1].help for label in DOCUMENT_SECTORS)
