"""Handing a file in at the terminal: /upload with a path, or a path dropped there; then what is to become of it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import unquote, urlsplit

from rich.console import Console
from rich.markup import escape

from bot.names import label_words
from bot.progress import progress_bar
from bot.services.acceptance import objection
from bot.services.assistant import Assistant
from bot.services.handing_in import NO_SUCH_LABEL, BroughtFile, FileOnTrial, HandingIn, StoredFile
from bot.services.jobs import STOPPED, Job
from knowledge.access import DEPARTMENT, PUBLIC, UNIT
from knowledge.callers import Visit
from knowledge.errors import BadRequestError

COMMAND = re.compile(r"/upload(?:\s+(?P<path>\S.*))?$")
HOW = "写法：/upload 文件路径，也可以把文件拖到这里再回车。整个文件夹请用 ronghe ingest 装入。"
NOT_HERE = "这里不能读取文件，请用 ronghe ingest 装入。"
LOOKS_LIKE_A_PATH = re.compile(r"""["']?(?:/|~/|\./|\.\./|file://|[A-Za-z]:[\\/]|\\\\)""")
"""What terminals write when a file is dropped on them."""

REPORT = re.compile(r"/report(?:\s+(?P<path>\S.*))?$")
NO_REPORT = "还没有这样入库过文件。/upload 文件路径 交来一份，读完就有质量报告。"
PREVIEWED = 1500
"""Characters of a file that 先看看 shows."""

STORE = re.compile(r"入库(?:[\s（(]+[仅限]?(?P<scope>[^（）()\s]+)[）)]?)?")
ASKED = "请输入：入库、入库 本单位{departments}、先看看，或 退回。"
GIVEN_BACK = "已退回，没有保存任何内容。"
GONE = "这份文件已经处理，或已过24小时被删除。如需处理，请重新交来。"
FORMER_CHOICES = {"移除原有": True, "都保留": False}
FORMER_ASKED = "请输入：移除原有，或 都保留。"
REPORT_SHOWN = "输入 /report 质量报告.html 可把完整的报告存为网页。"
FORMER_TOLD = {True: "原有的一份已移除。", False: "两份都保留，作答以较新的一份为准。"}


T = TypeVar("T")


class Pending(NamedTuple):
    """What waits for an answer at the terminal."""

    file: FileOnTrial | None = None
    former: str | None = None
    """A text of the same title; whether it goes was asked."""


def handed_in(assistant: Assistant, line: str, pending: Pending, visit: Visit, out: Console) -> Pending | None:
    """Carry out a line about a file; None when it is about none.

    Raises:
        KnowledgeError: It could not be done; what waits still waits.
    """
    handing_in = assistant.handing_in
    found, report = COMMAND.match(line), REPORT.match(line)
    dropped = found is None and report is None and _is_dropped(line)
    if handing_in is None:
        if found or report or dropped:
            out.print(NOT_HERE)
        return pending if found or report or dropped else None
    if report is not None:
        _report(handing_in, report["path"], visit, out)
        return pending
    if found is not None or dropped:
        return _read(handing_in, line if found is None else found["path"] or "", visit, out)
    if pending.former is not None and line in FORMER_CHOICES:
        gone = FORMER_CHOICES[line] and handing_in.remove_former(pending.former, visit)
        out.print(FORMER_TOLD[gone])
        return Pending()
    if pending.file is None or pending.file.number is None:
        return None
    return _decided(handing_in, line, pending.file, visit, out)


def _decided(handing_in: HandingIn, line: str, file: FileOnTrial, visit: Visit, out: Console) -> Pending | None:
    """Do with a file that waits what was typed; None when the line says nothing of it."""
    number = file.number or ""
    if line == "退回":
        out.print(GIVEN_BACK if handing_in.give_back(number, visit) else GONE)
        return Pending()
    if line == "先看看":
        text = handing_in.text(number, visit)
        out.print(GONE if text is None else escape(text[:PREVIEWED] + ("\n……" if len(text) > PREVIEWED else "")))
        return Pending(file if text is not None else None)
    found = STORE.fullmatch(line)
    if found is None:
        return None
    label = _label(found["scope"], file.labels)
    if label is None:
        out.print(NO_SUCH_LABEL)
        return Pending(file)
    return _told(_at_work(lambda job: handing_in.store(number, label, visit, job)), out)


