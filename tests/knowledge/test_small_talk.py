"""Tests of what is answered without looking anything up."""

from __future__ import annotations

import pytest

from knowledge.small_talk import small_talk


@pytest.mark.parametrize(
    "said", ["你好", "您好！", "你能做什么", "你能做什么？", "你是谁", "谢谢", "好的，谢谢", "hi", "帮助", "怎么用"]
)
def test_pleasantries_get_a_notice(said: str) -> None:
    """Greetings, thanks and questions about the assistant are answered by itself."""
    reply = small_talk(said)
    assert reply is not None
    assert reply.text


@pytest.mark.parametrize(
    "said", ["你好，国企怎么抓党建", "党支部能做什么", "党委会怎么用民主集中制", "谢谢党组织培养怎么写"]
)
def test_real_questions_are_looked_up(said: str) -> None:
    """A question that begins politely is still a question."""
    assert small_talk(said) is None
