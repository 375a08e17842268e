"""Asking: the answer as it is written, kept in its conversation, judged, taken along."""

from __future__ import annotations

import logging
import re
import secrets
import threading
from dataclasses import dataclass

from starlette.responses import JSONResponse, Response, StreamingResponse

from bot.services.asking import Question
from bot.services.signing_in import WEB
from bot.services.verdicts import REASONS, GivenVerdict
from bot.web import texts
from bot.web.calls import Call, download
from bot.web.faults import fault_words
from bot.web.gate import turned_away
from bot.web.rendering import shown_reply
from bot.web.running import Running, StreamPiece
from knowledge.answers import Draft, Reply
from knowledge.errors import BadRequestError, KnowledgeError

PATIENCE_SECONDS = 180.0
"""How long a browser without scripts waits for an answer before it is told to look again."""

_WAITING = threading.BoundedSemaphore(16)
"""Who may wait at one time for a whole answer; the others are shown the conversation, in which it will stand."""

TURNS_SHOWN = 50
LISTED = 30
LONGEST = 4000
"""Characters of a question that are read at all; the room has its own limit and says so."""

STREAM = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
"""A proxy that holds an answer back until it is whole would show nothing of it while it grows."""

_ONCE = re.compile(r"[\w-]{8,40}", re.ASCII)
_log = logging.getLogger(__name__)


def ask_page(call: Call) -> Response:
    """Show a new conversation, or one that was begun, with what is still being written in it."""
    begun = "conversation" in call.named
    conversation = call.conversation()
    visit = call.visit(conversation)
    turns = call.assistant.replies.history(visit, limit=TURNS_SHOWN) if begun else []
    return call.page(
        "ask.html",
        conversation=conversation,
        turns=[shown_reply(reply, reply_id) if reply else None for reply_id, reply in turns],
        pending=call.site.writing.unfinished(_prefix(call, conversation)) if begun else [],
        once=secrets.token_urlsafe(12),
        listed=_listed(call),
        corpus=call.assistant.documents.in_one_line(visit),
        question=call.query.get("q", "")[:LONGEST] or call.site.carried.pop(call.someone.key, ""),
        reasons=REASONS,
    )


def ask_question(call: Call) -> Response:
    """Have a question answered, streamed to our own script, or whole to a browser without any."""
    conversation, question = call.conversation(), call.form.get("question", "").strip()[:LONGEST]
    if not question:
        return turned_away(call, 400, "请先写下问题。")
    if not call.site.questions.take(call.someone.key):
        return turned_away(call, 429, texts.TOO_OFTEN)
    once = call.form.get("once", "")
    key = _prefix(call, conversation) + (once if _ONCE.fullmatch(once) else secrets.token_urlsafe(12))
    running = call.site.writing.begin(key, question, Answered(call, conversation, question))
    if running is None:
        return turned_away(call, 503, texts.BUSY)
    if call.wants_fragment:
        return _streamed(running)
    last = None
    if _WAITING.acquire(blocking=False):
        try:
            last = running.last(PATIENCE_SECONDS)
        finally:
            _WAITING.release()
    if last is not None and last.event == "failed":
        return turned_away(call, 400, last.data["text"])
    return call.redirect(f"/c/{conversation}#last")


def join(call: Call) -> Response:
    """Read along, from its beginning, an answer that is being written."""
    running = call.site.writing.find(_prefix(call, call.conversation()) + call.named["once"])
    if running is None or (running.is_finished and not _may_still_be_read(call, running)):
        return turned_away(call, 404, texts.REPLY_EXPIRED)
    return _streamed(running)


def _may_still_be_read(call: Call, running: Running) -> bool:
    """Tell whether a finished answer is still kept, and made of what its asker may see at this moment."""
    last = running.last(0)
    reply = last.data.get("reply") if last is not None else None
    return reply is None or call.assistant.replies.find(str(reply), call.visit(call.conversation())) is not None


