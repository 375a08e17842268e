"""The form of OpenAI's chat completions: whole, streamed, continued, refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from openai.types.chat import ChatCompletion, ChatCompletionChunk
from starlette.testclient import TestClient

from bot.web.site import Site
from knowledge.library import Library
from tests.bot.web.api.conftest import person_of

Program = Callable[..., TestClient]
QUESTION = "国企怎么推动党建和业务融合？"


def asked(question: str = QUESTION, **more: Any) -> dict[str, Any]:
    return {"model": "ronghe", "messages": [{"role": "user", "content": question}], **more}


def test_the_model_is_listed(program: Program) -> None:
    """One, by its name; no other."""
    client = program("reader")
    assert [one["id"] for one in client.get("/v1/models").json()["data"]] == ["ronghe"]
    assert client.get("/v1/models/ronghe").json()["object"] == "model"
    assert client.get("/v1/models/gpt-4").json()["error"]["code"] == "model_not_found"


def test_an_answer_carries_markers_and_their_sources(program: Program) -> None:
    """Every marker of the text has its citation, which opens."""
    given = program("reader").post("/v1/chat/completions", json=asked(temperature=0.2, tools=[])).json()
    ChatCompletion.model_validate(given)
    text = given["choices"][0]["message"]["content"]
    assert {int(number) for number in re.findall(r"\[(\d+)\]", text)} == {one["marker"] for one in given["citations"]}
    assert all("/" not in one["source"]["path"] for one in given["citations"])
    assert all(one["url"] in text for one in given["citations"])
    assert "仅供参考" in text


def test_a_streamed_answer_is_the_same(program: Program) -> None:
    """Chunks of the form, the sources in the last one, then the end."""
    client = program("reader")
    whole = client.post("/v1/chat/completions", json=asked()).json()
    lines = client.post("/v1/chat/completions", json=asked(stream=True)).text.strip().split("\n\n")
    assert lines[-1] == "data: [DONE]"
    chunks = [json.loads(line.removeprefix("data: ")) for line in lines[:-1]]
    for chunk in chunks:
        ChatCompletionChunk.model_validate(chunk)
    said = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks)
    assert said == whole["choices"][0]["message"]["content"]
    assert chunks[-1]["choices"][0]["finish_reason"] == "stop"
    assert [one["quote"] for one in chunks[-1]["citations"]] == [one["quote"] for one in whole["citations"]]


def test_what_was_asked_before_is_read_from_the_messages(program: Program, library: Library) -> None:
    """Without `user` nothing is remembered; what went before comes with the question."""
    messages = [
        {"role": "system", "content": "你是助手"},
        {"role": "user", "content": [{"type": "text", "text": QUESTION}]},
        {"role": "assistant", "content": "……"},
        {"role": "user", "content": "那医院呢？"},
    ]
    client = program("reader")
    alone = client.post("/v1/chat/completions", json=asked("那医院呢？")).json()
    led = client.post("/v1/chat/completions", json=asked(messages=messages)).json()
    assert led["choices"][0]["message"]["content"] != alone["choices"][0]["message"]["content"]
    assert led["citations"]
    with library.catalog.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM turns").scalar_one() == 0


def test_a_user_is_a_session(program: Program) -> None:
    """Two messages of one `user` belong together, where the program does not send what went before."""
    client = program("reader")
    first = client.post("/v1/chat/completions", json=asked(user="u-1")).json()
    led = client.post("/v1/chat/completions", json=asked("那医院呢？", user="u-1")).json()
    alone = client.post("/v1/chat/completions", json=asked("那医院呢？", user="u-2")).json()
    assert first["citations"]
    assert led["choices"][0]["message"]["content"] != alone["choices"][0]["message"]["content"]


def test_a_marked_question_is_not_said_again(program: Program, library: Library) -> None:
    """Neither as the question nor as one before it."""
    marked = "机密★1年 关于李四同志的处理意见怎么写"
    client = program("reader")
    given = client.post("/v1/chat/completions", json=asked(marked, user="u"))
    assert "李四" not in given.text
    messages = [{"role": "user", "content": marked}, {"role": "user", "content": "那医院呢？"}]
    assert "李四" not in client.post("/v1/chat/completions", json=asked(messages=messages)).text
    library.catalog.database.compact()
    assert "李四".encode() not in (library.catalog.database.home / "catalog.sqlite3").read_bytes()


def test_faults_have_the_form_of_openai(program: Program, open_browser: Callable[[], TestClient], site: Site) -> None:
    """With a Chinese sentence."""
    client = program("reader")
    post = client.post
    none = open_browser().post("/v1/chat/completions", json=asked())
    assert (none.status_code, none.json()["error"]["type"]) == (401, "authentication_error")
    assert none.headers["www-authenticate"] == "Bearer"
    other = post("/v1/chat/completions", json=asked(model="gpt-4"))
    assert (other.status_code, other.json()["error"]["code"]) == (404, "model_not_found")
    wrongs: tuple[Any, ...] = ({}, [], {"model": "ronghe"}, asked(n=2), asked("  "), asked("?"), asked("问" * 20_001))
    for wrong in wrongs:
        refused = post("/v1/chat/completions", json=wrong)
        assert refused.status_code == 400, wrong
        assert refused.json()["error"]["type"] == "invalid_request_error"
        assert refused.json()["error"]["message"].endswith("。")
    assert post("/v1/chat/completions", json=asked("?", stream=True)).status_code == 400
    while site.questions.take(person_of(site, "reader").key):
        pass
    often = post("/v1/chat/completions", json=asked())
    assert (often.status_code, often.json()["error"]["type"]) == (429, "rate_limit_error")
