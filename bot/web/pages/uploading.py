"""Handing material in: many files, each with what was found in it, and a decision."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from starlette.responses import JSONResponse, Response

from bot.services.acceptance import SUFFIXES, objection
from bot.services.handing_in import BroughtFile, HandingIn
from bot.web.batches import HandedFile
from bot.web.calls import Attached, Call, download
from bot.web.gate import turned_away
from knowledge.callers import Visit
from knowledge.errors import BadRequestError

PLACE = "files"
"""The conversation in which files are brought: within the unit."""

MOST_MEGABYTES = 64
"""Of one request: several files of a form without a script, one at a time with it."""

NOT_HERE = "这里没有装读取文件的部分，不能上传。"
FULL = "等着读取的文件太多，请过一会儿再传。"
SOME_REFUSED = "选了{of}份，收下{taken}份，没有收下{refused}份：{why}"
PREVIEWED = 20_000


def upload_page(call: Call) -> Response:
    """Take files, and show what became of those before."""
    return call.page("upload.html", **_files(call), most=MOST_MEGABYTES, endings=",".join(sorted(SUFFIXES)))


def files(call: Call) -> Response:
    """Show again what became of the files, for a page that is open."""
    return call.page("files.html", **_files(call))


def upload(call: Call) -> Response:
    """Take files; each is read beside the page."""
    handing_in = _handing_in(call)
    brought = [file for file in call.files if file.name]
    if not brought:
        raise BadRequestError("请先选择文件。")
    _resume(call)
    refused = [reason for file in brought if (reason := _refusal(call, handing_in, file))]
    if refused:
        raise BadRequestError(_refused(refused, of=len(brought)))
    return JSONResponse({}) if call.wants_fragment else call.redirect("/upload")


def decide(call: Call) -> Response:
    """Store a file that was read, or give it back."""
    handing_in, file = _handing_in(call), _file(call)
    if not _decide(call, handing_in, file):
        raise BadRequestError("这份文件已经处理过了。")
    return JSONResponse({}) if call.wants_fragment else call.redirect("/upload")


def decide_all(call: Call) -> Response:
    """Store all files that were read, under one label, or give them all back."""
    handing_in = _handing_in(call)
    _resume(call)
    for file in reversed(call.site.batches.of(call.someone.key)):
        _decide(call, handing_in, file)
    return JSONResponse({}) if call.wants_fragment else call.redirect("/upload")


def cancel(call: Call) -> Response:
    """End the reading of a file at its next page."""
    _file(call).job.cancel()
    return JSONResponse({}) if call.wants_fragment else call.redirect("/upload")


def former(call: Call) -> Response:
    """Remove, or leave, the text of the same title for which a file now answers."""
    handing_in, file = _handing_in(call), _file(call)
    if file.former is not None:
        gone = call.form.get("what") == "remove" and handing_in.remove_former(file.former, _visit(call))
        file.former, file.told = (
            None,
            file.told.rpartition("\n")[0] + ("\n原有的一份已移除。" if gone else "\n原有的一份已保留。"),
        )
    return JSONResponse({}) if call.wants_fragment else call.redirect("/upload")


def preview(call: Call) -> Response:
    """Show the text of a file that waits."""
    file = _file(call)
    text = _handing_in(call).text(file.trial.number, _visit(call)) if file.trial and file.trial.number else None
    if text is None:
        return turned_away(call, 404, "这份文件已处理，或已不在等候。")
    return call.page("preview.html", name=file.name, text=text[:PREVIEWED], is_cut=len(text) > PREVIEWED)


def report(call: Call) -> Response:
    """Give the report on what was stored last, to be saved."""
    found = _handing_in(call).last_report(_visit(call))
    return download("入库报告.html", found[1]) if found else turned_away(call, 404, "还没有入库报告。")


def _decide(call: Call, handing_in: HandingIn, file: HandedFile) -> bool:
    """Store a file, or give it back; tell whether it was still to be decided on: of two clicks one is."""
    if call.form.get("what") == "back":
        return call.site.batches.give_back(file, partial(handing_in.give_back, file.key, _visit(call)))
    label = call.form.get("label", "")
    return call.site.batches.store(file, partial(handing_in.store, file.key, label, _visit(call)))


def _refusal(call: Call, handing_in: HandingIn, file: Attached) -> str:
    """Take a file; return why it is not taken, empty where it is."""
    if refused := objection(file.name, len(file.data)):
        return refused
    called = file.name[-80:]
    brought = BroughtFile(name=file.name, data=file.data, visit=_visit(call), called=called)
    has_room = call.site.batches.read(call.someone.key, called, len(file.data), partial(handing_in.read, brought))
    return "" if has_room else FULL


def _refused(reasons: Sequence[str], *, of: int) -> str:
    """Return why some files of a form are not taken, and that the others are."""
    why = "".join(dict.fromkeys(reasons))
    return why if of == 1 else SOME_REFUSED.format(of=of, taken=of - len(reasons), refused=len(reasons), why=why)


def _files(call: Call) -> dict[str, Any]:  # Any: whatever the template shows
    _resume(call)
    held = call.site.batches.of(call.someone.key)
    undecided = [file for file in held if file.is_undecided]
    return {"files": held, "undecided": undecided, "is_working": any(file.is_working for file in held)}


def _resume(call: Call) -> None:
    """Show again what waits since before a restart."""
    if call.assistant.handing_in is not None:
        call.site.batches.resume(call.someone.key, partial(call.assistant.handing_in.waiting, _visit(call)))


def _file(call: Call) -> HandedFile:
    _resume(call)
    file = call.site.batches.find(call.someone.key, call.named["file"])
    if file is None:
        raise BadRequestError("没有这份文件：没有读完程序就停了，或已超过一天；请重新上传。")
    return file


def _handing_in(call: Call) -> HandingIn:
    if call.assistant.handing_in is None:
        raise BadRequestError(NOT_HERE)
    return call.assistant.handing_in


def _visit(call: Call) -> Visit:
    return call.visit(PLACE)
