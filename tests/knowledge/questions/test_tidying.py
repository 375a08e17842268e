from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.questions.tidying import tidied, unquoted


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("年休假多少天？参考 https://www.example.org/a/123.htm", "年休假多少天？"),
        ("公 务 员 的 纪 律 有 哪 些", "公务员的纪律有哪些"),
        ("国企 党建 怎么抓", "国企党建怎么抓"),
        ("“年休假多少天”？", "年休假多少天？"),
        ("@some_bot 请问一下，支部几个人能成立", "支部几个人能成立"),
        ("@融合助手 支部几个人能成立", "支部几个人能成立"),
        ("老师，请问入党要几个介绍人啊？谢谢老师！", "入党要几个介绍人？"),
        ("我想问一下党费怎么交，急！", "党费怎么交"),
    ],
)
def test_what_carries_nothing_goes(written: str, read: str) -> None:
    """Links, spaces between characters, marks around the whole, mentions and politeness go first."""
    assert tidied(written) == read


@pytest.mark.parametrize(
    "question",
    [
        "你好",
        "谢谢",
        "我想问的是医院",
        "请问题目在哪",
        "老师怎么入党",
        "怎么表达谢谢",
        "土地承包 合同效力",
        "支部人少 两张皮怎么破",
        "“四融四促”是什么",
        "《示例条例》",
        "要换届了，领导天天催，先做什么",
        "https://www.example.org/",
        "？？？",
    ],
)
def test_what_carries_something_stays(question: str) -> None:
    """Greetings alone, keywords, quoted names, clauses and what would leave nothing stay as they are."""
    assert tidied(question) == question


@given(st.text(alphabet="党建怎么抓请问谢谢你好急啊，。？ “”\"'@a.：https/w", max_size=60))
def test_tidying_again_changes_nothing(text: str) -> None:
    """What is left is tidy, and never nothing where something was said."""
    once = tidied(text)
    assert tidied(once) == once
    assert any(map(str.isalnum, once)) == any(map(str.isalnum, text))


def test_a_paper_is_named_with_its_marks() -> None:
    """Quotation marks around the whole go, marks around a title stay."""
    assert unquoted("「年休假」") == "年休假"
    assert unquoted("《示例条例》") == "《示例条例》"