def stop(call: Call) -> Response:
    """Have nothing more written of an answer; what is shown stays."""
    running = call.site.writing.find(_prefix(call, call.conversation()) + call.form.get("once", ""))
    if running is not None:
        running.stop.set()
    return JSONResponse({}) if call.wants_fragment else call.redirect(f"/c/{call.conversation()}")


def following_questions(call: Call) -> Response:
    """Find what may be asked after an answer; a fragment that is empty where there is nothing."""
    conversation, reply_id = call.conversation(), call.named["reply"]
    reply = call.assistant.replies.leading_on(reply_id, call.visit(conversation))
    turn = shown_reply(reply, reply_id) if reply else None
    return call.page("following.html", turn=turn, conversation=conversation)


def judge(call: Call) -> Response:
    """Take down what somebody thinks of an answer."""
    conversation, good = call.conversation(), call.form.get("verdict") == "good"
    reason = (call.form.get("words") or call.form.get("reason") or "").strip()
    verdict = GivenVerdict(
        visit=call.visit(conversation), reply_id=call.named["reply"], good=good, reason="" if good else reason
    )
    if call.assistant.verdicts.give(verdict) is None:
        raise BadRequestError(texts.REPLY_EXPIRED)
    if call.wants_fragment:
        return JSONResponse({"text": texts.SAID["thanks"]})
    return call.redirect(f"/c/{conversation}?said=thanks")


def export_reply(call: Call) -> Response:
    """Give an answer as a file: the text, the table of its quotations, or its examples as a sheet."""
    wanted = call.named["what"]
    ending = ".xlsx" if wanted == "table" else ".docx"
    files = call.assistant.exports.of(call.named["reply"], call.visit(call.conversation()), ending=ending)
    named = list(files.items())
    name, data = named[-1] if wanted == "checks" else named[0]
    return download(name, data)


def erase(call: Call) -> Response:
    """Forget a conversation."""
    call.assistant.replies.erase(call.visit(call.conversation()))
    return call.redirect("/?said=erased")


@dataclass(frozen=True)
class Answered:
    """Writes an answer into its pieces, whatever happens to whoever reads along."""

    call: Call
    conversation: str
    question: str

    def __call__(self, running: Running) -> None:
        """Write it to its end."""
        try:
            running.put(self._reply(running), last=True)
        except KnowledgeError as error:
            running.put(StreamPiece("failed", {"text": fault_words(error)}), last=True)
        finally:
            if not running.is_finished:
                _log.error("an answer broke off")
                running.put(StreamPiece("failed", {"text": texts.UNEXPECTED}), last=True)

    def _reply(self, running: Running) -> StreamPiece:
        visit, drafted = self.call.visit(self.conversation), ""
        reply: Reply | None = None
        for piece in self.call.assistant.asking.stream(Question(text=self.question, visit=visit), running.stop):
            if isinstance(piece, Draft):
                running.put(StreamPiece("draft", {"text": piece.text[len(drafted) :]}))
                drafted = piece.text
            else:
                reply = piece
        if reply is None:
            message = "the progress of an answer ended without a reply"
            raise ValueError(message)
        reply_id = self.call.assistant.replies.keep(reply, visit)
        html = self.call.drawn(
            "turn.html",
            turn=shown_reply(reply, reply_id),
            conversation=self.conversation,
            reasons=REASONS,
            is_last=True,
        )
        return StreamPiece("reply", {"html": html, "reply": reply_id, "sort": reply.reply})


def _streamed(running: Running) -> Response:
    return StreamingResponse(running.events(), media_type="text/event-stream", headers=STREAM)


def _prefix(call: Call, conversation: str) -> str:
    return f"{call.someone.key}/{conversation}/"


def _listed(call: Call) -> list[tuple[str, str]]:
    """Return the conversations of whoever asks, latest first: id and first question."""
    found = call.assistant.replies.conversations(call.visit(), channel=WEB, limit=LISTED)
    return [(place.rpartition("/")[2], question) for place, question, _ in found]
