"""What must not come in: files that carry a mark of classification, and pages on which none could be seen."""

from __future__ import annotations

import re
from typing import Protocol

from ingest.problems import failure
from ingest.sources import SourceText
from knowledge.documents import Problem
from knowledge.ingesting import Profile
from knowledge.names import own_name
from knowledge.secrecy import REFUSED, Mark, mark_of

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
"""What a text hides from those who read it as a page."""

ABSOLUTE = "这份文件带有密级标识，未保存任何内容。请撤回，并按本单位保密规定报告。"
WAITING = "这份文件带有内部标识，尚未入库，也未保存内容；请管理员用 ronghe quarantine 核定。"
REJECTED = "这份文件经管理员核定不予入库，未保存任何内容。"
UNSEEN = "第1页没有文字，无法核对有无密级标识，未予入库，请做文字识别（OCR）后再导入。"


class Gate(Protocol):
    """Where an administrator's decisions on marked files are kept, by their hash."""

    def decision(self, sha256: str) -> str | None:
        """Return `released`, `rejected`, `waiting`, or None for a file that was never held back."""

    def hold_back(self, sha256: str, path: str, mark: Mark) -> None:
        """Note a marked file for the administrator: neither its bytes nor its words."""


class OnlyAsked:
    """A gate that is asked and notes nothing: for a dry run."""

    def __init__(self, gate: Gate) -> None:
        self.decision = gate.decision

    def hold_back(self, sha256: str, path: str, mark: Mark) -> None:
        """Leave it at that."""


def screened(source: SourceText, gate: Gate, profile: Profile) -> Problem | None:
    """Return why a file must not come in, or None.

    Args:
        source: The file with all its words, those of running heads too.
        gate: Asked and told only on an intranet.
        profile: Where the program runs.
    """
    mark = _mark_on(source)
    if mark is None:
        return _unseen(source) if profile == "internet" else None
    if mark.grade.is_absolute:
        return failure("classified", ABSOLUTE)
    if profile == "internet":
        return failure("internal", REFUSED)
    decision = gate.decision(source.sha256)
    if decision == "released":
        return None
    if decision == "rejected":
        return failure("rejected_by_administrator", REJECTED)
    gate.hold_back(source.sha256, source.path, mark)
    return failure("quarantined", WAITING)


def _mark_on(source: SourceText) -> Mark | None:
    """Return the gravest mark on a file: on its text and name, and in every place outside the text."""
    apart = source.extraction.apart if source.extraction is not None else ()
    comments = _COMMENT.findall(source.text) if source.extraction is None else []
    found = [mark_of(source.text, own_name(source.path)), *map(mark_of, (*apart, *comments))]
    marks = [mark for mark in found if mark is not None]
    return next((mark for mark in marks if mark.grade.is_absolute), marks[0] if marks else None)


def _unseen(source: SourceText) -> Problem | None:
    """Marks stand on the first page: one that is a picture cannot be checked."""
    remarks = source.extraction.problems if source.extraction is not None else ()
    unseen = any(remark.code == "page_without_text" and remark.line == 1 for remark in remarks)
    return failure("unverifiable", UNSEEN) if unseen else None
