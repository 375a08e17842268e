"""Answers for programs: written in a thread to their end, given whole or piece by piece."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from bot.services.asking import Question
from bot.views.basic import ask_json
from bot.web import texts
from bot.web.api.outward import LinkTo, outward
from bot.web.api.wanted import WantedAsk, as_wanted
from bot.web.calls import Call
from bot.web.faults import fault_words
from bot.web.gate import turned_away
from bot.web.running import Running, StreamPiece
from knowledge.answers import Draft, Reply
from knowledge.errors import BadRequestError, KnowledgeError
from knowledge.questions.lengths import check_length

LONGEST_SECONDS = 300.0
"""After which a program that waits for a whole answer is told that there is none."""

STREAM = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}

_log = logging.getLogger(__name__)

Told = Callable[[StreamPiece], Response]
"""Makes the response of the last piece: the reply, or why there is none."""


def answer_program(call: Call) -> Response:
    """Answer a question, with the object of `ask`."""
    wanted = as_wanted(WantedAsk, sent(call))
    visit = call.visit(wanted.session)
    question = Question(text=wanted.question, visit=visit, as_of=wanted.as_of, filters=wanted.filters())
    running = begun(call, question)
    if isinstance(running, Response):
        return running
    if not wanted.stream:
        return Awaited(running, _whole)
    return StreamingResponse(stopped_with(running, running.events()), media_type="text/event-stream", headers=STREAM)


def sent(call: Call) -> object:
    """Return what was posted: JSON, or the fields of a form."""
    return dict(call.form) if call.body is None else call.body


def begun(call: Call, question: Question) -> Running | Response:
    """Have an answer written; a refusal where there are too many.

    Raises:
        BadRequestError: The question is too short or too long to be one.
    """
    check_length(question.text)
    if not call.site.questions.take(call.someone.key):
        return turned_away(call, 429, texts.TOO_OFTEN)
    key = f"{call.someone.key}/program/{secrets.token_urlsafe(12)}"
    running = call.site.writing.begin(key, question.text, ProgramAnswer(call, question))
    return running or turned_away(call, 503, texts.BUSY)


def original_of(call: Call) -> LinkTo:
    """Return what makes the address of a document's original."""
    address = call.site.address
    return lambda document: f"{address.origin}{address.base}/api/documents/{document}/original"


@dataclass(frozen=True)
class ProgramAnswer:
    """Writes an answer into its pieces, whatever happens to the program that waits."""

    call: Call
    question: Question

    def __call__(self, running: Running) -> None:
        """Write it to its end."""
        try:
            running.put(StreamPiece("reply", self._reply(running)), last=True)
        except KnowledgeError as error:
            code = "bad_request" if isinstance(error, BadRequestError) else error.code
            running.put(_failed(code, fault_words(error)), last=True)
        finally:
            if not running.is_finished:
                _log.error("an answer to a program broke off")
                running.put(_failed("error", texts.UNEXPECTED), last=True)

    def _reply(self, running: Running) -> dict[str, Any]:  # Any: what JSON can say
        drafted, reply = "", None
        for piece in self.call.assistant.asking.stream(self.question, running.stop):
            if isinstance(piece, Draft):
                running.put(StreamPiece("draft", {"text": piece.text[len(drafted) :]}))
                drafted = piece.text
            else:
                reply = piece
        return outward(ask_json(_there(reply)), original_of(self.call))


class Awaited(Response):
    """The response of an answer's last piece; no thread waits for it."""

    def __init__(self, running: Running, tell: Told) -> None:
        super().__init__()
        self._running, self._tell = running, tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait for the end, and send it."""
        last = _failed("too_slow", texts.NO_END)
        try:
            async with asyncio.timeout(LONGEST_SECONDS), aclosing(self._running.pieces()) as pieces:
                async for piece in pieces:
                    last = piece or last
        except TimeoutError:
            last = _failed("too_slow", texts.NO_END)
        finally:
            self._running.stop.set()
        await self._tell(last)(scope, receive, send)


async def stopped_with(running: Running, events: AsyncIterator[str]) -> AsyncIterator[str]:
    """Yield what a program is sent; where it leaves, nothing more is written: it cannot come back to it."""
    try:
        async for event in events:
            yield event
    finally:
        running.stop.set()


def status_of(failed: StreamPiece) -> int:
    """Return the HTTP status of a piece that says why there is no answer."""
    return 400 if failed.data["error"]["code"] == "bad_request" else 503


def _whole(last: StreamPiece) -> Response:
    return JSONResponse(dict(last.data), 200 if last.event == "reply" else status_of(last))


def _failed(code: str, text: str) -> StreamPiece:
    return StreamPiece("failed", {"error": {"code": code, "message": text}})


def _there(reply: Reply | None) -> Reply:
    if reply is None:
        message = "the progress of an answer ended without a reply"
        raise ValueError(message)
    return reply
