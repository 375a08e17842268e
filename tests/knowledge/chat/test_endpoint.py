"""Tests of the chat model behind an endpoint, which fails in every way an endpoint can, and of using it with care."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.catalog.catalog import Catalog
from knowledge.catalog.refused_texts import EXPIRY, RefusedTexts
from knowledge.chat.breaker import FAILURES, REST
from knowledge.chat.careful import CarefulChat, Letter
from knowledge.chat.endpoint import LONGEST, LangChainChat
from knowledge.errors import ChatError, ChatRefusedError, ChatSetupError
from tests.fakes import ScriptedChat
from tests.knowledge.chat_server import TEXT, ChatServer, chat_server

LETTER = Letter(system="怎样写", user="写什么，电话13800138000", subject="写什么")


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with chat_server() as running:
        yield running


def said(server: ChatServer, fault: str, *, seconds: float = 10) -> str:
    chat = LangChainChat(f"openai:{fault}", base_url=server.url)
    return "".join(chat.stream("怎样写", "写什么", seconds=seconds))


def test_a_reply_comes_as_it_is_written(server: ChatServer) -> None:
    """The pieces of an endpoint's reply are the text; both messages were sent, and nothing but text is asked for."""
    assert said(server, "none") == TEXT
    assert [message["content"] for message in server.asked[0]["messages"]] == ["怎样写", "写什么"]
    assert "tools" not in server.asked[0]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("unauthorized", ChatSetupError),
        ("busy", ChatError),
        ("refused", ChatRefusedError),
        ("inspected", ChatRefusedError),
        ("inspected_later", ChatRefusedError),
        ("broken", ChatError),
        ("cut", ChatError),
        ("empty", ChatError),
        ("html", ChatError),
        ("not_json", ChatError),
    ],
)
def test_each_fault_of_an_endpoint_is_named(server: ChatServer, fault: str, error: type[ChatError]) -> None:
    """Whatever an endpoint does instead of answering is one of three errors."""
    with pytest.raises(ChatError) as caught:
        said(server, fault)
    assert type(caught.value) is error


def test_an_endpoint_that_is_not_there_is_an_error() -> None:
    """A refused connection is told at once."""
    with pytest.raises(ChatError):
        list(LangChainChat("openai:m", base_url="http://127.0.0.1:9/v1").stream("a", "b", seconds=5))


def test_an_unknown_provider_is_an_error_of_the_settings() -> None:
    """A name that LangChain does not know is told with the setting to mend."""
    with pytest.raises(ChatError, match=r"RONGHE_CHAT_MODEL|不可用"):
        list(LangChainChat("nobody:m").stream("a", "b", seconds=5))


@pytest.mark.parametrize("fault", ["hangs", "drips"])
def test_the_deadline_holds(server: ChatServer, fault: str) -> None:
    """An endpoint that says nothing, or nothing of use, is left when the time is up."""
    with pytest.raises(ChatError, match="限定时间"):
        said(server, fault, seconds=0.5)


def test_a_flood_is_cut_off(server: ChatServer) -> None:
    """Of two hundred thousand tokens only so many are read."""
    assert len(said(server, "flood", seconds=60)) < LONGEST + 100


def test_broken_bytes_are_no_answer(server: ChatServer) -> None:
    """Invalid UTF-8 is an error, or text that no check lets through; it never breaks the program."""
    try:
        assert "党" not in said(server, "bytes")
    except ChatError as error:
        assert str(error)  # noqa: PT017


def test_a_waiting_reader_can_stop(server: ChatServer) -> None:
    """Stopping ends the reply where it is, also while the endpoint hangs."""
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    chat = LangChainChat("openai:hangs", base_url=server.url)
    assert list(chat.stream("a", "b", seconds=30, stop=stop)) == []


def test_a_busy_endpoint_is_asked_once_more(server: ChatServer) -> None:
    """After the time that it named, and not again."""
    careful = CarefulChat(LangChainChat("openai:busy_once", base_url=server.url))
    assert "".join(careful.write(LETTER)) == TEXT
    assert len(server.asked) == 2


def test_an_endpoint_that_is_busy_for_long_is_not_waited_for(server: ChatServer) -> None:
    """Ten minutes are not a pause."""
    careful = CarefulChat(LangChainChat("openai:busy_long", base_url=server.url))
    with pytest.raises(ChatError):
        list(careful.write(LETTER))
    assert len(server.asked) == 1


def test_what_was_refused_is_never_sent_again(server: ChatServer) -> None:
    """The fence differs each time; the same words are known all the same."""
    careful = CarefulChat(LangChainChat("openai:refused", base_url=server.url))
    for fence in ("a1", "b2"):
        with pytest.raises(ChatRefusedError):
            list(careful.write(LETTER._replace(user=fence)))
    assert len(server.asked) == 1


def test_what_was_refused_is_known_after_a_restart(server: ChatServer, tmp_path: Path) -> None:
    """To the same model and for a month; another model is asked."""
    now = [1000.0]
    with Catalog.open(tmp_path) as catalog:
        for name in ("a", "a", "b"):
            refused = RefusedTexts(catalog.database, name, clock=lambda: now[0])
            with pytest.raises(ChatRefusedError):
                list(CarefulChat(LangChainChat("openai:refused", base_url=server.url), refused=refused).write(LETTER))
        assert len(server.asked) == 2
        now[0] += EXPIRY
        key = hashlib.sha256(LETTER.subject.encode()).hexdigest()
        assert key not in RefusedTexts(catalog.database, "a", clock=lambda: now[0])


def test_the_breaker_rests_after_failures_and_tries_once() -> None:
    """Five failures in a row stop the asking for half a minute; then one attempt decides."""
    now = [0.0]
    chat = ScriptedChat(ChatError("没有应答"))
    careful = CarefulChat(chat, clock=lambda: now[0])
    for _ in range(FAILURES + 3):
        with pytest.raises(ChatError):
            list(careful.write(LETTER))
    assert len(chat.sent) == FAILURES
    now[0] += REST + 1
    for _ in range(2):
        with pytest.raises(ChatError):
            list(careful.write(LETTER))
    assert len(chat.sent) == FAILURES + 1
    now[0] += REST + 1
    chat.script = ("好。",)
    assert list(careful.write(LETTER)) == list(careful.write(LETTER)) == ["好。"]


@pytest.mark.parametrize(("elsewhere", "told"), [(True, "〔电话号码〕"), (False, "13800138000")])
def test_personal_numbers_do_not_leave_the_machine(elsewhere: bool, told: str) -> None:  # noqa: FBT001
    """They are masked for an endpoint elsewhere, and only there."""
    chat = ScriptedChat("好。", elsewhere=elsewhere)
    list(CarefulChat(chat).write(LETTER))
    assert told in chat.sent[0][1]
