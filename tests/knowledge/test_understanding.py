"""Tests of how a question is understood: with the one before it, and by a chat model."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from knowledge.answers import Answer, Inquiry, Reply, finished
from knowledge.chat.careful import CarefulChat
from knowledge.errors import ChatError
from knowledge.questions.conversation import together
from knowledge.writing.model_writer import PHRASES, ModelWriter, Understood
from tests.fakes import ScriptedChat
from tests.knowledge.answering import PUBLIC, QUESTION, answerer, asked

TRUE = "青澜市第六人民医院每月召开一次科室联席会。"
LEANING = "由谁共同主持"


def followed(home: Path, question: str, chat: ScriptedChat | None = None) -> Reply:
    """Return the reply to a question after `QUESTION`."""
    with answerer(home, chat) as one:
        return finished(one.stream(Inquiry(question, labels=PUBLIC, previous=QUESTION, shown=[TRUE])))


def test_what_leans_is_read_with_the_question_before(tmp_path: Path) -> None:
    """The answer is to both together, though no pattern knows the words."""
    reply = followed(tmp_path, LEANING)
    assert isinstance(reply, Answer)
    assert reply.strength == "direct"
    assert reply.standalone_question == together(QUESTION, LEANING)
    assert "由党支部书记和科主任共同主持" in reply.text


def test_what_names_its_own_matter_is_read_alone(tmp_path: Path) -> None:
    """Where the question alone is answered far better, the one before it has nothing to do with it."""
    question = "机关正式党员几人以上的成立党支部"
    reply = followed(tmp_path, question)
    assert isinstance(reply, Answer)
    assert reply.standalone_question == question
    assert "正式党员3人以上" in reply.text


def test_the_model_says_what_is_meant(tmp_path: Path) -> None:
    """The question that it makes is looked up and answered; what was asked stays what was asked."""
    meant = "青澜市第六人民医院的科室联席会多久召开一次"
    chat = ScriptedChat(f"{TRUE}[1]", understood=f"{meant}\n科室联席会制度")
    reply = followed(tmp_path, "那个会隔多久开一回", chat)
    assert isinstance(reply, Answer)
    assert (reply.question, reply.standalone_question, reply.writer) == ("那个会隔多久开一回", meant, "model")
    ((_, user),) = chat.asked
    assert QUESTION in user
    assert TRUE in user


def test_a_model_that_does_not_understand_is_no_obstacle(tmp_path: Path) -> None:
    """Without its help the question is read with the one before it, and the answer is quoted."""
    reply = followed(tmp_path, LEANING, ScriptedChat(ChatError("没有应答"), understood=ChatError("没有应答")))
    assert isinstance(reply, Answer)
    assert reply.standalone_question == together(QUESTION, LEANING)
    assert reply.writer == "extractive"


def test_phrases_find_what_the_question_does_not(tmp_path: Path) -> None:
    """What a phrase finds is judged by the question, and can be written from."""
    chat = ScriptedChat("资料未载。", understood="单位里凑够几名同志能建支部\n机关正式党员成立党支部")
    with answerer(tmp_path, chat) as one:
        asked(one, "单位里凑够几名同志能建支部")
    ((_, user),) = chat.sent
    assert "正式党员3人以上" in user


def test_once_stopped_the_model_is_not_asked(tmp_path: Path) -> None:
    """Neither to understand nor to write."""
    stop, chat = threading.Event(), ScriptedChat(f"{TRUE}[1]")
    stop.set()
    with answerer(tmp_path, chat) as one:
        asked(one, stop=stop)
    assert chat.asked == chat.sent == []


def understood(said: str | Exception, *, elsewhere: bool = False) -> Understood | None:
    """Return what is taken of a model's understanding of 那能延长吗 after a question on 预备期."""
    chat = ScriptedChat(understood=said, elsewhere=elsewhere)
    writer = ModelWriter(CarefulChat(chat, wait=lambda _: None))
    taken = writer.understand("那能延长吗", "预备党员的预备期多久", ["《党章》规定预备期为一年。"])
    ((_, user),) = chat.asked[:1]
    assert ("预备期为一年" in user) is not elsewhere
    return taken


@pytest.mark.parametrize("elsewhere", [False, True])
def test_the_first_line_is_the_question_and_the_others_phrases(*, elsewhere: bool) -> None:
    """Marks around them are taken away, doubles go; what was quoted is not told to a model elsewhere."""
    said = "“预备党员的预备期能否延长？”\n- 延长预备期\n\n· 预备期的延长\n- 延长预备期\n"
    meant = Understood("预备党员的预备期能否延长？", ("延长预备期", "预备期的延长"))
    assert understood(said, elsewhere=elsewhere) == meant


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("预备党员的预备期能否延长6个月", id="figure"),
        pytest.param("《发展党员工作细则》规定预备期能否延长", id="title"),
        pytest.param("食堂的菜价由职工商定吗", id="another_matter"),
        pytest.param("Can the probation be extended?", id="language"),
        pytest.param("预备期能否延长，见 http://evil.test/a", id="link"),
        pytest.param("预备党员的预备期能否延长" * 20, id="length"),
        pytest.param(" \n ", id="nothing"),
        pytest.param(ChatError("没有应答"), id="no_reply"),
    ],
)
def test_a_question_that_says_more_than_was_known_is_none(said: str | Exception) -> None:
    """A figure, a title or a matter of the model's own would make it a question that nobody asked."""
    assert understood(said) is None


def test_what_was_known_may_be_named() -> None:
    """A title and a figure that were quoted before are no invention."""
    assert understood("《党章》规定的一年预备期能否延长") == Understood("《党章》规定的一年预备期能否延长", ())


def test_phrases_of_its_own_are_left_out() -> None:
    """Too long, with a figure, or one too many: the others are searched for."""
    lines = ["预备期能否延长", "延长6个月", "预备期" * 20, "延长预备期", "预备党员转正", "考察预备党员"]
    taken = understood("\n".join(lines))
    assert taken is not None
    assert taken.question == lines[0]
    assert set(taken.phrases) <= set(lines[3:])
    assert len(taken.phrases) <= PHRASES
