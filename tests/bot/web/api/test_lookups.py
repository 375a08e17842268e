"""The objects of the commands over HTTP: as the schemas say, and nothing of a place on the machine."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from docx import Document as Word
from starlette.testclient import TestClient

from bot.web.api.description import described
from bot.web.api.endpoints import ENDPOINTS
from knowledge.library import Library

Program = Callable[..., TestClient]
QUESTION = "国企怎么推动党建和业务融合？"
LOOKUPS: dict[str, dict[str, str | list[str]]] = {
    "/api/search": {"query": "考核怎么挂钩", "limit": "3"},
    "/api/keyword": {"text": "党支部"},
    "/api/article": {"reference": "云岭市党支部工作办法第二条"},
    "/api/regulations": {"as_of": "2020-06"},
    "/api/cards": {"query": "党建和业务结合", "sector": ["国企", "医院"]},
    "/api/formula": {"name": "四融四促"},
    "/api/plan": {"task": "采购降本", "sector": "国企"},
    "/api/learn": {"theme": "党支部"},
    "/api/documents": {},
}


def is_as_described(value: Any, path: str, method: str = "get") -> None:
    """Hold an object against the description of the calls."""
    description = described("http://127.0.0.1:8420")
    content = description["paths"][path][method]["responses"]["200"]["content"]
    schema = {**content["application/json"]["schema"], "components": description["components"]}
    jsonschema.validate(value, schema)


def spans(value: Any) -> list[dict[str, Any]]:
    """Return all spans of source files in an object."""
    if isinstance(value, list):
        return [span for each in value for span in spans(each)]
    if not isinstance(value, dict):
        return []
    own = [value] if {"path", "encoding"} <= value.keys() else []
    return own + [span for each in value.values() for span in spans(each)]


@pytest.mark.parametrize("path", LOOKUPS)
def test_each_look_up_is_as_described(path: str, program: Program, library: Library) -> None:
    """The object of the schema; of a source only its name, and where its original is."""
    response = program("reader").get(path, params=LOOKUPS[path])
    assert response.status_code == 200, response.text
    is_as_described(response.json(), path)
    assert str(library.catalog.database.home) not in response.text
    assert "/samples/" not in response.text
    for span in spans(response.json()):
        assert "/" not in span["path"]
        assert span["original"].startswith("http://127.0.0.1:8420/api/documents/")


def test_every_look_up_is_tried_here() -> None:
    """A call that is added is tried."""
    apart = {"/api/ask", "/api/check", "/api/documents/{document}"}
    assert {endpoint.way.path for endpoint in ENDPOINTS} == LOOKUPS.keys() | apart


def test_a_hit_leads_to_its_document_and_its_original(program: Program) -> None:
    """The text before repair holds the span; the file is saved, never shown."""
    client = program("reader")
    hit = client.get("/api/search", params={"query": "考核怎么挂钩"}).json()["hits"][0]
    path = f"/api/documents/{hit['document_id']}"
    shown = client.get(path)
    is_as_described(shown.json(), "/api/documents/{document}")
    assert hit["text"][:10] in shown.json()["text"]
    raw = client.get(path, params={"extracted": "true"}).json()["text"]
    assert raw[hit["source"]["start"] : hit["source"]["end"]].strip()
    original = client.get(hit["source"]["original"])
    assert original.content.decode(hit["source"]["encoding"]) == raw
    assert original.headers["content-disposition"].startswith("attachment;")
    assert client.get("/api/documents/doesnotexist").json()["error"]["code"] == "not_found"


def test_a_question_is_answered_whole_and_piece_by_piece(program: Program) -> None:
    """The same object both times; drafts come before it."""
    client = program("reader")
    whole = client.post("/api/ask", json={"question": QUESTION})
    assert whole.status_code == 200
    is_as_described(whole.json(), "/api/ask", "post")
    assert whole.json()["citations"]
    streamed = client.post("/api/ask", json={"question": QUESTION, "stream": True})
    assert streamed.headers["content-type"].startswith("text/event-stream")
    assert streamed.headers["x-accel-buffering"] == "no"
    import json

    events = [block.split("\ndata: ") for block in streamed.text.strip().split("\n\n")]
    assert [name for name, _ in events][-1] == "event: reply"
    assert json.loads(events[-1][1])["text"] == whole.json()["text"]


def test_a_session_leads_on_and_belongs_to_its_token(program: Program) -> None:
    """A follow-up is understood in its session, and nowhere else."""
    one, other = program("reader"), program("reader")
    one.post("/api/ask", json={"question": "国企怎么推动党建和业务融合？", "session": "甲"})
    follow = {"question": "那医院呢？", "session": "甲"}
    assert "医院" in one.post("/api/ask", json=follow).json()["standalone_question"]
    assert "融合" in one.post("/api/ask", json=follow).json()["standalone_question"]
    assert "融合" not in other.post("/api/ask", json=follow).json()["standalone_question"]


def test_a_draft_is_checked(program: Program) -> None:
    """Pasted, or as a file; a marked one is refused without repeating it."""
    client = program("reader")
    text = "根据《云岭市不存在的条例》第九条执行。"
    pasted = client.post("/api/check", json={"text": text})
    is_as_described(pasted.json(), "/api/check", "post")
    assert pasted.json()["remarks"]
    word, data = Word(), io.BytesIO()
    word.add_paragraph(text)
    word.save(data)
    sent = client.post("/api/check", files={"file": ("讲稿.docx", data.getvalue())})
    assert (sent.json()["file"], sent.json()["text"].strip()) == ("讲稿.docx", text)
    marked = "机密★1年\n关于王五同志的处理意见\n".encode()
    refused = client.post("/api/check", files={"file": ("王五.txt", marked)})
    assert refused.status_code == 400
    assert "王五" not in refused.text


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/api/search", {}),
        ("/api/search", {"query": "  "}),
        ("/api/search", {"query": "考核", "limit": "0"}),
        ("/api/search", {"query": "考核", "limit": "many"}),
        ("/api/search", {"query": "考核", "kind": "novel"}),
        ("/api/search", {"query": "考核", "sector": "月球"}),
        ("/api/search", {"query": "考核", "home": "/etc"}),
        ("/api/article", {"reference": "党章", "as_of": "昨天"}),
        ("/api/cards", {"query": "考核", "task": "不存在的任务"}),
        ("/api/plan", {"task": "采购降本", "sector": "月球"}),
        ("/api/keyword", {"text": "问" * 2001}),
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence(path: str, sent: dict[str, str], program: Program) -> None:
    """One Chinese sentence, in the form of the schema."""
    response = program("reader").get(path, params=sent)
    assert response.status_code == 400
    fault = response.json()["error"]
    assert fault["code"] == "bad_request"
    assert fault["message"].endswith("。")
    assert "Error" not in fault["message"]


BODIES = [
    b"",
    b"[]",
    b"{",
    b'{"question": 7}',
    b'"\\ud800"',
    b'{"question": "\\udfff \\u652f"}',
    b"[" * 60_000,
    b"\xff\xfe",
]


@pytest.mark.parametrize("content", BODIES)
def test_a_body_that_is_none_is_told(content: bytes, program: Program) -> None:
    """Whatever is sent in the place of an object."""
    response = program("reader").post("/api/ask", content=content, headers={"Content-Type": "application/json"})
    assert response.status_code == 400
    assert response.json()["error"]["message"]


def test_what_is_not_there_is_told_as_json(program: Program) -> None:
    """No page for a program."""
    client = program("reader")
    assert client.get("/api/nothing").json()["error"]["code"] == "not_found"
    assert client.delete("/api/documents").status_code == 405
    assert client.get("/v1/nothing").json()["error"]["type"] == "not_found_error"


def test_the_description_is_served_and_shown(program: Program, signed_in: Callable[[str], TestClient]) -> None:
    """For programs, and as a page for whoever writes one."""
    given = program("reader").get("/api/openapi.json").json()
    assert given["openapi"].startswith("3.1")
    assert {endpoint.way.path for endpoint in ENDPOINTS} < given["paths"].keys()
    page = signed_in("reader").get("/api").text
    assert all(endpoint.way.path in page for endpoint in ENDPOINTS)
