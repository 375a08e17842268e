from __future__ import annotations

import pytest

from bot import wording
from bot.strength import CLASSIFIER
from knowledge.documents import Kind, SourceClass, Status
from knowledge.names import KINDS, STATUSES
from tests.bot.telegram.replies import document


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("工作要点", "《工作要点》"),
        ("关于印发《办法（试行）》的通知", "《关于印发〈办法（试行）〉的通知》"),
        ("《工作要点》", "《工作要点》"),
        ("《甲》和《乙》", "《〈甲〉和〈乙〉》"),
        ("同向发力\n做好融合文章", "《同向发力 做好融合文章》"),
    ],
)
def test_titles_stand_in_one_pair_of_brackets(title: str, printed: str) -> None:
    """Brackets inside a title become single ones, and a title that has its own gets no second pair."""
    assert wording.book_title(title) == printed


@pytest.mark.parametrize(
    ("date", "printed"),
    [("2019-11-29", "2019年11月29日"), ("2023-05", "2023年5月"), ("2021", "2021年"), (None, "日期未载")],
)
def test_dates_are_as_precise_as_the_source(date: str | None, printed: str) -> None:
    """A date is written in full, without leading zeros, and never completed."""
    assert wording.date_words(date) == printed


def test_in_force_only_with_the_day_of_checking() -> None:
    """Validity is said with the day a person confirmed it; otherwise it awaits checking."""
    checked = document(status=Status.IN_FORCE, checked_on="2024-05-06")
    assert wording.validity(checked) == "现行有效（2024年5月6日核验）"
    assert wording.validity(document()) == "效力待核"


def test_marks_warn_of_what_needs_care() -> None:
    """Quoted at second hand, a sample, and a text of unknown origin are each named."""
    doubtful = document(sample=True, source_class=SourceClass.TEMPLATE, kind=Kind.ARTICLE)
    assert wording.marks(doubtful, secondhand=True) == ("转引", "示例", "网络范文，慎作依据")
    assert wording.marks(document(), secondhand=False) == ()
    assert wording.marks(document(), secondhand=False, recognised=True) == ("据图像识别，请核对原件",)


def test_every_kind_and_status_has_its_words() -> None:
    """A new kind or status cannot reach a reader unnamed."""
    assert set(KINDS) == set(CLASSIFIER) == set(Kind)
    assert set(STATUSES) == set(Status)
