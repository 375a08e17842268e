"""What ingest did: a report for every document, as `ronghe ingest --json` prints it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

from knowledge.documents import Frozen, Kind, Problem, Repair, Severity

State = Literal["added", "updated", "unchanged", "removed", "rejected", "linked"]

REPAIR_NAMES = {
    "abbreviation": "缩写还原",
    "compilation": "拆分合编文件",
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
    "running_head": "删去页眉页脚",
    "site_furniture": "删去网页栏目",
    "spacing": "合拢字间空格",
    "white_space": "删去多余空白",
}
"""Kinds of repair, as people read them."""

_COST = {Severity.INFO: 2, Severity.WARNING: 10, Severity.ERROR: 30}
_LITTLE_TEXT = 100
_LITTLE_TEXT_COST = 20
_BEST = 100
_REFUSED = 3


class RepairCount(Frozen):
    """How often one kind of repair was made."""

    kind: str
    count: int


class Quality(Frozen):
    """How far a document can be relied on: 100 is a clean text with all its particulars."""

    score: int
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


def quality_of(text: str, repairs: Iterable[Repair], problems: Iterable[Problem]) -> Quality:
    """Grade a document.

    Returns:
        A score of 0 to 100: 30 off for each error, 10 for each warning, 2 for each remark, 20 for hardly
        any text.
    """
    found = tuple(problems)
    counts = Counter(repair.kind for repair in repairs)
    cost = sum(_COST[problem.severity] for problem in found) + (_LITTLE_TEXT_COST if len(text) < _LITTLE_TEXT else 0)
    return Quality(
        score=max(0, _BEST - cost),
        repairs=tuple(RepairCount(kind=kind, count=count) for kind, count in sorted(counts.items())),
        problems=found,
    )
