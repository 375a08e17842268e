"""What a check of a draft comes to: a remark on each quotation, title and provision in it."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from knowledge.documents import Frozen, Kind, Status
from knowledge.regulations.comparison import ComparedPiece

Sort = Literal["quotation", "title", "provision", "number"]


class Verdict(StrEnum):
    """How a draft's words compare with the library."""

    MATCHES = "matches"  # 一致
    DIFFERS = "differs"  # 有出入
    OUTDATED = "outdated"  # 旧版
    NOT_FOUND = "not_found"  # 库内未查到: no error, only not to be found here


VERDICTS = {
    Verdict.DIFFERS: "有出入",
    Verdict.OUTDATED: "旧版",
    Verdict.NOT_FOUND: "库内未查到",
    Verdict.MATCHES: "一致",
}
"""Their Chinese names, what needs attention first."""

SORTS: dict[Sort, str] = {"quotation": "引文", "title": "文件名称", "provision": "条款", "number": "文号"}

NOT_WRONG = "查无不等于错，请核对原件。"


class Standpoint(Frozen):
    """Where in the library the words were found that a draft is held against."""

    document_id: str
    title: str
    locator: str
    kind: Kind
    status: Status
    date: str | None
    secondhand: bool = False
    """The document only repeats the words of the instrument that the draft names: 转引."""


class Remark(Frozen):
    """What is to be said of one stretch of a draft. Words of documents are in Simplified."""

    sort: Sort
    verdict: Verdict
    start: int
    end: int
    """Span in the draft's text."""

    words: str
    """The draft's words at that place."""

    message: str
    """One or two Chinese sentences: what was found, what to do."""

    right: str | None = None
    """The words to put in their place, or to compare them with."""

    pieces: tuple[ComparedPiece, ...] = ()
    """From the draft's words to the right ones: what stays, what goes, what comes."""

    found: Standpoint | None = None


class DraftCheck(Frozen):
    """A draft with the remarks on it, in the order of the draft."""

    text: str
    remarks: tuple[Remark, ...]

    def of(self, verdict: Verdict) -> list[Remark]:
        """Return the remarks of one verdict."""
        return [remark for remark in self.remarks if remark.verdict is verdict]

    @property
    def summary(self) -> str:
        """How many stretches were checked, and with what result, in one Chinese sentence."""
        if not self.remarks:
            return "没有找到需要核对的引文、文件名称、条款或文号。"
        counts = [(name, len(self.of(verdict))) for verdict, name in VERDICTS.items()]
        listed = "，".join(f"{name}{count}处" for name, count in counts if count)
        unknown = f"。{NOT_WRONG}" if self.of(Verdict.NOT_FOUND) else "。"
        return f"核对{len(self.remarks)}处：{listed}{unknown}"
