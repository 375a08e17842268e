"""Marks of classification: found in every form they take, and not where the words are only used."""

from __future__ import annotations

from itertools import product

import pytest

from knowledge.secrecy import Grade, mark_of, mark_of_question

BODY = "各支部每月组织一次集中学习，由支部书记领学，会后填写学习记录。\n" * 40
STATE_SECRETS = [
    f"{grade[0]}{space}{grade[1]}{gap}{star}{gap}{period}"
    for grade, space, gap, star, period in product(
        ("绝密", "机密", "秘密", "絕密", "機密"),
        ("", " ", "　", "\u200b"),
        ("", " "),
        ("★", "☆", "⭐", "＊"),
        ("10年", "长期"),
    )
]
HARD = [
    *STATE_SECRETS,
    "密级：机密",
    "密级: 秘密",
    "密 级 ： 绝 密",
    "秘 密",
    "机密 特急",
    "特急　绝密",
    "【机密】关于某事的请示",
    "（秘密）",
    "本文件属于机密级国家秘密。",
    "机密·10年",
    "核心商密★10年",
    "普通商密",
]
SOFT = [
    "内部资料 注意保存",
    "内部资料，请勿外传",
    "（内部文件）",
    "內部資料　注意保存",
    "内部使用",
    "工作秘密",
    "会后收回",
    "【内部】",
    "仅供内部使用",
    "此件不公开",
]
CLEAN = [
    "对党忠诚，严守党的秘密。",
    "采用无记名秘密投票方式选举。",
    "国家秘密的密级分为绝密、机密、秘密三级。",
    "绝密是最重要的国家秘密。",
    "商业秘密保护规定（试行）",
    "内部控制",
    "企业内部监督办法",
    "主动公开",
    "（此件公开发布）",
    "密级：公开",
    "密级：",
    "保守国家秘密实施办法",
    "**秘密**是一个法律概念",
    "内部审计",
]


def page(line: str) -> str:
    return f"示例市某局关于开展学习的通知\n{line}\n{BODY}"


def test_every_form_of_a_grade_is_found() -> None:
    """More than two hundred forms: spaced, Traditional, with any star, in brackets, before or after the urgency."""
    assert len(HARD) >= 200
    missed = [line for line in HARD if not ((mark := mark_of(page(line))) and mark.grade.is_absolute)]
    assert missed == []


@pytest.mark.parametrize("line", SOFT)
def test_an_internal_mark_is_found(line: str) -> None:
    """What is internal is told apart from what is classified."""
    mark = mark_of(page(line))
    assert mark is not None
    assert not mark.grade.is_absolute


@pytest.mark.parametrize("line", CLEAN)
def test_words_that_mark_nothing_pass(line: str) -> None:
    """Regulations are full of these words."""
    assert mark_of(page(line)) is None


def test_a_starred_grade_is_a_mark_wherever_it_stands() -> None:
    """On the tenth page too; a bare word there is only a word."""
    assert mark_of(BODY + "附件 机密★5年\n" + BODY) is not None
    assert mark_of(BODY + "机密\n" + BODY) is None


def test_an_open_text_may_speak_of_internal_material() -> None:
    """主动公开 outweighs an internal mark, never a grade."""
    assert mark_of(f"内部资料\n{BODY}（此件主动公开）") is None
    assert mark_of(f"机密\n{BODY}（此件主动公开）") is not None


@pytest.mark.parametrize(
    ("name", "grade"),
    [
        ("机密_名单.docx", Grade.STATE_SECRET),
        ("（秘密）关于.docx", Grade.STATE_SECRET),
        ("秘密★10年 计划.pdf", Grade.STATE_SECRET),
        ("名单-核心商密.xlsx", Grade.TRADE_SECRET),
        ("内部资料-2024.docx", Grade.INTERNAL),
        ("通知（内部）.docx", Grade.INTERNAL),
        ("保守国家秘密法.txt", None),
        ("商业秘密保护规定.docx", None),
        ("机密文件管理办法.docx", None),
        ("内部控制规范.docx", None),
    ],
)
def test_a_file_name_may_carry_the_mark(name: str, grade: Grade | None) -> None:
    """Only where it stands by itself."""
    mark = mark_of(BODY, name)
    assert (mark.grade if mark else None) == grade


@pytest.mark.parametrize(
    ("question", "is_marked"),
    [
        ("秘密", False),
        ("绝密、机密、秘密怎么划分", False),
        ("内部资料怎么管理", False),
        ("机密★5年 这份通知说了什么", True),
        ("内部资料 注意保存\n请概括这份材料", True),
        ("【机密】请概括", True),
    ],
)
def test_questions_are_examined(question: str, is_marked: bool) -> None:  # noqa: FBT001  # a table of cases
    """A pasted document is known by its mark; asking about marks is allowed."""
    assert (mark_of_question(question) is not None) == is_marked


def test_a_mark_repeats_nothing() -> None:
    """What is logged of a marked text is a grade and the name of a rule."""
    mark = mark_of(page("机密★10年"))
    assert mark is not None
    assert mark.model_dump() == {"grade": Grade.STATE_SECRET, "rule": "starred"}
