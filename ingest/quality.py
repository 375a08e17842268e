"""What ingest did: a report for every document, as `ronghe ingest --json` prints it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from knowledge.documents import Frozen, Kind, Problem, Severity

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

_COST = {Severity.INFO: 2, Severity.WARNING: 10, Severity.ERROR: 30}
_NAMES = {Severity.INFO: "提示", Severity.WARNING: "存疑", Severity.ERROR: "不可用"}
_LITTLE_TEXT = 100
_LITTLE_TEXT_COST = 20
_BEST = 100
_REFUSED = 3


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


def quality_of(characters: int, repairs: Mapping[str, int], problems: Iterable[Problem]) -> Quality:
    """Grade a document.

    Args:
        characters: Length of its text.
        repairs: How often each kind of repair was made; they cost nothing.
        problems: What is wrong with it.

    Returns:
        A score of 0 to 100: 30 off for each error, 10 for each warning, 2 for each remark, 20 for hardly
        any text.
    """
    found = tuple(problems)
    deductions = tuple(_deductions(characters, found))
    return Quality(
        score=max(0, _BEST - sum(deduction.points for deduction in deductions)),
        deductions=deductions,
        repairs=tuple(RepairCount(kind=kind, count=count) for kind, count in sorted(repairs.items())),
        problems=found,
    )


def _deductions(characters: int, problems: Sequence[Problem]) -> Iterator[Deduction]:
    for severity, cost in _COST.items():
        number = sum(problem.severity is severity for problem in problems)
        if number:
            yield Deduction(points=number * cost, reason=f"{_NAMES[severity]}{number}处，每处{cost}分")
    if characters < _LITTLE_TEXT:
        yield Deduction(points=_LITTLE_TEXT_COST, reason=f"正文不足{_LITTLE_TEXT}字")
