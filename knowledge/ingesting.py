"""What both sides of ingest speak of: how files are to be taken in, and what became of each document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, Protocol, TypedDict

from knowledge.documents import Document, Frozen, Kind, Problem, Severity

Profile = Literal["internet", "intranet"]
"""Where the program runs; what is marked as internal may come in on an intranet, once an administrator has said so."""

State = Literal["added", "updated", "unchanged", "removed", "rejected", "linked"]

REPAIR_NAMES = {
    "abbreviation": "缩写还原",
    "compilation": "拆分合编文件",
    "emoji": "删去表情符号",
    "front_matter": "读取文件头信息",
    "glyph": "还原部首形字符",
    "hidden": "删去隐藏文字",
    "invisible": "删去不可见字符",
    "junk": "删去重复的无意义字串",
    "line_break": "接回断行",
    "line_end": "统一换行",
    "markup": "删去网页标记",
    "page_number": "删去页码",
    "pinyin": "删去注音",
    "record": "把表格写成条目",
    "repeat": "删去重复段落",
    "running_head": "删去页眉页脚",
    "site_furniture": "删去网页栏目",
    "spacing": "合拢字间空格",
    "width": "全角数字改为半角",
    "white_space": "删去多余空白",
}
"""Kinds of repair, as people read them."""

_REFUSED = 3


class Choices(Frozen):
    """How to ingest."""

    label: str | None = None
    """Who may see the documents; None keeps what a known file has and makes a new one public."""

    dry_run: bool = False
    """Read and report, store nothing."""

    again: bool = False
    """Read known files anew, by what reads them now; places in them may change."""

    sync: bool = False
    """Remove the documents below the paths whose file is gone."""

    sample: bool = False
    """The documents are the fictional ones of a fresh installation."""

    profile: Profile = "internet"
    """Where the program runs, which decides about marked files."""


class RepairCount(Frozen):
    """How often one kind of repair was made."""

    kind: str
    count: int


class Deduction(Frozen):
    """Points that one reason costs."""

    points: int
    reason: str
    """In Chinese."""


class Quality(Frozen):
    """How far a document can be relied on: 100 is a clean text with all its particulars."""

    score: int
    """100 less the deductions, at least 0."""

    deductions: tuple[Deduction, ...] = ()
    repairs: tuple[RepairCount, ...] = ()
    problems: tuple[Problem, ...] = ()


class DocumentReport(Frozen):
    """What became of one document, or of one file that was rejected (then without id, title and kind)."""

    id: str | None
    path: str
    title: str | None
    kind: Kind | None
    state: State
    linked_to: str | None = None
    passages: int = 0
    articles: int = 0
    """Passages that are articles (条)."""

    cards: int = 0
    read_as: str = ""
    """How it was read: the format, or the code of a text; empty for what was not."""

    pages: int = 0
    recognised_pages: int = 0
    """Of those, the pages whose words were read from a picture."""

    outdated: bool = False
    """It was read before pages were kept: reading it again says on which page words stand."""

    quality: Quality


class IngestReport(Frozen):
    """Everything one run did."""

    documents: tuple[DocumentReport, ...]
    seconds: float

    @property
    def exit_status(self) -> int:
        """0, or 3 if a file was rejected or a document has a problem of severity `error`."""
        troubled = any(
            document.state == "rejected"
            or any(problem.severity is Severity.ERROR for problem in document.quality.problems)
            for document in self.documents
        )
        return _REFUSED if troubled else 0


Progress = Callable[[int, int, str], None]
"""Called with how many bytes are done, of how many, and what is at hand; bytes, for files differ a hundredfold."""

TellPages = Callable[[int, int], None]
"""Told how many pages are recognised, of how many; what it raises ends the reading."""

Witness = Callable[[Document, DocumentReport], None]
"""Shown a document and what is reported of it."""


class Watching(TypedDict, total=False):
    """Who is told of a run while it goes on."""

    progress: Progress | None
    """Of each file before it is read, and of each page that has to be recognised."""

    pages: TellPages | None
    """Of the pages alone."""

    witness: Witness | None
    """Of every document."""


class ReportFile(Protocol):
    """A report on documents as a page to be looked at."""

    def show(self, document: Document, report: DocumentReport) -> None:
        """Take a document up with its report."""

    def write(self, path: Path, report: IngestReport) -> None:
        """Write the page."""
