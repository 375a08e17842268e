"""Answers in the form of OpenAI's chat completions, so that programs made for that form need no change.

https://platform.openai.com/docs/api-reference/chat: what is not ours to decide (temperature, tools, …) is passed over.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.responses import JSONResponse, Response, StreamingResponse

from bot.names import KINDS
from bot.services.asking import Question
from bot.strength import Basis, strength
from bot.web import texts
from bot.web.api.answering import STREAM, Awaited, begun, status_of, stopped_with
from bot.web.calls import Call
from bot.web.doors import Door, refusal_object
from bot.web.gate import turned_away
from bot.web.running import BEAT, Running, StreamPiece
from knowledge.documents import Kind, Status
from knowledge.errors import BadRequestError
from knowledge.names import place_words

MODEL = "ronghe"
MADE = 1_767_225_600
"""When the model was made, which the form wants to know: 2026-01-01."""

DONE = "data: [DONE]\n\n"

Json = dict[str, Any]
"""Any: what JSON can say."""


class Foreign(BaseModel):
    """What another's form sends: parts that we do not know are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class ContentPart(Foreign):
    """Part of a message; only text says anything here."""

    type: str
    text: str = ""


class Message(Foreign):
    """One message of a conversation."""

    role: str
    content: str | tuple[ContentPart, ...] | None = None

    @property
    def text(self) -> str:
        """What it says."""
        if isinstance(self.content, tuple):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class WantedCompletion(Foreign):
    """What is asked for."""

    model: str = Field(max_length=200)
    messages: tuple[Message, ...] = Field(min_length=1, max_length=1000)
    stream: bool = False
    n: int | None = None
    user: str | None = Field(default=None, max_length=200)

    def questions(self) -> list[str]:
        """Return what was asked in the conversation, oldest first."""
        return [message.text for message in self.messages if message.role == "user" and message.text.strip()]


class ChatOrigin(NamedTuple):
    """Where an answer in this form is made: its number, its time, and what makes the address of a passage."""

    number: str
    created: int
    url: str

    def passage(self, passage_id: str) -> str:
        """Return the page that shows a passage in its document."""
        return f"{self.url}passages/{passage_id}"


def models(_: Call) -> Response:
    """List the one model."""
    return JSONResponse({"object": "list", "data": [_model()]})


def model(call: Call) -> Response:
    """Describe the one model."""
    named = call.named["model"]
    return JSONResponse(_model()) if named == MODEL else _no_model(named)


def complete(call: Call) -> Response:
    """Answer the last question of a conversation."""
    try:
        wanted = WantedCompletion.model_validate(call.body)
    except ValidationError as error:
        name = ".".join(map(str, error.errors()[0]["loc"])) or "请求"
        raise BadRequestError(f"{name} 的写法不对；请按 OpenAI 的 chat completions 格式发送 JSON。") from error
    if wanted.model != MODEL:
        return _no_model(wanted.model)
    if wanted.n not in {None, 1}:
        return turned_away(call, 400, texts.ONE_CHOICE)
    questions = wanted.questions()
    if not questions or wanted.messages[-1].role not in {"user", "system", "developer"}:
        return turned_away(call, 400, texts.NO_QUESTION)
    running = begun(call, _asked(call, wanted, questions))
    if isinstance(running, Response):
        return running
    source = ChatOrigin(f"chatcmpl-{secrets.token_hex(12)}", int(time.time()), call.site.address.url)
    if not wanted.stream:
        return Awaited(running, lambda last: _whole(last, source))
    return StreamingResponse(
        stopped_with(running, _chunks(running, source)), media_type="text/event-stream", headers=STREAM
    )


def _asked(call: Call, wanted: WantedCompletion, questions: Sequence[str]) -> Question:
    """Return the question; `user` names a session, without one the messages say what went before."""
    session = hashlib.sha256(wanted.user.encode()).hexdigest()[:24] if wanted.user else None
    return Question(text=questions[-1], visit=call.visit(session), before=tuple(questions[:-1]))


def _whole(last: StreamPiece, source: ChatOrigin) -> Response:
    if last.event != "reply":
        return JSONResponse(_refused(last), status_of(last))
    message = {"role": "assistant", "content": chat_text(last.data, source), "refusal": None}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return JSONResponse(_envelope("chat.completion", source, choice) | {"citations": _citations(last.data, source)})


async def _chunks(running: Running, source: ChatOrigin) -> AsyncIterator[str]:
    """Yield an answer as it grows; what was sent is never taken back, so the end only adds to it."""
    yield _chunk(source, {"role": "assistant", "content": ""})
    sent = ""
    async with aclosing(running.pieces()) as pieces:
        async for piece in pieces:
            if piece is None:
                yield BEAT
            elif piece.event == "draft":
                sent += piece.data["text"]
                yield _chunk(source, {"content": piece.data["text"]})
            elif piece.event == "reply":
                yield _chunk(source, {"content": chat_text(piece.data, source)[len(sent) :]})
                yield _chunk(source, {}, finish="stop", citations=_citations(piece.data, source))
            else:
                yield _event(_refused(piece))
    yield DONE


def chat_text(reply: Mapping[str, Any], source: ChatOrigin) -> str:
    """Return a reply as one text: what it says, how far it carries, and its sources with their addresses.

    Args:
        reply: The object of `ask`.
        source: Where the addresses lead.
    """
    lines = [f"[{one['marker']}] {_place(one)} {source.passage(one['passage_id'])}" for one in reply["citations"]]
    cited = [Basis(one["document_id"], Kind(one["kind"]), Status(one["status"])) for one in reply["citations"]]
    carries = [strength(cited, reply["checks"]["quotes_verified"])] if cited else []
    near = [] if cited else [f"· {_place(hit)} {source.passage(hit['passage_id'])}" for hit in reply["nearest"]]
    parts = [
        [reply["text"]],
        [f"· {candidate}" for candidate in reply["candidates"]],
        [reply["notice"]] if reply["notice"] else [],
        ["来源", *lines] if lines else [],
        ["最接近的材料", *near] if near else [],
        carries,
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _place(one: Mapping[str, Any]) -> str:
    place = place_words(one["locator"], one["source"]["page"])
    return f"《{one['title'].strip('《》')}》{f'（{place}）' if place else ''}{KINDS[Kind(one['kind'])]}"


def _citations(reply: Mapping[str, Any], source: ChatOrigin) -> list[Json]:
    return [{**one, "url": source.passage(one["passage_id"])} for one in reply["citations"]]


def _chunk(
    source: ChatOrigin, delta: Json, *, finish: Literal["stop"] | None = None, **more: Any
) -> str:  # Any: as above
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    return _event(_envelope("chat.completion.chunk", source, choice) | more)


def _envelope(sort: str, source: ChatOrigin, choice: Json) -> Json:
    return {"id": source.number, "object": sort, "created": source.created, "model": MODEL, "choices": [choice]}


def _event(value: Json) -> str:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n"


def _refused(last: StreamPiece) -> Json:
    fault = last.data["error"]
    return refusal_object(Door.OPENAI, status_of(last), fault["message"], code=fault["code"])


def _model() -> Json:
    return {"id": MODEL, "object": "model", "created": MADE, "owned_by": MODEL}


def _no_model(named: str) -> Response:
    text = texts.NO_SUCH_MODEL.format(model=named[:60])
    return JSONResponse(refusal_object(Door.OPENAI, 404, text, code="model_not_found"), 404)
