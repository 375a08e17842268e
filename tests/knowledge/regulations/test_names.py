from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.regulations.names import Names, Resolution, core_of
from knowledge.regulations.references import parse_references

TITLES = ("中华人民共和国河道法", "示例市河道管理办法（试行）", "中国共产党某某基层组织工作条例", "河道工作管理办法")
NAMES = Names(TITLES)


def resolve(name: str) -> Resolution:
    return NAMES.resolve(parse_references(f"{name}第一条")[0])


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("河道法", TITLES[0]),
        ("示例市河道管理办法", TITLES[1]),
        ("示例市河道管理办法(试行)", TITLES[1]),
        ("請問示例市河道管理辦法", TITLES[1]),
        ("党的某某基层组织工作条例", TITLES[2]),
        ("社会法河道法", TITLES[0]),
    ],
)
def test_names_that_mean_one_instrument(name: str, title: str) -> None:
    """Full and short names, in either script, with politeness or a branch of law before them, are certain."""
    found = resolve(name)
    assert (found.certainty, found.cores, found.corrected) == ("certain", (core_of(title),), False)


def test_a_short_name_inside_a_longer_one_is_another_instrument() -> None:
    """支部工作条例 is known and not held; no longer title that contains its words stands in for it."""
    assert resolve("支部工作条例").cores == ("支部工作条例",)
    assert resolve("组织工作条例").cores == ("组织工作条例",)
    assert resolve("国有企业河道法").certainty == "unknown"


def test_words_left_out_are_a_choice() -> None:
    """A name that is a title with words left out is offered; where it leaves one, and that is held, it is taken."""
    found = resolve("某某工作条例")
    assert (found.certainty, found.cores) == ("unclear", ("某某基层组织工作条例",))
    assert found.settled(is_held=False) == found
    assert (found.settled(is_held=True).certainty, found.settled(is_held=True).corrected) == ("certain", True)


@given(st.sampled_from(TITLES[1:]), st.data())
def test_a_slip_never_means_another_instrument(title: str, data: st.DataObject) -> None:
    """With one character gone, a name means the instrument, or is offered as a choice, or nothing."""
    core = core_of(title)
    gone = data.draw(st.integers(min_value=0, max_value=len(core) - 1))
    found = resolve(core[:gone] + core[gone + 1 :])
    assert found.certainty != "certain" or found.cores == (core,)


def test_like_characters_are_corrected_and_said_to_be() -> None:
    """条列 for 条例 is read as meant; a word that may be meant otherwise is offered only."""
    found = resolve("某某基层组织工作条列")
    assert (found.certainty, found.cores, found.corrected) == ("certain", ("某某基层组织工作条例",), True)
    assert resolve("示例市河道治理办法").certainty == "unclear"


def test_an_instrument_named_in_a_question() -> None:
    """The longest name in a text is the one that it speaks of."""
    assert NAMES.mentioned("请问示例市河道管理办法第三条是什么") == "示例市河道管理办法"
    assert NAMES.mentioned("今天开会") is None
