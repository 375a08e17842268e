"""Tests of what may leave the machine."""

from __future__ import annotations

import pytest

from knowledge.chat.outgoing import is_elsewhere, is_internal, masked
from tests.builders import document


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("身份证110101199003078515的党员", "身份证〔身份证号〕的党员"),
        ("身份证11010119900307851X", "身份证〔身份证号〕"),
        ("电话13800138000，座机010-62345678", "电话〔电话号码〕，座机〔电话号码〕"),
        ("电话+86 138 0013 8000", "电话〔电话号码〕"),
        ("卡号6222 0212 3456 7890 123", "卡号〔银行卡号〕"),
        ("2019年11月29日印发，共1200万元，第12345678号", "2019年11月29日印发，共1200万元，第12345678号"),
    ],
)
def test_personal_numbers_are_masked_and_others_are_not(text: str, sent: str) -> None:
    """Numbers of people are replaced by what they are; dates, sums and 文号 stay."""
    assert masked(text) == sent


def test_what_is_labelled_or_marked_is_internal() -> None:
    """A label of the unit or a mark at the head keeps a document inside."""
    assert is_internal(document("工作安排如下。", label="unit"))
    assert is_internal(document("内部资料 注意保存\n工作安排如下。"))
    assert not is_internal(document("各单位要加强内部控制，完善内部监督。"))


@pytest.mark.parametrize(
    ("url", "elsewhere"),
    [
        ("", True),
        ("https://api.example.com/v1", True),
        ("http://192.168.1.5:8000/v1", True),
        ("http://127.0.0.1:8000/v1", False),
        ("http://localhost:8000/v1", False),
        ("http://[::1]:8000/v1", False),
    ],
)
def test_only_this_machine_is_not_elsewhere(url: str, elsewhere: bool) -> None:  # noqa: FBT001
    """Without an address it is the provider's own."""
    assert is_elsewhere(url) is elsewhere