def _told(stored: StoredFile | None, out: Console) -> Pending:
    if stored is None:
        out.print(GONE)
        return Pending()
    out.print(escape(stored.told))
    if stored.former is not None:
        out.print(FORMER_ASKED)
    return Pending(former=stored.former)


def _read(handing_in: HandingIn, typed: str, visit: Visit, out: Console) -> Pending:
    """Read a file and ask what is to become of it; Ctrl+C ends the reading, not the conversation."""
    path = _path(typed)
    if path is None or path.is_dir():
        out.print(HOW)
        return Pending()
    try:
        refused = objection(path.name, path.stat().st_size)
        data = b"" if refused else path.read_bytes()
    except OSError as error:
        out.print(escape(f"读不了 {path}（{error.strerror}），请核对路径。"))
        return Pending()
    if refused:
        out.print(refused)
        return Pending()
    found = _at_work(lambda job: handing_in.read(BroughtFile(name=path.name, data=data, visit=visit), job))
    out.print(escape(found.told))
    if found.number is None:
        return Pending()
    departments = "".join(f"、入库 {label_words(label)}" for label in found.labels if label.startswith(DEPARTMENT))
    out.print(escape(ASKED.format(departments=departments)))
    return Pending(file=found)


def _at_work(work: Callable[[Job], T]) -> T:
    """Return what a job comes to, with a bar while pages are recognised.

    Raises:
        BadRequestError: Ctrl+C ended it.
        KnowledgeError: It could not be done.
    """
    try:
        with progress_bar() as tell:
            return work(Job(watch=lambda at: tell(at.done, at.pages, f"正在识别第{at.done + 1}页，共{at.pages}页")))
    except KeyboardInterrupt as error:
        raise BadRequestError(STOPPED) from error


def _report(handing_in: HandingIn, typed: str | None, visit: Visit, out: Console) -> None:
    """Show the report on what was stored last, or save it as a web page."""
    found = handing_in.last_report(visit)
    if found is None:
        out.print(NO_REPORT)
    elif not typed:
        out.print(escape(found[0]))
        out.print(REPORT_SHOWN)
    else:
        path = Path(typed).expanduser().absolute()
        try:
            path.write_bytes(found[1])
        except OSError as error:
            out.print(escape(f"写不了 {path}（{error.strerror}），请换一个位置。"))
        else:
            out.print(f"已写出 {escape(str(path))}")


def _label(scope: str | None, labels: tuple[str, ...]) -> str | None:
    """Return the label that is meant by 本单位, 部门宣传部 or 宣传部; None for one that is not to be had."""
    if scope is None:
        return PUBLIC
    if scope == "本单位":
        return UNIT
    return next(
        (label for label in labels if scope in {label, label_words(label), label.removeprefix(DEPARTMENT)}), None
    )


def _is_dropped(line: str) -> bool:
    return LOOKS_LIKE_A_PATH.match(line) is not None and _path(line) is not None


def _path(typed: str) -> Path | None:
    """Return the file, or folder, that was typed or dropped; None where there is none."""
    typed = typed.strip()
    if len(typed) > 1 and typed[0] == typed[-1] and typed[0] in "\"'":
        typed = typed[1:-1]
    if typed.startswith("file://"):
        typed = unquote(urlsplit(typed).path)
    for written in (typed, re.sub(r"\\(.)", r"\1", typed)):  # a blank is dropped with a backslash before it
        place = os.path.expanduser(written)  # noqa: PTH111  # paths of any length, without an error
        if written and os.path.exists(place):  # noqa: PTH110
            return Path(place)
    return None
