"""What the terminal offers on answers themselves, over the real assistant and the samples."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli import open_workplace
from bot.console import visit_of
from bot.console_ledger import NO_ANSWER_YET, told
from bot.console_settings import SHORTENED, as_chosen, settled
from bot.services.asking import Question
from bot.services.replies import KeptReply
from knowledge.answers import Answer
from knowledge.callers import OPERATOR
from knowledge.errors import BadRequestError
from tests.operator import by_operator

pytestmark = pytest.mark.slow


def test_the_length_of_answers_is_chosen(sample_home: Path, tmp_path: Path) -> None:
    """简要 holds until 完整 is chosen, also for the next conversation; a short answer says how to see the rest."""
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    with open_workplace(None, home).assistant("reader", model=False) as assistant:
        out = Console(file=io.StringIO(), width=200)
        answer = assistant.asking.ask(by_operator("国企怎么推动党建和业务融合？"))
        for words, is_short in (("/settings", False), ("/settings 简要", True), ("/settings 完整", False)):
            assert settled(assistant, words, OPERATOR, out)
            assert (SHORTENED in as_chosen(assistant, answer, OPERATOR).text) is is_short
        assert not settled(assistant, "settings", OPERATOR, out)


def test_verdicts_and_standard_answers(sample_home: Path, tmp_path: Path) -> None:
    """An answer is judged, approved, given again with its mark, listed, and forgotten; before one there is nothing."""
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    with open_workplace(None, home).assistant("reader", model=False) as assistant:
        out, visit = Console(file=io.StringIO(), width=200), visit_of(OPERATOR)

        def line(text: str, last: KeptReply | None) -> str:
            out.file = io.StringIO()
            assert told(assistant, text, last, visit, out)
            return out.file.getvalue()

        assert NO_ANSWER_YET in line("/why", None)
        question = "党支部融合清单事项一般几项"
        reply = assistant.asking.ask(Question(text=question, visit=visit))
        assert isinstance(reply, Answer)
        answer = KeptReply(assistant.replies.keep(reply, visit), reply)
        assert "第八条" in line("/sources", answer)
        with pytest.raises(BadRequestError, match="引用错误"):
            line("/bad", answer)
        line("/bad 少了第二款", answer)
        assert "少了第二款1" in line("/unanswered", answer)
        assert "已存为" in line("/standard 没有验证数据来源的事项，不得列入清单。", answer)
        again = assistant.asking.ask(by_operator("党支部的融合清单事项一般几项？"))
        assert isinstance(again, Answer)
        assert (again.notice or "").startswith("标准答复（管理员核定")
        assert again.text == "没有验证数据来源的事项，不得列入清单。[1]（示例材料）"
        assert question in line("/standards", answer)
        assert "已删除" in line("/standards 删除 1", answer)
        assert not told(assistant, "怎么办", answer, visit, out)
