"""Somebody's own text held against the library: remarks beside the words, and an annotated file. None of it is kept."""

from __future__ import annotations

from typing import NamedTuple

from starlette.responses import Response

from bot.services.acceptance import objection, suffix_of
from bot.services.own_files import OwnFile
from bot.web.calls import Call, download
from bot.web.gate import turned_away
from knowledge.drafts.remarks import SORTS, VERDICTS, DraftCheck, Remark
from knowledge.errors import BadRequestError

PLACE = "check"
"""One text a person is held at a time."""


class DraftPiece(NamedTuple):
    """A stretch of a draft, and the number of the remark on it, from 1; 0 for none."""

    text: str
    number: int
    verdict: str


def check_page(call: Call) -> Response:
    """Ask for a text, by file or pasted."""
    return call.page("check.html", most=MOST_MEGABYTES)


MOST_MEGABYTES = 20


def check_text(call: Call) -> Response:
    """Hold a text against what its writer may see."""
    data, suffix, text = _brought(call)
    number = call.site.own_files.bring(call.visit(PLACE).conversation, data, suffix, text)
    done = call.assistant.own_texts.check(text, call.visit(PLACE))
    return call.page(
        "checked.html",
        number=number,
        done=done,
        pieces=draft_pieces(done),
        verdicts=[(verdict.value, name, len(done.of(verdict))) for verdict, name in VERDICTS.items()],
        sorts=SORTS,
        names={verdict.value: name for verdict, name in VERDICTS.items()},
    )


def annotated(call: Call) -> Response:
    """Give the text with the remarks as comments, in its own layout where it was a .docx."""
    file = call.site.own_files.find(call.visit(PLACE).conversation, call.named["number"])
    if file is None:
        return turned_away(call, 404, "稿件只在内存里保存两小时，现在已不在了；请重新核对。")
    done = call.assistant.own_texts.check(file.text, call.visit(PLACE))
    return download("核对稿.docx", call.assistant.own_texts.annotated(done, _docx(file)))


def draft_pieces(done: DraftCheck) -> list[DraftPiece]:
    """Return a draft cut at its remarks; of those that overlap the first is marked, all are listed."""
    pieces, at = list[DraftPiece](), 0
    for number, remark in enumerate(done.remarks, 1):
        if remark.start < at:
            continue
        pieces += [DraftPiece(done.text[at : remark.start], 0, ""), _piece(done.text, remark, number)]
        at = remark.end
    return [piece for piece in (*pieces, DraftPiece(done.text[at:], 0, "")) if piece.text]


def _piece(text: str, remark: Remark, number: int) -> DraftPiece:
    return DraftPiece(text[remark.start : remark.end], number, remark.verdict.value)


def _brought(call: Call) -> tuple[bytes, str, str]:
    """Return bytes, ending and text of what was brought.

    Raises:
        BadRequestError: There is nothing, it cannot be read, or it carries a mark.
    """
    file = next((each for each in call.files if each.name), None)
    if file is None:
        name, data = "稿件.txt", call.form.get("text", "").strip().encode()
        if not data:
            raise BadRequestError("请选择文件，或把要核对的文字粘贴进来。")
    else:
        name, data = file
    if refused := objection(name, len(data)):
        raise BadRequestError(refused)
    return data, suffix_of(name), call.assistant.own_texts.read(data, f"稿件{suffix_of(name)}")


def _docx(file: OwnFile) -> bytes | None:
    return file.data if file.suffix == ".docx" else None
