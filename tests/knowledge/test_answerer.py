"""Tests of answering, with a chat model and without one."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from knowledge.answers import Answer, Inquiry, NoAnswer, Notice, finished
from knowledge.blocks import RemarkBlock, StatementBlock
from knowledge.errors import ChatError, ChatRefusedError
from knowledge.writing import wording
from tests.fakes import ScriptedChat
from tests.knowledge.answering import PUBLIC, QUESTION, answerer, asked

TRUE = "青澜市第六人民医院每月召开一次科室联席会。"


def test_without_a_model_the_sources_are_quoted(tmp_path: Path) -> None:
    """Every line of an extractive answer is a sentence of a source with its marker, shown one after the other."""
    with answerer(tmp_path) as one:
        drafts, reply = asked(one)
    assert isinstance(reply, Answer)
    assert (reply.writer, reply.notice) == ("extractive", None)
    assert "每月召开一次科室联席会" in drafts[0]
    assert reply.checks.sentences == reply.checks.cited == len(reply.citations)


def test_a_model_writes_and_what_it_invents_is_left_out(tmp_path: Path) -> None:
    """What a source supports is said with its marker; the rest is named with the reason."""
    script = (TRUE, "[1]\n· 该院为每名职工发放了奖金一万元。", "[1]\n· 急诊滞留时间缩短到2小时。[2]\n")
    with answerer(tmp_path, ScriptedChat(*script)) as one:
        drafts, reply = asked(one)
    assert isinstance(reply, Answer)
    assert reply.writer == "model"
    assert drafts[0] == f"{TRUE}[1]"
    assert "奖金" not in reply.text
    assert "2小时" not in reply.text
    assert {each.why for each in reply.checks.removed} == {"所引材料没有这样说", "数字或日期与原文不符"}


@pytest.mark.parametrize(
    ("script", "notice"),
    [
        ((ChatRefusedError("不接受"),), wording.MODEL_REFUSED),
        ((ChatError("没有应答"),), wording.MODEL_DOWN),
        (("该院发放了奖金。[1]",), wording.MODEL_UNCHECKED),
        (("VGhpcyBpcyBub3QgYW4gYW5zd2Vy",), wording.MODEL_UNCHECKED),
        (("The hospital holds a meeting every month.[1]",), wording.MODEL_UNCHECKED),
        (("<html><body><h1>502</h1></body></html>",), wording.MODEL_UNCHECKED),
    ],
)
def test_when_the_model_fails_the_sources_answer(
    tmp_path: Path, script: tuple[str | Exception, ...], notice: str
) -> None:
    """Refused, down, in another language or without a source: the answer is quoted, with one honest line."""
    with answerer(tmp_path, ScriptedChat(*script)) as one:
        _, reply = asked(one)
    assert isinstance(reply, Answer)
    assert (reply.writer, reply.notice) == ("extractive", notice)
    assert "每月召开一次科室联席会" in reply.text


def test_what_was_shown_stays_when_the_model_breaks_off(tmp_path: Path) -> None:
    """The rest is quoted below it."""
    with answerer(tmp_path, ScriptedChat(f"{TRUE}[1]\n· 急诊", ChatError("断开"))) as one:
        drafts, reply = asked(one)
    assert isinstance(reply, Answer)
    assert reply.notice == wording.MODEL_BROKE_OFF
    assert reply.text.startswith(drafts[0] + "\n" + wording.QUOTED_BELOW)


def test_a_figure_that_the_model_left_out_is_quoted(tmp_path: Path) -> None:
    """A true sentence without the figure that was asked for stands above the one that has it."""
    with answerer(tmp_path, ScriptedChat("该科室联席会由党支部书记和科主任共同主持。[1]")) as one:
        _, reply = asked(one)
    assert isinstance(reply, Answer)
    assert reply.notice == wording.MODEL_NO_FIGURE
    assert reply.text.startswith("该科室联席会由")
    assert "每月召开一次" in reply.text


def test_the_rest_is_told_until_there_is_none(tmp_path: Path) -> None:
    """还有吗 gives what was not shown, then says that there is no more; nothing is said twice."""
    asked_for = "青澜市第六人民医院怎么抓业务工作"
    told: list[str] = []
    with answerer(tmp_path) as one:
        reply = finished(one.stream(Inquiry(asked_for, labels=PUBLIC)))
        while isinstance(reply, Answer):
            quotes = [citation.quote for citation in reply.citations]
            assert not set(quotes) & set(told)
            told += quotes
            reply = finished(one.stream(Inquiry("还有吗", labels=PUBLIC, previous=asked_for, shown=told)))
    assert told
    assert isinstance(reply, NoAnswer)
    assert reply.text == wording.NO_MORE


@pytest.mark.parametrize("said", ["资料未载", "个人所得税起征点是5000元。[1]"])
def test_what_nothing_bears_on_is_refused_whatever_the_model_says(tmp_path: Path, said: str) -> None:
    """The model is asked; what it knows of its own passes no check, and nothing is shown for it."""
    chat = ScriptedChat(said)
    with answerer(tmp_path, chat) as one:
        drafts, reply = asked(one, "个人所得税起征点是多少")
    assert isinstance(reply, NoAnswer)
    assert drafts == []
    assert len(chat.sent) == 1


def test_a_model_that_finds_no_answer_makes_it_related(tmp_path: Path) -> None:
    """Where it read the sources and says that they do not answer, they are shown as related, under a line."""
    with answerer(tmp_path, ScriptedChat("资料未载。")) as one:
        drafts, reply = asked(one)
    assert isinstance(reply, Answer)
    assert (reply.strength, reply.writer, reply.notice) == ("related", "extractive", None)
    assert drafts[0].startswith(f"{wording.RELATED}\n")
    assert "每月召开一次科室联席会" in reply.text


def test_what_bears_and_does_not_answer_is_shown_as_related(tmp_path: Path) -> None:
    """One honest line, then stretches under the titles of their texts, with what tells most marked."""
    with answerer(tmp_path) as one:
        _, reply = asked(one, "第六人民医院食堂的供餐标准由哪个部门核定")
    assert isinstance(reply, Answer)
    assert reply.strength == "related"
    remark, *stretches = reply.blocks
    assert isinstance(remark, RemarkBlock)
    assert remark.text in {wording.MAY_ANSWER, wording.RELATED}
    leads = {each.lead for each in stretches if isinstance(each, StatementBlock)}
    assert leads == {"《青澜市第六人民医院抓党建促业务》："}


def test_documents_of_the_unit_never_leave_the_machine(tmp_path: Path) -> None:
    """What is labelled, or marked, for a unit's own use is quoted, not sent to a model elsewhere."""
    chat = ScriptedChat(f"{TRUE}[1]", elsewhere=True)
    with answerer(tmp_path, chat, label="unit") as one:
        reply = list(one.stream(Inquiry(QUESTION, labels=PUBLIC | {"unit"})))[-1]
        assert isinstance(reply, Answer)
        quotes = [each.quote for each in reply.citations]
        list(one.stream(Inquiry("由谁主持", labels=PUBLIC | {"unit"}, previous=QUESTION, shown=quotes)))
    assert reply.notice == wording.KEPT_INSIDE
    assert chat.sent == chat.asked == []


def test_stopping_keeps_what_was_shown(tmp_path: Path) -> None:
    """A stopped answer is what was shown, with the sources of that and no others."""
    stop = threading.Event()
    with answerer(tmp_path) as one:
        pieces = one.stream(Inquiry(QUESTION, labels=PUBLIC, stop=stop))
        shown = next(pieces)
        stop.set()
        reply = list(pieces)[-1]
    assert isinstance(reply, Answer)
    assert (reply.text, len(reply.citations), reply.notice) == (shown.text, 1, wording.STOPPED_SHORT)


def test_stopping_before_anything_was_shown_says_so(tmp_path: Path) -> None:
    """There is no answer without a source, not even a stopped one."""
    stop = threading.Event()
    stop.set()
    with answerer(tmp_path) as one:
        assert isinstance(asked(one, stop=stop)[1], Notice)


def test_every_step_is_told(tmp_path: Path) -> None:
    """The trace names the steps in order."""
    with answerer(tmp_path) as one:
        reply = asked(one)[1]
    assert [step.name for step in reply.trace] == ["检索", "判断", "摘录原文"]
